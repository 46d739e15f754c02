#include "connect/brokers/broker_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "connect/outbound/store.h"
#include "connect/source/connection_summary.h"
#include "connect/source/wait_until.h"

namespace openspc::connect::brokers {
namespace {

constexpr const char* kNeverConnected = "Not connected";

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

// The queue of events knows the brokers that are told of them.
BrokerService::BrokerService(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Links& links,
                             outbound::Queue& outbound)
    : ConnectionService(database, clock, vault,
                        [&links, &outbound](base::BrokerId, source::ConnectionChange) {
                          links.refresh();
                          outbound.forget_brokers();
                        }),
      links_(links) {}

BrokerStatus BrokerService::status_of(const broker_store::Row& row, const char* no_link) const {
  const Links::State state = links_.state(row.id);
  source::ConnectionSummary summary = summarize(state.standing, state.link ? &*state.link : nullptr, no_link);
  BrokerStatus status{.broker_id = row.id,
                      .broker_name = row.name,
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
    std::vector<std::pair<broker_store::Row, std::int64_t>> found;
    for (broker_store::Row& row : Rows::list(session, source::connections_of(principal, plant))) {
      const auto queued = row.outbound_enabled ? outbound::outbound_store::count(session, row.id) : 0;
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
    return std::pair(find_seen(session, principal, id), outbound::outbound_store::count(session, id));
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
  co_await source::wait_for_attempt(links_, id, before ? before->attempts : 0);
  const broker_store::Row row = co_await require(caller.principal, id);
  co_return status_of(row, kNeverConnected);
}

base::Task<BrokerStatus> BrokerService::disconnect(identity::Caller caller, base::BrokerId id) {
  const broker_store::Row row = co_await require_for_use(caller.principal, id);
  links_.hold(id);
  co_await source::wait_for_look(links_);
  co_return status_of(row, "Disconnected");
}

base::Task<std::int64_t> BrokerService::disconnect_all(identity::Caller caller) {
  auto read = [](db::Session& session) { return Rows::list(session, db::Where().order_by("id")); };
  std::int64_t count = 0;
  const std::vector<broker_store::Row> rows = co_await db_.read(read);
  for (const broker_store::Row& row : rows) {
    const bool may = identity::has_right(caller.principal, row.plant_id, net::Role::engineer);
    if (!may || !links_.state(row.id).link) continue;
    links_.hold(row.id);
    ++count;
  }
  co_await source::wait_for_look(links_);
  co_return count;
}

base::Task<mqtt::Settings> BrokerService::visitor_settings(const net::Principal& principal, base::BrokerId id) {
  const broker_store::Row row = co_await require_for_use(principal, id);
  const Links::State state = links_.state(id);
  if (!state.link || !state.link->connected) throw base::bad_request("Broker '" + row.name + "' is not connected");
  mqtt::Settings settings = mqtt_settings(row, vault_);
  settings.version = state.link->version.value_or(settings.version);
  settings.client_id = "openspc-visitor-" + base::random_token(9);
  settings.persistent = false;
  co_return settings;
}

}  // namespace openspc::connect::brokers
