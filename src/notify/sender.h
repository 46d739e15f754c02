// Sends one message through one channel: renders it, signs it, and gives it to the transfers. Called by the courier for
// what waits, and by the services for tests. Any thread.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/secret_vault.h"
#include "base/time.h"
#include "net/transfers.h"
#include "notify/channel_store.h"
#include "notify/delivery_store.h"
#include "notify/mail_server_store.h"

namespace openspc::notify {

class Sender {
 public:
  /// `public_url` is where people reach the page, or empty: messages lead there.
  /// `proxy` is what webhooks go through, or empty.
  Sender(base::SecretVault& vault, const base::Clock& clock, std::string public_url, std::string proxy)
      : vault_(vault), clock_(clock), public_url_(std::move(public_url)), transfers_(std::move(proxy)) {}

  /// `done` is called once, perhaps before this returns. `mail_server` is for e-mail alone.
  void send(const channel_store::Row& channel, const std::optional<mail_server_store::Row>& mail_server,
            delivery_store::Letter letter, const net::Transfers::Done& done);

  /// What is under way fails; nothing more is sent.
  void stop() { transfers_.stop(); }

 private:
  net::HttpPost post_of(const channel_store::Row& channel, const delivery_store::Letter& letter);
  net::Mail mail_of(const mail_server_store::Row& server, const delivery_store::Letter& letter);

  base::SecretVault& vault_;
  const base::Clock& clock_;
  const std::string public_url_;
  net::Transfers transfers_;
};

}  // namespace openspc::notify
