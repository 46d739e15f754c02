#include "notify/mail_server_store.h"

#include <tuple>

#include "db/stored_enum.h"

namespace openspc::notify::mail_server_store {

std::optional<Row> find(db::Session& session) {
  using Text = std::optional<std::string>;
  const auto columns = session.first<std::string, std::int64_t, std::string, Text, Text, std::string, bool, Text,
                                     base::Timestamp>(
      "SELECT host, port, security, username, password, sender, verify_certificate, ca_certificate, updated_at FROM "
      "notification_mail_server WHERE id = 1");
  if (!columns) return std::nullopt;
  Row row;
  MailServerSettings& settings = row.settings;
  std::string security;
  std::tie(settings.host, settings.port, security, row.username, row.password, settings.sender,
           settings.verify_certificate, settings.ca_certificate, settings.updated_at) = *columns;
  settings.security = db::enum_of<MailSecurity>(security);
  return row;
}

void replace(db::Session& session, const Row& row) {
  remove(session);
  const MailServerSettings& settings = row.settings;
  session.execute(
      "INSERT INTO notification_mail_server (id, host, port, security, username, password, sender, verify_certificate, "
      "ca_certificate, updated_at) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      settings.host, settings.port, db::word_of(settings.security), row.username, row.password, settings.sender,
      settings.verify_certificate, settings.ca_certificate, settings.updated_at);
}

void remove(db::Session& session) {
  session.execute("DELETE FROM notification_mail_server WHERE id = 1");
}

}  // namespace openspc::notify::mail_server_store
