// SQL of table notification_mail_server, which has one row at most. Called inside database jobs.
#pragma once

#include <optional>
#include <string>

#include "db/table.h"
#include "notify/channel/mail_server.h"

namespace openspc::notify::mail_server_store {

/// As the table has it: credentials, the user name too, are encrypted tokens; the has_ members are not filled in.
struct Row : MailServerSettings {
  std::int64_t id = 1;
  std::optional<std::string> password{}, oauth_client_secret{}, oauth_refresh_token{};
};
BOOST_DESCRIBE_STRUCT(Row, (MailServerSettings), (id, password, oauth_client_secret, oauth_refresh_token))

/// Of `oauth` what is no secret.
struct OauthDocument {
  static boost::json::value write(const MailOauth& oauth) { return net::to_json<OauthSettings>(oauth); }
  template <class T>
  static T read(std::string_view text) {
    T oauth;
    static_cast<OauthSettings&>(oauth) = net::AsJson::read<OauthSettings>(text);
    return oauth;
  }
};

// An `oauth` that cannot be read is as if it had never been entered: an admin enters it again.
consteval auto columns(db::Columns<Row> of) {
  return of.table("notification_mail_server")
      .key<&Row::id>()
      .without<&Row::has_password>()
      .document<&Row::oauth, OauthDocument>();
}

std::optional<Row> find(db::Session& session);
void replace(db::Session& session, const Row& row);
/// In the place of `former`, unless an admin has entered another meanwhile. Both are encrypted.
void renew_refresh_token(db::Session& session, const std::string& former, const std::string& fresh);
void remove(db::Session& session);

}  // namespace openspc::notify::mail_server_store
