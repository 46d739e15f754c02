#include "notify/mail_server_service.h"

#include <utility>

#include "identity/audit.h"
#include "identity/kept_secret.h"
#include "notify/channel_service.h"
#include "notify/problems.h"

namespace openspc::notify {
namespace {

using mail_server_store::Row;

void check(const MailServerBody& body) {
  Problems problems;
  if (!net::is_host_name(body.host))
    problems.add({"host"}, "this is neither a name nor an address of a host", boost::json::string(body.host));
  if (!net::is_mail_address(body.sender))
    problems.add({"sender"}, "this is no mail address", boost::json::string(body.sender));
  if (body.security == MailSecurity::none && body.username)
    problems.add({"security"}, "a password is sent over an encrypted connection alone", "none");
  if (body.password.has_value() && !body.username) problems.add({"username"}, "a password needs a user name");
  if (body.ca_certificate && !net::holds_certificate(*body.ca_certificate))
    problems.add({"ca_certificate"}, "this is no certificate in PEM");
  problems.throw_if_any();
}

// A password goes to no other server and no other user than it was entered for, and no less protected.
void require_password_again(const Row& former, const std::optional<std::string>& former_username,
                            const MailServerBody& body) {
  const MailServerSettings& settings = former.settings;
  identity::require_secrets_again({{"host", settings.host != body.host},
                                   {"port", settings.port != body.port},
                                   {"username", former_username != body.username},
                                   {"security", settings.security != body.security},
                                   {"verify_certificate", settings.verify_certificate != body.verify_certificate},
                                   {"ca_certificate", settings.ca_certificate != body.ca_certificate}},
                                  {{"password", former.password.has_value(), false}});
}

MailServerSettings settings_of(MailServerBody&& body, base::Timestamp now) {
  return {.host = std::move(body.host),
          .port = body.port,
          .security = body.security,
          .sender = std::move(body.sender),
          .verify_certificate = body.verify_certificate,
          .ca_certificate = std::move(body.ca_certificate),
          .updated_at = now};
}

}  // namespace

MailServerService::MailServerService(db::Database& database, const base::Clock& clock, base::SecretVault& vault,
                                     Sender& sender, std::function<void()> changed)
    : db_(database), clock_(clock), vault_(vault), sender_(sender), changed_(std::move(changed)) {}

MailServerSettings MailServerService::shown(Row row) {
  row.settings.username = vault_.try_decrypt(row.username);
  row.settings.has_password = row.password.has_value();
  return std::move(row.settings);
}

base::Task<Row> MailServerService::require() {
  auto read = [](db::Session& session) {
    auto row = mail_server_store::find(session);
    if (!row) throw base::not_found("No mail server is set");
    return std::move(*row);
  };
  co_return co_await db_.read(read);
}

base::Task<MailServerSettings> MailServerService::get() {
  Row row = co_await require();
  co_return shown(std::move(row));
}

base::Task<MailServerSettings> MailServerService::replace(identity::Caller caller, MailServerBody body) {
  check(body);
  auto job = [&](db::Session& session) {
    const auto former = mail_server_store::find(session);
    Row row{.username = vault_.encrypt(body.username), .password = vault_.encrypt(body.password.optional())};
    if (former && body.username && !body.password.present()) {
      require_password_again(*former, vault_.try_decrypt(former->username), body);
      row.password = former->password;
    }
    row.settings = settings_of(std::move(body), clock_.now());
    mail_server_store::replace(session, row);
    identity::audit::record(session, caller, "mail_server.updated", {"mail_server", "1", std::nullopt},
                            {{"host", row.settings.host}, {"port", row.settings.port}});
    session.after_commit(changed_);
    return row;
  };
  Row row = co_await db_.write(job);
  co_return shown(std::move(row));
}

base::Task<void> MailServerService::remove(identity::Caller caller) {
  auto job = [&](db::Session& session) {
    mail_server_store::remove(session);
    identity::audit::record(session, caller, "mail_server.deleted", {"mail_server", "1", std::nullopt});
  };
  co_await db_.write(job);
}

base::Task<ChannelTestResult> MailServerService::test(MailTest request) {
  if (!net::is_mail_address(request.recipient)) {
    Problems problems;
    problems.add({"recipient"}, "this is no mail address", boost::json::string(request.recipient));
    problems.throw_if_any();
  }
  const std::optional<Row> row = co_await require();
  channel_store::Row channel;
  channel.channel.kind = ChannelKind::email;
  co_return co_await send_test(sender_, channel, row, request.recipient, clock_.now());
}

}  // namespace openspc::notify
