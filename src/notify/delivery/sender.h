// Sends one message through one channel: renders it, signs it, and gives it to the transfers. Called by the courier for
// what waits, and by the services for tests. Any thread.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/secret_vault.h"
#include "base/time.h"
#include "db/database.h"
#include "net/transfers.h"
#include "notify/channel/channel_store.h"
#include "notify/channel/mail_server_store.h"
#include "notify/delivery/delivery_store.h"
#include "notify/delivery/oauth_tokens.h"

namespace openspc::notify {

class Sender {
 public:
  /// `public_url` is where people reach the page, or empty: messages lead there.
  /// `proxy` is what webhooks go through, or empty.
  Sender(base::SecretVault& vault, const base::Clock& clock, std::string public_url, std::string proxy)
      : vault_(vault),
        clock_(clock),
        public_url_(std::move(public_url)),
        tokens_(transfers_, clock),
        transfers_(std::move(proxy)) {}

  /// `done` is called once, perhaps before this returns. `mail_server` is for e-mail alone.
  void send(const channel_store::Row& channel, const std::optional<mail_server_store::Row>& mail_server,
            delivery_store::Letter letter, const net::Transfers::Done& done);

  /// Stores the refresh tokens that a token server has given in the place of others. Blocks on the database.
  void store_renewals(db::Database& database);

  /// What is under way fails; nothing more is sent.
  void stop() { transfers_.stop(); }

 private:
  net::HttpPost post_of(const channel_store::Row& channel, const delivery_store::Letter& letter);
  net::Mail mail_of(const mail_server_store::Row& server, const delivery_store::Letter& letter);
  OauthCredentials credentials_of(const mail_server_store::Row& server);
  /// A token that the mail server does not take is replaced once.
  enum class Chance { first, last };
  void send_with_token(net::Mail mail, const OauthCredentials& credentials, Chance chance,
                       const net::Transfers::Done& done);

  base::SecretVault& vault_;
  const base::Clock& clock_;
  const std::string public_url_;
  OauthTokens tokens_;  // outlives the transfers, whose answers it takes
  net::Transfers transfers_;
};

}  // namespace openspc::notify
