// SQL of table notification_mail_server, which has one row at most. Called inside database jobs.
#pragma once

#include <optional>
#include <string>

#include "db/session.h"
#include "notify/mail_server.h"

namespace openspc::notify::mail_server_store {

/// Credentials are encrypted tokens; settings.username and the has_ members are not filled in.
struct Row {
  MailServerSettings settings{};
  std::optional<std::string> username{}, password{}, client_secret{}, refresh_token{};
};

std::optional<Row> find(db::Session& session);
void replace(db::Session& session, const Row& row);
/// In the place of `former`, unless an admin has entered another meanwhile. Both are encrypted.
void renew_refresh_token(db::Session& session, const std::string& former, const std::string& fresh);
void remove(db::Session& session);

}  // namespace openspc::notify::mail_server_store
