// Channels: checks, rights, encrypted storage, and a test message. Called by the channel routes. A role at the
// channel's plant reads it, an engineer there changes it; channels of every plant are an admin's. Errors: not_found,
// conflict (a taken name, a channel in use), invalid (every field that is wrong), forbidden.
#pragma once

#include <functional>

#include "base/secret_vault.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "notify/channel/channel_store.h"
#include "notify/delivery/sender.h"

namespace openspc::notify {

class ChannelService {
 public:
  ChannelService(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Sender& sender,
                 std::function<void()> changed);

  base::Task<ChannelList> list(const net::Principal& principal);
  base::Task<Channel> get(const net::Principal& principal, ChannelId id);
  base::Task<Channel> create(identity::Caller caller, ChannelCreate request);
  base::Task<Channel> update(identity::Caller caller, ChannelId id, ChannelUpdate request);
  base::Task<void> remove(identity::Caller caller, ChannelId id);
  /// The body of a message about a violation, with the template of the request.
  static BodyPreview preview(const BodyPreviewRequest& request);
  /// Sends a test message at once, past the queue and also through a channel that is switched off.
  base::Task<ChannelTestResult> test(identity::Caller caller, ChannelId id);

 private:
  Channel shown(const channel_store::Row& row);
  void check(const channel_store::Row& row);
  void announce(db::Session& session, const identity::Caller& caller, std::string_view action, const Channel& channel);

  db::Database& db_;
  const base::Clock& clock_;
  base::SecretVault& vault_;
  Sender& sender_;
  std::function<void()> changed_;
};

/// Waits until a test message has arrived or failed. The references must live until then.
base::Task<ChannelTestResult> send_test(Sender& sender, const channel_store::Row& channel,
                                        const std::optional<mail_server_store::Row>& mail_server,
                                        const std::string& recipient, base::Timestamp now);

}  // namespace openspc::notify
