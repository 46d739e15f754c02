#include "notify/desk/mail_server_service.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "base/certain.h"
#include "base/described.h"
#include "base/problems.h"
#include "identity/audit.h"
#include "identity/kept_secret.h"
#include "notify/desk/channel_service.h"

namespace openspc::notify {
namespace {

using base::Problems;
MailAuthentication authentication_of(const MailServerBody& body) {
  return body.authentication.value_or(body.username ? MailAuthentication::password : MailAuthentication::none);
}

void check_oauth(const MailOauthBody& oauth, Problems& problems) {
  // The input is not repeated: what stands in an address may be a secret.
  if (const auto problem = net::url_problem(oauth.token_url)) {
    problems.add({"oauth", "token_url"}, *problem);
  } else if (!net::is_https(oauth.token_url) && !net::is_loopback(oauth.token_url)) {
    problems.add({"oauth", "token_url"}, "secrets are sent over https:// alone, or to this machine");
  }
  if (oauth.grant == OauthGrant::client_credentials && oauth.refresh_token.has_value())
    problems.add({"oauth", "refresh_token"}, "the grant client_credentials has none: choose refresh_token");
  if (oauth.ca_certificate && !net::holds_certificate(*oauth.ca_certificate))
    problems.add({"oauth", "ca_certificate"}, "this is no certificate in PEM");
}

void check_authentication(const MailServerBody& body, Problems& problems) {
  const MailAuthentication authentication = authentication_of(body);
  if (authentication == MailAuthentication::none && body.username)
    problems.add({"username"}, "without authentication nobody signs in: leave it out, or choose password or oauth2");
  if (authentication != MailAuthentication::none && !body.username && !body.password.has_value())
    problems.add({"username"}, "to sign in needs a user name");
  if (authentication == MailAuthentication::oauth2 && body.password.has_value())
    problems.add({"password"}, "with oauth2 a token takes its place");
  if (authentication == MailAuthentication::oauth2 && !body.oauth)
    problems.add({"oauth"}, "oauth2 needs to know where tokens come from");
  if (authentication != MailAuthentication::oauth2 && body.oauth)
    problems.add({"oauth"}, "it is for the authentication oauth2 alone");
  if (body.oauth) check_oauth(*body.oauth, problems);
}

void check(const MailServerBody& body) {
  Problems problems;
  if (!net::is_host_name(body.host))
    problems.add({"host"}, "this is neither a name nor an address of a host", boost::json::string(body.host));
  if (!net::is_mail_address(body.sender))
    problems.add({"sender"}, "this is no mail address", boost::json::string(body.sender));
  if (body.security == MailSecurity::none && body.username)
    problems.add({"security"}, "a password or a token is sent over an encrypted connection alone", "none");
  if (body.password.has_value() && !body.username) problems.add({"username"}, "a password needs a user name");
  if (body.ca_certificate && !net::holds_certificate(*body.ca_certificate))
    problems.add({"ca_certificate"}, "this is no certificate in PEM");
  check_authentication(body, problems);
  problems.throw_if_any();
}

// What decides where a password or a token goes, and how well it is protected on its way.
std::vector<identity::Destination> destinations(const mail_server_store::Row& former,
                                                const std::optional<std::string>& former_username,
                                                const MailServerBody& body) {
  return {{"host", former.host != body.host},
          {"port", former.port != body.port},
          {"username", former_username != body.username},
          {"security", former.security != body.security},
          {"verify_certificate", former.verify_certificate != body.verify_certificate},
          {"ca_certificate", former.ca_certificate != body.ca_certificate}};
}

// The same of what tokens are asked for with.
std::vector<identity::Destination> oauth_destinations(const mail_server_store::Row& former,
                                                      const std::optional<std::string>& former_username,
                                                      const MailServerBody& body) {
  const OauthSettings& before = base::certain(former.oauth);
  const OauthSettings& after = base::certain(body.oauth);
  std::vector<identity::Destination> all{
      {"token server", before.token_url != after.token_url},
      {"client id", before.client_id != after.client_id},
      {"certificate of the token server", before.ca_certificate != after.ca_certificate}};
  std::ranges::copy(destinations(former, former_username, body), std::back_inserter(all));
  return all;
}

// What is stored of the secrets stays unless the request names them, and goes nowhere else than it was entered for.
void take_oauth_secrets(const std::optional<mail_server_store::Row>& former,
                        const std::optional<std::string>& former_username, const MailServerBody& body,
                        base::SecretVault& vault, mail_server_store::Row& row) {
  if (!body.oauth) return;
  const MailOauthBody& oauth = *body.oauth;
  const auto secret_of = [&](const net::Patch<std::string>& given, const std::optional<std::string>& stored) {
    return given.present() ? vault.encrypt(given.optional()) : stored;
  };
  const bool refreshes = oauth.grant == OauthGrant::refresh_token;
  const mail_server_store::Row none;
  const mail_server_store::Row& stored = former ? *former : none;
  row.oauth_client_secret = secret_of(oauth.client_secret, stored.oauth_client_secret);
  row.oauth_refresh_token = refreshes ? secret_of(oauth.refresh_token, stored.oauth_refresh_token) : std::nullopt;
  if (stored.oauth)
    identity::require_secrets_again(
        oauth_destinations(stored, former_username, body),
        {{"oauth.client_secret", stored.oauth_client_secret.has_value(), oauth.client_secret.present()},
         {"oauth.refresh_token", refreshes && stored.oauth_refresh_token.has_value(), oauth.refresh_token.present()}});
  Problems problems;
  if (refreshes && !row.oauth_refresh_token)
    problems.add({"oauth", "refresh_token"}, "the grant refresh_token needs one");
  if (!refreshes && !row.oauth_client_secret)
    problems.add({"oauth", "client_secret"}, "the grant client_credentials needs one");
  problems.throw_if_any();
}

void take_settings(const MailServerBody& body, base::Timestamp now, mail_server_store::Row& row) {
  base::copy_members<&MailServerBody::username, &MailServerBody::password, &MailServerBody::authentication,
                     &MailServerBody::oauth>(body, row);
  row.authentication = authentication_of(body);
  if (body.oauth) static_cast<OauthSettings&>(row.oauth.emplace()) = static_cast<const OauthSettings&>(*body.oauth);
  row.updated_at = now;
}

}  // namespace

MailServerService::MailServerService(db::Database& database, const base::Clock& clock, base::SecretVault& vault,
                                     Sender& sender, std::function<void()> changed)
    : db_(database), clock_(clock), vault_(vault), sender_(sender), changed_(std::move(changed)) {}

MailServerSettings MailServerService::shown(const mail_server_store::Row& row) {
  MailServerSettings settings = static_cast<const MailServerSettings&>(row);
  settings.username = vault_.try_decrypt(row.username);
  settings.has_password = row.password.has_value();
  if (settings.oauth) {
    settings.oauth->has_client_secret = row.oauth_client_secret.has_value();
    settings.oauth->has_refresh_token = row.oauth_refresh_token.has_value();
  }
  return settings;
}

base::Task<mail_server_store::Row> MailServerService::require() {
  auto read = [](db::Session& session) {
    auto row = mail_server_store::find(session);
    if (!row) throw base::not_found("No mail server is set");
    return std::move(*row);
  };
  co_return co_await db_.read(read);
}

base::Task<MailServerSettings> MailServerService::get() {
  const mail_server_store::Row row = co_await require();
  co_return shown(row);
}

base::Task<MailServerSettings> MailServerService::replace(identity::Caller caller, MailServerBody body) {
  check(body);
  auto job = [&](db::Session& session) {
    const auto former = mail_server_store::find(session);
    mail_server_store::Row row;
    take_settings(body, clock_.now(), row);
    row.username = vault_.encrypt(body.username);
    row.password = vault_.encrypt(body.password.optional());
    const auto former_username = former ? vault_.try_decrypt(former->username) : std::nullopt;
    const bool has_password = authentication_of(body) == MailAuthentication::password;
    if (former && has_password && !body.password.present()) {
      identity::require_secrets_again(destinations(*former, former_username, body),
                                      {{"password", former->password.has_value(), false}});
      row.password = former->password;
    }
    take_oauth_secrets(former, former_username, body, vault_, row);
    mail_server_store::replace(session, row);
    identity::audit::record(session, caller, "mail_server.updated", {"mail_server", "1", std::nullopt},
                            {{"host", row.host}, {"port", row.port}});
    session.after_commit(changed_);
    return row;
  };
  const mail_server_store::Row row = co_await db_.write(job);
  co_return shown(row);
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
  const std::optional<mail_server_store::Row> row = co_await require();
  channel_store::Row channel;
  channel.kind = ChannelKind::email;
  co_return co_await send_test(sender_, channel, row, request.recipient, clock_.now());
}

}  // namespace openspc::notify
