#include "notify/mail_server_store.h"

#include <tuple>

#include "db/stored_enum.h"
#include "db/unreadable_row.h"

namespace openspc::notify::mail_server_store {

namespace {

// What cannot be read is as if it had never been entered: an admin enters it again.
std::optional<MailOauth> oauth_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  const auto stored = db::readable_json("notification_mail_server", 1, *text);
  if (!stored) return std::nullopt;
  try {
    MailOauth oauth;
    static_cast<OauthSettings&>(oauth) = net::from_json<OauthSettings>(*stored);
    return oauth;
  } catch (const base::Error& damage) {
    db::report_unreadable("notification_mail_server", 1, damage.detail());
    return std::nullopt;
  }
}

std::optional<boost::json::value> document_of(const std::optional<MailOauth>& oauth) {
  if (!oauth) return std::nullopt;
  return net::to_json(static_cast<const OauthSettings&>(*oauth));
}

}  // namespace

std::optional<Row> find(db::Session& session) {
  using Text = std::optional<std::string>;
  const auto columns = session.first<std::string, std::int64_t, std::string, Text, Text, std::string, bool, Text,
                                     std::string, Text, Text, Text, base::Timestamp>(
      "SELECT host, port, security, username, password, sender, verify_certificate, ca_certificate, authentication, "
      "oauth, oauth_client_secret, oauth_refresh_token, updated_at FROM notification_mail_server WHERE id = 1");
  if (!columns) return std::nullopt;
  Row row;
  MailServerSettings& settings = row.settings;
  std::string security;
  std::string authentication;
  Text oauth;
  std::tie(settings.host, settings.port, security, row.username, row.password, settings.sender,
           settings.verify_certificate, settings.ca_certificate, authentication, oauth, row.client_secret,
           row.refresh_token, settings.updated_at) = *columns;
  settings.security = db::enum_of<MailSecurity>(security);
  settings.authentication = db::enum_of<MailAuthentication>(authentication);
  settings.oauth = oauth_of(oauth);
  return row;
}

void replace(db::Session& session, const Row& row) {
  remove(session);
  const MailServerSettings& settings = row.settings;
  session.execute(
      "INSERT INTO notification_mail_server (id, host, port, security, username, password, sender, verify_certificate, "
      "ca_certificate, authentication, oauth, oauth_client_secret, oauth_refresh_token, updated_at) VALUES (1, ?, ?, "
      "?, "
      "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      settings.host, settings.port, db::word_of(settings.security), row.username, row.password, settings.sender,
      settings.verify_certificate, settings.ca_certificate, db::word_of(settings.authentication),
      document_of(settings.oauth), row.client_secret, row.refresh_token, settings.updated_at);
}

void renew_refresh_token(db::Session& session, const std::string& former, const std::string& fresh) {
  session.execute(
      "UPDATE notification_mail_server SET oauth_refresh_token = ? WHERE id = 1 AND oauth_refresh_token = ?", fresh,
      former);
}

void remove(db::Session& session) {
  session.execute("DELETE FROM notification_mail_server WHERE id = 1");
}

}  // namespace openspc::notify::mail_server_store
