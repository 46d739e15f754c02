// The mail server of the installation, an admin's to see and to set. Called by its routes. Errors: not_found while none
// is set, invalid (every field that is wrong).
#pragma once

#include <functional>

#include "base/secret_vault.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "notify/channel/mail_server_store.h"
#include "notify/delivery/sender.h"

namespace openspc::notify {

class MailServerService {
 public:
  MailServerService(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Sender& sender,
                    std::function<void()> changed);

  base::Task<MailServerSettings> get();
  base::Task<MailServerSettings> replace(identity::Caller caller, MailServerBody body);
  base::Task<void> remove(identity::Caller caller);
  /// Sends a test message at once.
  base::Task<ChannelTestResult> test(MailTest request);

 private:
  MailServerSettings shown(const mail_server_store::Row& row);
  base::Task<mail_server_store::Row> require();

  db::Database& db_;
  const base::Clock& clock_;
  base::SecretVault& vault_;
  Sender& sender_;
  std::function<void()> changed_;
};

}  // namespace openspc::notify
