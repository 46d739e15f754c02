#include "connect/brokers/broker_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "connect/mqtt/broker_address.h"
#include "connect/mqtt/tls_context.h"
#include "connect/outbound/store.h"
#include "connect/payload/machine_time.h"
#include "connect/source/connection_summary.h"
#include "connect/source/rights.h"
#include "connect/source/wait_until.h"
#include "connect/sparkplug/topic.h"
#include "identity/audit.h"
#include "identity/kept_secret.h"
#include "plants/visibility.h"

namespace openspc::connect::brokers {
namespace {

using namespace std::chrono_literals;

constexpr const char* kNeverConnected = "Not connected";

base::Error no_broker(base::BrokerId id) {
  return base::not_found("Broker " + std::to_string(id.value) + " not found");
}

broker_store::Row find_visible(db::Session& session, const net::Principal& principal, base::BrokerId id) {
  auto row = broker_store::find(session, id);
  if (!row || !source::can_see_source(principal, row->broker.plant_id)) throw no_broker(id);
  return std::move(*row);
}

broker_store::Row find_for_change(db::Session& session, const net::Principal& principal, base::BrokerId id,
                                  net::Role role = net::Role::engineer) {
  broker_store::Row row = find_visible(session, principal, id);
  identity::require_right(principal, row.broker.plant_id, role);
  return row;
}

void require_free_name(db::Session& session, const std::string& name, std::optional<base::BrokerId> own) {
  const auto holder = broker_store::find_by_name(session, name);
  if (holder && holder != own) throw base::conflict("Broker with name '" + name + "' already exists");
}

// Certificates that cannot be used are refused where they are entered, not when the connection fails.
void check_certificates(const Broker& broker, const std::optional<std::string>& client_key) {
  mqtt::check_tls({.verify = broker.verify_certificate,
                   .ca_certificate = broker.ca_certificate.value_or(""),
                   .client_certificate = broker.client_certificate.value_or(""),
                   .client_key = client_key.value_or("")});
}

void take_apart_host(Broker& broker) {
  mqtt::BrokerAddress address =
      mqtt::broker_address({.host = broker.host, .port = broker.port, .use_tls = broker.use_tls});
  broker.host = std::move(address.host);
  broker.port = address.port;
  broker.use_tls = address.use_tls;
}

void check_zone(const Broker& broker) {
  if (broker.time_zone) payload::zone_named(*broker.time_zone);
}

// An empty id is none.
void check_host_id(Broker& broker) {
  auto& id = broker.sparkplug_host_id;
  if (id && id->empty()) id.reset();
  if (id && !sparkplug::is_sparkplug_id(*id))
    throw base::invalid_field({"body", "sparkplug_host_id"}, "value_error",
                              "Value error, an id of Sparkplug has no '+', '#' and '/'", boost::json::string(*id));
}

void record(db::Session& session, const identity::Caller& caller, std::string_view action, const Broker& broker,
            const boost::json::object& detail = {}) {
  identity::audit::record(session, caller, action, {"mqtt_broker", std::to_string(broker.id.value), broker.plant_id},
                          detail);
}

boost::json::object named(const Broker& broker) {
  return {{"name", broker.name}, {"host", broker.host}, {"port", broker.port}};
}

void require_secrets_again(const broker_store::Row& before, const Broker& after, const BrokerUpdate& request) {
  const Broker& former = before.broker;
  identity::require_secrets_again({{"host", former.host != after.host},
                                   {"port", former.port != after.port},
                                   {"use_tls", former.use_tls != after.use_tls},
                                   {"verify_certificate", former.verify_certificate != after.verify_certificate},
                                   {"ca_certificate", former.ca_certificate != after.ca_certificate}},
                                  {{"password", source::is_kept(before.password), request.password.present()},
                                   {"client_key", source::is_kept(before.client_key), request.client_key.present()}});
}

void apply(const BrokerUpdate& request, Broker& broker) {
  request.name.apply_to(broker.name);
  request.host.apply_to(broker.host);
  request.port.apply_to(broker.port);
  request.client_id.apply_to(broker.client_id);
  request.keepalive.apply_to(broker.keepalive);
  request.max_reconnect_delay.apply_to(broker.max_reconnect_delay);
  request.use_tls.apply_to(broker.use_tls);
  request.is_active.apply_to(broker.is_active);
  request.outbound_enabled.apply_to(broker.outbound_enabled);
  request.outbound_topic_prefix.apply_to(broker.outbound_topic_prefix);
  request.outbound_format.apply_to(broker.outbound_format);
  request.outbound_rate_limit.apply_to(broker.outbound_rate_limit);
  request.protocol.apply_to(broker.protocol);
  request.verify_certificate.apply_to(broker.verify_certificate);
  request.ca_certificate.apply_to(broker.ca_certificate);
  request.client_certificate.apply_to(broker.client_certificate);
  request.outbound_events.apply_to(broker.outbound_events);
  request.outbound_severity.apply_to(broker.outbound_severity);
  request.sparkplug_host_id.apply_to(broker.sparkplug_host_id);
  request.time_zone.apply_to(broker.time_zone);
}

// Brokers let in one client of a name: two servers that both had the default would throw each other out.
std::string own_client_id(std::string requested) {
  if (requested != BrokerCreate{}.client_id) return requested;
  return "openspc-" + base::random_token(6);
}

Broker to_broker(BrokerCreate&& request, base::Timestamp now) {
  return {.id = {},
          .name = std::move(request.name),
          .host = std::move(request.host),
          .port = request.port,
          .username = std::nullopt,
          .client_id = own_client_id(std::move(request.client_id)),
          .keepalive = request.keepalive,
          .max_reconnect_delay = request.max_reconnect_delay,
          .use_tls = request.use_tls,
          .is_active = request.is_active,
          .plant_id = request.plant_id,
          .outbound_enabled = request.outbound_enabled,
          .outbound_topic_prefix = std::move(request.outbound_topic_prefix),
          .outbound_format = request.outbound_format,
          .outbound_rate_limit = request.outbound_rate_limit,
          .created_at = now,
          .updated_at = now,
          .protocol = request.protocol,
          .verify_certificate = request.verify_certificate,
          .ca_certificate = std::move(request.ca_certificate),
          .client_certificate = std::move(request.client_certificate),
          .outbound_events = std::move(request.outbound_events),
          .outbound_severity = request.outbound_severity,
          .sparkplug_host_id = std::move(request.sparkplug_host_id),
          .time_zone = std::move(request.time_zone)};
}

// What comes in through the session of the Sparkplug host belongs to the broker as well.
void add_sparkplug(BrokerStatus& status, const mqtt::LinkStatus& host) {
  status.sparkplug_connected = host.connected;
  if (!host.error.empty() && status.state == source::ConnectionState::connected) {
    status.state = source::ConnectionState::problem;
    status.error_message = "Sparkplug: " + host.error;
  }
  for (const std::string& topic : host.topics)
    if (std::ranges::find(status.subscribed_topics, topic) == status.subscribed_topics.end())
      status.subscribed_topics.push_back(topic);
  status.last_message_at = std::max(status.last_message_at, host.counts.last_message_at);
  status.messages_received += host.counts.messages;
  status.messages_per_second += host.messages_per_second;
  status.samples_stored += host.counts.samples;
  status.rejected_count += host.counts.rejected;
  if (host.counts.last_rejection) status.last_rejection = host.counts.last_rejection;
  status.duplicates_dropped += host.counts.duplicates;
  if (host.lag && !status.lag_ms) status.lag_ms = static_cast<double>(host.lag->count()) / 1'000;
}

}  // namespace

BrokerService::BrokerService(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Links& links,
                             outbound::Queue& outbound)
    : db_(database), clock_(clock), vault_(vault), links_(links), outbound_(outbound) {}

// Brokers changed: what follows from it follows after the commit.
void BrokerService::announce(db::Session& session) {
  session.after_commit([this] {
    links_.refresh();
    outbound_.forget_brokers();
  });
}

Broker BrokerService::shown(broker_store::Row row) {
  Broker broker = std::move(row.broker);
  broker.username = vault_.try_decrypt(row.username);
  broker.has_password = row.password && !row.password->empty();
  broker.has_client_key = row.client_key.has_value();
  return broker;
}

base::Task<BrokerPage> BrokerService::list(const net::Principal& principal, source::ConnectionListQuery query) {
  auto read = [&](db::Session& session) {
    const auto visible = plants::visible_filter(principal, "b.plant_id");
    const broker_store::Filter filter{visible, query.active_only, query.plant_id};
    return std::pair(broker_store::list(session, filter, query.offset, query.limit),
                     broker_store::count(session, filter));
  };
  auto [rows, total] = co_await db_.read(read);
  BrokerPage page{.items = {}, .total = total, .offset = query.offset, .limit = query.limit};
  for (broker_store::Row& row : rows) page.items.push_back(shown(std::move(row)));
  co_return page;
}

base::Task<broker_store::Row> BrokerService::require(const net::Principal& principal, base::BrokerId id) {
  auto read = [&](db::Session& session) { return find_visible(session, principal, id); };
  co_return co_await db_.read(read);
}

base::Task<broker_store::Row> BrokerService::require_for_use(const net::Principal& principal, base::BrokerId id) {
  auto read = [&](db::Session& session) { return find_for_change(session, principal, id); };
  co_return co_await db_.read(read);
}

base::Task<Broker> BrokerService::get(const net::Principal& principal, base::BrokerId id) {
  broker_store::Row row = co_await require(principal, id);
  co_return shown(std::move(row));
}

base::Task<Broker> BrokerService::create(identity::Caller caller, BrokerCreate request) {
  identity::require_right(caller.principal, request.plant_id, net::Role::engineer);
  broker_store::Row row;
  row.username = vault_.encrypt(request.username);
  row.password = vault_.encrypt(request.password);
  row.client_key = vault_.encrypt(request.client_key);
  const std::optional<std::string> client_key = request.client_key;
  row.broker = to_broker(std::move(request), clock_.now());
  take_apart_host(row.broker);
  check_certificates(row.broker, client_key);
  check_host_id(row.broker);
  check_zone(row.broker);
  auto job = [&](db::Session& session) {
    source::require_plant(session, row.broker.plant_id);
    require_free_name(session, row.broker.name, std::nullopt);
    row.broker.id = broker_store::insert(session, row);
    record(session, caller, "mqtt_broker.created", row.broker, named(row.broker));
    announce(session);
  };
  co_await db_.write(job);
  co_return shown(std::move(row));
}

base::Task<Broker> BrokerService::update(identity::Caller caller, base::BrokerId id, BrokerUpdate request) {
  auto job = [&](db::Session& session) {
    broker_store::Row row = find_for_change(session, caller.principal, id);
    const broker_store::Row before = row;
    apply(request, row.broker);
    if (request.host.present()) take_apart_host(row.broker);
    require_secrets_again(before, row.broker, request);
    if (request.username.present()) row.username = vault_.encrypt(request.username.optional());
    if (request.password.present()) row.password = vault_.encrypt(request.password.optional());
    if (request.client_key.present()) row.client_key = vault_.encrypt(request.client_key.optional());
    require_free_name(session, row.broker.name, id);
    check_certificates(row.broker, vault_.try_decrypt(row.client_key));
    check_host_id(row.broker);
    check_zone(row.broker);
    row.broker.updated_at = clock_.now();
    broker_store::update(session, row);
    record(session, caller, "mqtt_broker.updated", row.broker, named(row.broker));
    announce(session);
    return row;
  };
  broker_store::Row row = co_await db_.write(job);
  co_return shown(std::move(row));
}

base::Task<void> BrokerService::remove(identity::Caller caller, base::BrokerId id) {
  auto job = [&](db::Session& session) {
    const broker_store::Row row = find_for_change(session, caller.principal, id, net::Role::admin);
    broker_store::remove(session, id);
    record(session, caller, "mqtt_broker.deleted", row.broker, named(row.broker));
    announce(session);
  };
  co_await db_.write(job);
}

base::Task<Broker> BrokerService::set_active(identity::Caller caller, base::BrokerId id, bool active) {
  auto job = [&](db::Session& session) {
    broker_store::Row row = find_for_change(session, caller.principal, id);
    if (row.broker.is_active == active) return row;
    row.broker.is_active = active;
    row.broker.updated_at = clock_.now();
    broker_store::update(session, row);
    record(session, caller, active ? "mqtt_broker.activated" : "mqtt_broker.deactivated", row.broker);
    announce(session);
    return row;
  };
  broker_store::Row row = co_await db_.write(job);
  co_return shown(std::move(row));
}

BrokerStatus BrokerService::status_of(const broker_store::Row& row, const char* no_link) const {
  const Links::State state = links_.state(row.broker.id);
  source::ConnectionSummary summary = summarize(state.standing, state.link ? &*state.link : nullptr, no_link);
  BrokerStatus status{.broker_id = row.broker.id,
                      .broker_name = row.broker.name,
                      .state = summary.state,
                      .error_message = std::move(summary.message)};
  if (!state.link) return status;
  const mqtt::LinkStatus& link = *state.link;
  status.is_connected = link.connected;
  status.last_connected = link.last_connected;
  status.connected_since = link.connected_since;
  status.subscribed_topics = link.topics;
  status.last_message_at = link.counts.last_message_at;
  status.messages_received = link.counts.messages;
  status.messages_per_second = link.messages_per_second;
  status.samples_stored = link.counts.samples;
  status.rejected_count = link.counts.rejected;
  status.last_rejection = link.counts.last_rejection;
  status.duplicates_dropped = link.counts.duplicates;
  if (link.lag) status.lag_ms = static_cast<double>(link.lag->count()) / 1'000;
  if (link.version) status.protocol = *link.version == mqtt::Version::v5 ? "5.0" : "3.1.1";
  status.reconnects = link.reconnects;
  if (state.sparkplug) add_sparkplug(status, *state.sparkplug);
  return status;
}

base::Task<BrokerStatusList> BrokerService::statuses(const net::Principal& principal,
                                                     std::optional<base::PlantId> plant) {
  auto read = [&](db::Session& session) {
    const auto visible = plants::visible_filter(principal, "b.plant_id");
    std::vector<std::pair<broker_store::Row, std::int64_t>> found;
    for (broker_store::Row& row : broker_store::list(session, {visible, false, plant})) {
      const auto queued = row.broker.outbound_enabled ? outbound::outbound_store::count(session, row.broker.id) : 0;
      found.emplace_back(std::move(row), queued);
    }
    return found;
  };
  BrokerStatusList list;
  const auto rows = co_await db_.read(read);
  for (const auto& [row, queued] : rows) {
    list.states.push_back(status_of(row, kNeverConnected));
    list.states.back().outbound_queued = queued;
  }
  co_return list;
}

base::Task<BrokerStatus> BrokerService::status(const net::Principal& principal, base::BrokerId id) {
  auto read = [&](db::Session& session) {
    return std::pair(find_visible(session, principal, id), outbound::outbound_store::count(session, id));
  };
  const auto [row, queued] = co_await db_.read(read);
  BrokerStatus status = status_of(row, "Broker is not connected");
  status.outbound_queued = queued;
  co_return status;
}

base::Task<std::optional<BrokerStatus>> BrokerService::current(const net::Principal& principal) {
  BrokerStatusList list = co_await statuses(principal, std::nullopt);
  for (BrokerStatus& status : list.states)
    if (status.is_connected) co_return std::move(status);
  if (list.states.empty()) co_return std::nullopt;
  co_return std::move(list.states.front());
}

base::Task<BrokerStatus> BrokerService::connect(identity::Caller caller, base::BrokerId id) {
  identity::Caller switching = caller;
  co_await set_active(std::move(switching), id, true);
  const auto before = links_.state(id).link;
  links_.release(id);
  links_.hurry(id);
  const auto attempted = [&] {
    if (!links_.is_up_to_date()) return false;
    const auto link = links_.state(id).link;
    return !link || link->connected || link->attempts > (before ? before->attempts : 0);
  };
  co_await source::wait_until(attempted, 11s);
  const broker_store::Row row = co_await require(caller.principal, id);
  co_return status_of(row, kNeverConnected);
}

base::Task<BrokerStatus> BrokerService::disconnect(identity::Caller caller, base::BrokerId id) {
  auto read = [&](db::Session& session) { return find_for_change(session, caller.principal, id); };
  const broker_store::Row row = co_await db_.read(read);
  links_.hold(id);
  const auto up_to_date = [&] { return links_.is_up_to_date(); };
  co_await source::wait_until(up_to_date, 11s);
  co_return status_of(row, "Disconnected");
}

base::Task<std::int64_t> BrokerService::disconnect_all(identity::Caller caller) {
  auto read = [](db::Session& session) { return broker_store::list_all(session); };
  std::int64_t count = 0;
  const std::vector<broker_store::Row> rows = co_await db_.read(read);
  for (const broker_store::Row& row : rows) {
    const bool may = identity::has_right(caller.principal, row.broker.plant_id, net::Role::engineer);
    if (!may || !links_.state(row.broker.id).link) continue;
    links_.hold(row.broker.id);
    ++count;
  }
  const auto up_to_date = [&] { return links_.is_up_to_date(); };
  co_await source::wait_until(up_to_date, 11s);
  co_return count;
}

base::Task<mqtt::Settings> BrokerService::visitor_settings(const net::Principal& principal, base::BrokerId id) {
  const broker_store::Row row = co_await require_for_use(principal, id);
  const Links::State state = links_.state(id);
  if (!state.link || !state.link->connected)
    throw base::bad_request("Broker '" + row.broker.name + "' is not connected");
  mqtt::Settings settings = mqtt_settings(row, vault_);
  settings.version = state.link->version.value_or(settings.version);
  settings.client_id = "openspc-visitor-" + base::random_token(9);
  settings.persistent = false;
  co_return settings;
}

}  // namespace openspc::connect::brokers
