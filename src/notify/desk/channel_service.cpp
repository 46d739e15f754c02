#include "notify/desk/channel_service.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string_view>
#include <utility>

#include "base/described.h"
#include "identity/audit.h"
#include "identity/kept_secret.h"
#include "notify/desk/rights.h"
#include "notify/rule/rule_store.h"

namespace openspc::notify {
namespace {

constexpr std::string_view kChannelNoun = "Notification channel";

void require_free_channel_name(db::Session& session, const std::string& name, std::optional<ChannelId> own) {
  const auto holder = channel_store::find_by_name(session, name);
  if (holder && holder != own) throw base::conflict("A notification channel with name '" + name + "' already exists");
}

void require_unused(db::Session& session, ChannelId id) {
  std::string users;
  for (const Rule& rule : rule_store::list(session)) {
    const auto channels = channels_through(rule, static_cast<std::int64_t>(rule.escalation.size()));
    if (std::ranges::find(channels, id) != channels.end()) users += (users.empty() ? "'" : ", '") + rule.name + "'";
  }
  if (!users.empty()) throw base::conflict("The channel is used by the notification rules " + users);
}

void check_url(const std::optional<std::string>& url, ChannelKind kind, Problems& problems) {
  if (kind == ChannelKind::email) {
    if (url) problems.add({"url"}, "an e-mail channel has recipients instead");
    return;
  }
  if (!url) return problems.add({"url"}, "this kind of channel needs one");
  // The input is not repeated: it may be a secret.
  if (const auto problem = net::url_problem(*url)) return problems.add({"url"}, *problem);
  if (kind != ChannelKind::webhook && !net::is_https(*url)) problems.add({"url"}, "it must begin with https://");
}

void check_recipients(const Channel& channel, Problems& problems) {
  if (channel.kind == ChannelKind::email && channel.recipients.empty())
    problems.add({"recipients"}, "an e-mail channel needs at least one");
  if (channel.kind != ChannelKind::email && !channel.recipients.empty())
    problems.add({"recipients"}, "this kind of channel has a URL instead");
  for (std::size_t i = 0; i < channel.recipients.size(); ++i)
    if (!net::is_mail_address(channel.recipients[i]))
      problems.add({"recipients", i}, "this is no mail address", boost::json::string(channel.recipients[i]));
}

// The address of a webhook is a secret itself, which only the receiver's certificate protects on its way.
void require_secrets_again(const channel_store::Row& before, const channel_store::Row& after, bool url_changed,
                           const ChannelUpdate& request) {
  const identity::Destination certificate{"verify_certificate", before.verify_certificate != after.verify_certificate};
  const identity::Destination authority{"ca_certificate", before.ca_certificate != after.ca_certificate};
  identity::require_secrets_again({certificate, authority},
                                  {{"url", before.url.has_value(), request.field<&ChannelCreate::url>().present()}});
  identity::require_secrets_again(
      {{"url", url_changed}, certificate, authority},
      {{"secret", before.secret.has_value(), request.field<&ChannelCreate::secret>().present()},
       {"bearer_token", before.bearer_token.has_value(), request.field<&ChannelCreate::bearer_token>().present()}});
}

// A token is a password: whoever reads along has it.
void check_bearer_token(const channel_store::Row& row, Problems& problems) {
  if (!row.bearer_token) return;
  if (row.kind != ChannelKind::webhook)
    return problems.add({"bearer_token"}, "only a webhook sends one; this kind has its secret in the URL");
  if (!is_bearer_token(*row.bearer_token))
    problems.add({"bearer_token"}, "a token is made of visible ASCII characters, without spaces");
  if (row.url && !net::url_problem(*row.url) && !net::is_https(*row.url) && !net::is_loopback(*row.url))
    problems.add({"url"}, "a token is sent over https:// alone, or to this machine");
}

void check_template(const std::optional<std::string>& text, BodyFormat format, Problems& problems) {
  if (!text) {
    if (format != BodyFormat::json)
      problems.add({"body_format"}, "without a template the body is JSON: write a template, or choose json",
                   boost::json::string(boost::describe::enum_to_string(format, "")));
    return;
  }
  if (const auto problem = template_problem(*text, format)) problems.add({"body_template"}, *problem);
}

void check_message(const channel_store::Row& channel, Problems& problems) {
  check_bearer_token(channel, problems);
  if (channel.kind == ChannelKind::webhook) {
    check_headers(channel.headers, problems);
    return check_template(channel.body_template, channel.body_format, problems);
  }
  if (!channel.headers.empty()) problems.add({"headers"}, "only a webhook has headers of its own");
  if (channel.body_template) problems.add({"body_template"}, "only a webhook has a body of its own");
  if (channel.body_format != BodyFormat::json) problems.add({"body_format"}, "only a webhook has a body of its own");
}

Notice test_notice(base::Timestamp now) {
  Alert alert{.event = EventKind::test, .occurred_at = now};
  return {.rule = "Test", .alerts = {std::move(alert)}};
}

}  // namespace

base::Task<ChannelTestResult> send_test(Sender& sender, const channel_store::Row& channel,
                                        const std::optional<mail_server_store::Row>& mail_server,
                                        const std::string& recipient, base::Timestamp now) {
  net::TransferResult result;
  const delivery_store::Letter letter{.delivery_key = base::uuid4(),
                                      .channel_id = channel.id,
                                      .recipient = recipient,
                                      .notice = test_notice(now),
                                      .created_at = now};
  const auto began = std::chrono::steady_clock::now();
  std::function<void(base::Resume&&)> start = [&](base::Resume&& resume) {
    auto shared = std::make_shared<base::Resume>(std::move(resume));
    sender.send(channel, mail_server, letter, [&result, shared](net::TransferResult end) {
      result = std::move(end);
      (*shared)();
    });
  };
  co_await base::suspend(std::move(start));
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - began;
  ChannelTestResult answer{.success = result.succeeded,
                           .message = result.succeeded ? "Delivered" : result.error,
                           .latency_ms = std::round(taken.count() * 100) / 100};
  if (result.status != 0) answer.status = result.status;
  co_return answer;
}

ChannelService::ChannelService(db::Database& database, const base::Clock& clock, base::SecretVault& vault,
                               Sender& sender, std::function<void()> changed)
    : db_(database), clock_(clock), vault_(vault), sender_(sender), changed_(std::move(changed)) {}

Channel ChannelService::shown(const channel_store::Row& row) {
  Channel channel = static_cast<const Channel&>(row);
  if (const auto url = vault_.try_decrypt(row.url)) channel.masked_url = net::masked_url(*url);
  channel.has_secret = row.secret.has_value();
  channel.has_bearer_token = row.bearer_token.has_value();
  return channel;
}

// As it will be stored, but with its URL and its token in the clear.
void ChannelService::check(const channel_store::Row& channel) {
  Problems problems;
  check_url(channel.url, channel.kind, problems);
  check_recipients(channel, problems);
  if (channel.secret && channel.kind != ChannelKind::webhook)
    problems.add({"secret"}, "only the messages of a webhook are signed");
  if (channel.ca_certificate && !net::holds_certificate(*channel.ca_certificate))
    problems.add({"ca_certificate"}, "this is no certificate in PEM");
  check_message(channel, problems);
  problems.throw_if_any();
}

void ChannelService::announce(db::Session& session, const identity::Caller& caller, std::string_view action,
                              const Channel& channel) {
  identity::audit::record(session, caller, action,
                          {"notification_channel", std::to_string(channel.id.value), channel.plant_id},
                          {{"name", channel.name}, {"kind", boost::describe::enum_to_string(channel.kind, "")}});
  session.after_commit(changed_);
}

base::Task<ChannelList> ChannelService::list(const net::Principal& principal) {
  auto read = [&](db::Session& session) {
    return std::pair(channel_store::list(session, plants::seen_or_shared(principal, "plant_id")),
                     delivery_store::counts(session));
  };
  auto [rows, counts] = co_await db_.read(read);
  ChannelList list;
  for (const channel_store::Row& row : rows) {
    Channel& channel = list.items.emplace_back(shown(row));
    const delivery_store::Counts& own = counts[channel.id];
    channel.waiting = own.waiting;
    channel.dead = own.dead;
    channel.last_delivered_at = own.last_delivered_at;
  }
  co_return list;
}

base::Task<Channel> ChannelService::get(const net::Principal& principal, ChannelId id) {
  auto read = [&](db::Session& session) {
    Channel channel = shown(require_seen(channel_store::find(session, id), principal, kChannelNoun, id));
    const auto counts = delivery_store::counts(session);
    if (const auto own = counts.find(id); own != counts.end()) {
      channel.waiting = own->second.waiting;
      channel.dead = own->second.dead;
      channel.last_delivered_at = own->second.last_delivered_at;
    }
    return channel;
  };
  co_return co_await db_.read(read);
}

base::Task<Channel> ChannelService::create(identity::Caller caller, ChannelCreate request) {
  require_right(caller.principal, request.plant_id);
  channel_store::Row row;
  base::copy_members(request, row);
  row.created_at = row.updated_at = clock_.now();
  check(row);
  row.url = vault_.encrypt(row.url);
  row.secret = vault_.encrypt(row.secret);
  row.bearer_token = vault_.encrypt(row.bearer_token);
  auto job = [&](db::Session& session) {
    Problems problems;
    check_plant(session, row.plant_id, problems);
    problems.throw_if_any();
    require_free_channel_name(session, row.name, std::nullopt);
    row.id = channel_store::insert(session, row);
    announce(session, caller, "notification_channel.created", row);
  };
  co_await db_.write(job);
  co_return shown(row);
}

base::Task<Channel> ChannelService::update(identity::Caller caller, ChannelId id, ChannelUpdate request) {
  auto job = [&](db::Session& session) {
    channel_store::Row row = require_own(channel_store::find(session, id), caller.principal, kChannelNoun, id);
    const channel_store::Row before = row;
    const auto& url = request.field<&ChannelCreate::url>();
    const auto& secret = request.field<&ChannelCreate::secret>();
    const auto& token = request.field<&ChannelCreate::bearer_token>();
    request.apply_to<&ChannelCreate::url, &ChannelCreate::secret, &ChannelCreate::bearer_token>(row);
    const std::optional<std::string> former_url = vault_.try_decrypt(row.url);
    row.url = url.present() ? url.optional() : vault_.decrypt(row.url, "URL");
    require_secrets_again(before, row, former_url != row.url, request);
    if (secret.present()) row.secret = vault_.encrypt(secret.optional());
    row.bearer_token = token.present() ? token.optional() : vault_.decrypt(row.bearer_token, "token");
    check(row);
    row.url = vault_.encrypt(row.url);
    row.bearer_token = vault_.encrypt(row.bearer_token);
    require_free_channel_name(session, row.name, id);
    row.updated_at = clock_.now();
    channel_store::update(session, row);
    announce(session, caller, "notification_channel.updated", row);
    return row;
  };
  channel_store::Row row = co_await db_.write(job);
  co_return shown(row);
}

base::Task<void> ChannelService::remove(identity::Caller caller, ChannelId id) {
  auto job = [&](db::Session& session) {
    const channel_store::Row row = require_own(channel_store::find(session, id), caller.principal, kChannelNoun, id);
    require_unused(session, id);
    channel_store::remove(session, id);
    announce(session, caller, "notification_channel.deleted", row);
  };
  co_await db_.write(job);
}

BodyPreview ChannelService::preview(const BodyPreviewRequest& request) {
  Problems problems;
  check_template(request.body_template, request.body_format, problems);
  problems.throw_if_any();
  const WebhookMessage message = sample_message();
  return {.content_type = std::string(content_type(request.body_format)),
          .body = request.body_template ? rendered(*request.body_template, request.body_format, message)
                                        : net::to_json_text(message),
          .placeholders = placeholders()};
}

base::Task<ChannelTestResult> ChannelService::test(identity::Caller caller, ChannelId id) {
  std::optional<mail_server_store::Row> mail_server;
  auto read = [&](db::Session& session) {
    mail_server = mail_server_store::find(session);
    return require_own(channel_store::find(session, id), caller.principal, kChannelNoun, id);
  };
  const channel_store::Row row = co_await db_.read(read);
  std::vector<std::string> recipients = row.recipients;
  if (row.kind != ChannelKind::email) recipients.assign(1, "");
  ChannelTestResult result;
  for (const std::string& recipient : recipients) {
    result = co_await send_test(sender_, row, mail_server, recipient, clock_.now());
    if (!result.success) break;
  }
  co_return result;
}

}  // namespace openspc::notify
