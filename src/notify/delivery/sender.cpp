#include "notify/delivery/sender.h"

#include <boost/json/serialize.hpp>
#include <utility>

#include "base/error.h"
#include "notify/delivery/signature.h"
#include "notify/notice/templates.h"
#include "notify/notice/wording.h"

namespace openspc::notify {
namespace {

using boost::json::serialize;

std::string body_of(const Channel& channel, const delivery_store::Letter& letter) {
  switch (channel.kind) {
    case ChannelKind::discord:
      return serialize(discord_body(letter.notice));
    case ChannelKind::slack:
      return serialize(slack_body(letter.notice));
    case ChannelKind::teams:
      return serialize(teams_body(letter.notice));
    case ChannelKind::webhook:
    case ChannelKind::email:
      break;
  }
  if (!channel.body_template) return webhook_body(letter.notice, letter.delivery_key, letter.created_at);
  return rendered(*channel.body_template, channel.body_format,
                  webhook_message(letter.notice, letter.delivery_key, letter.created_at));
}

net::MailSecurity security_of(MailSecurity security) {
  switch (security) {
    case MailSecurity::none:
      return net::MailSecurity::none;
    case MailSecurity::tls:
      return net::MailSecurity::tls;
    case MailSecurity::starttls:
      break;
  }
  return net::MailSecurity::starttls;
}

}  // namespace

net::HttpPost Sender::post_of(const channel_store::Row& row, const delivery_store::Letter& letter) {
  const Channel& channel = row;
  net::HttpPost post{
      .url = vault_.decrypt(row.url, "URL").value_or(""),
      .body = body_of(channel, letter),
      .trust = {.verify = channel.verify_certificate, .ca_certificate = channel.ca_certificate.value_or("")}};
  post.headers.emplace_back("Content-Type", content_type(channel.body_format));
  if (channel.kind != ChannelKind::webhook) return post;
  for (const WebhookHeader& header : channel.headers) post.headers.emplace_back(header.name, header.value);
  if (const auto token = vault_.decrypt(row.bearer_token, "token"))
    post.headers.emplace_back("Authorization", "Bearer " + *token);
  post.headers.emplace_back("X-OpenSPC-Delivery", letter.delivery_key);
  post.headers.emplace_back("X-OpenSPC-Event", event_word(letter.notice));
  post.headers.emplace_back("X-OpenSPC-Attempt", std::to_string(letter.attempts + 1));
  if (const auto secret = vault_.decrypt(row.secret, "signing secret"))
    post.headers.emplace_back("X-OpenSPC-Signature", webhook_signature(*secret, clock_.now(), post.body));
  return post;
}

net::Mail Sender::mail_of(const mail_server_store::Row& row, const delivery_store::Letter& letter) {
  const MailServerSettings& server = row;
  return {
      .server = {.host = server.host,
                 .port = static_cast<std::uint16_t>(server.port),
                 .security = security_of(server.security),
                 .username = vault_.decrypt(row.username, "user name").value_or(""),
                 .password = vault_.decrypt(row.password, "password").value_or(""),
                 .trust = {.verify = server.verify_certificate, .ca_certificate = server.ca_certificate.value_or("")}},
      .sender = server.sender,
      .recipient = letter.recipient,
      .subject = "[OpenSPC] " + headline(letter.notice),
      .text = plain_text(letter.notice),
      .message_id = letter.delivery_key + server.sender.substr(server.sender.rfind('@')),
      .date = letter.created_at};
}

OauthCredentials Sender::credentials_of(const mail_server_store::Row& row) {
  if (!row.oauth) throw base::unavailable("what OAuth needs for the mail server is missing: an admin enters it again");
  return {.settings = static_cast<const OauthSettings&>(*row.oauth),
          .client_secret = vault_.decrypt(row.oauth_client_secret, "client secret").value_or(""),
          .refresh_token = vault_.decrypt(row.oauth_refresh_token, "refresh token").value_or("")};
}

void Sender::send_with_token(net::Mail mail, const OauthCredentials& credentials, Chance chance,
                             const net::Transfers::Done& done) {
  tokens_.get(credentials,
              [this, mail = std::move(mail), credentials, chance, done](const OauthTokens::Answer& answer) {
                if (answer.access_token.empty()) return done(answer.failure);
                net::Mail with_token = mail;
                with_token.server.access_token = answer.access_token;
                transfers_.start(with_token, [this, with_token, credentials, chance, done](net::TransferResult result) {
                  if (!result.is_login_refused) return done(std::move(result));
                  tokens_.discard(credentials, with_token.server.access_token);
                  if (chance == Chance::first) return send_with_token(with_token, credentials, Chance::last, done);
                  result.error = "the mail server " + with_token.server.host + " does not take the token of " +
                                 net::masked_url(credentials.settings.token_url) + " for " +
                                 with_token.server.username + "; " + result.error;
                  done(std::move(result));
                });
              });
}

void Sender::store_renewals(db::Database& database) {
  for (const OauthTokens::Renewal& renewal : tokens_.renewals()) {
    database.write_now([&](db::Session& session) {
      const auto row = mail_server_store::find(session);
      if (!row || !row->oauth_refresh_token || vault_.try_decrypt(row->oauth_refresh_token) != renewal.first) return;
      mail_server_store::renew_refresh_token(session, *row->oauth_refresh_token,
                                             vault_.encrypt(renewal.second).value_or(*row->oauth_refresh_token));
    });
    tokens_.forget(renewal);
  }
}

void Sender::send(const channel_store::Row& channel, const std::optional<mail_server_store::Row>& mail_server,
                  delivery_store::Letter letter, const net::Transfers::Done& done) {
  for (Alert& alert : letter.notice.alerts) alert.url = chart_url(alert, public_url_);
  try {
    if (channel.kind != ChannelKind::email) return transfers_.start(post_of(channel, letter), done);
    if (!mail_server) return done({.is_held_back = true, .error = "no mail server is set: an admin enters it"});
    net::Mail mail = mail_of(*mail_server, letter);
    if (mail_server->authentication != MailAuthentication::oauth2) return transfers_.start(mail, done);
    send_with_token(std::move(mail), credentials_of(*mail_server), Chance::first, done);
  } catch (const base::Error& error) {
    done({.is_held_back = true, .error = error.detail()});
  }
}

}  // namespace openspc::notify
