#include "connect/brokers/sparkplug_service.h"

#include <boost/json/serialize.hpp>
#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "identity/audit.h"
#include "identity/plant_right.h"

namespace openspc::connect::brokers {
namespace {

namespace json = boost::json;

SparkplugNodeView shown(const sparkplug::NodeStatus& status) {
  SparkplugNodeView view{.group = status.group,
                         .node = status.node,
                         .state = status.state,
                         .since = status.since,
                         .last_seen = status.last_seen,
                         .metric_count = static_cast<std::int64_t>(status.metrics),
                         .messages_received = static_cast<std::int64_t>(status.messages),
                         .births = static_cast<std::int64_t>(status.births),
                         .births_asked_for = static_cast<std::int64_t>(status.rebirth_requests),
                         .sequence_gaps = static_cast<std::int64_t>(status.sequence_gaps),
                         .repeated_messages = static_cast<std::int64_t>(status.repeated_messages),
                         .ignored_deaths = static_cast<std::int64_t>(status.ignored_deaths),
                         .unresolved_metrics = static_cast<std::int64_t>(status.unresolved_metrics),
                         .held_values = static_cast<std::int64_t>(status.held),
                         .resolved_values = static_cast<std::int64_t>(status.resolved_metrics)};
  if (!status.last_rebirth_reason.empty()) view.last_reason = status.last_rebirth_reason;
  for (const sparkplug::DeviceStatus& device : status.devices)
    view.devices.push_back({.device = device.device,
                            .state = device.state,
                            .since = device.since,
                            .last_seen = device.last_seen,
                            .metric_count = static_cast<std::int64_t>(device.metrics)});
  return view;
}

SparkplugView shown(const SparkplugLink& link) {
  const mqtt::LinkStatus status = link.status();
  const sparkplug::Snapshot snapshot = link.snapshot();
  SparkplugView view{.host_id = link.host_id(),
                     .is_connected = status.connected,
                     .error_message = std::nullopt,
                     .nodes = {},
                     .other_hosts = {},
                     .messages_received = static_cast<std::int64_t>(snapshot.messages),
                     .invalid_payloads = static_cast<std::int64_t>(snapshot.invalid_payloads),
                     .ignored_retained = static_cast<std::int64_t>(snapshot.ignored_retained)};
  if (!status.error.empty()) view.error_message = status.error;
  for (const sparkplug::NodeStatus& node : snapshot.nodes) view.nodes.push_back(shown(node));
  for (const auto& [id, state] : snapshot.hosts)
    view.other_hosts.push_back({.host_id = id, .is_online = state.is_online, .timestamp = state.timestamp});
  if (const auto& invalid = snapshot.last_invalid)
    view.last_invalid = SparkplugInvalidView{
        .topic = invalid->topic, .reason = invalid->reason, .excerpt = invalid->excerpt, .at = invalid->at};
  return view;
}

sparkplug::Peer peer_of(const std::string& group, const std::string& node, const std::optional<std::string>& device) {
  const sparkplug::Peer peer{.group = group, .node = node, .device = device.value_or("")};
  if (!sparkplug::is_sparkplug_id(group))
    throw base::refused_member("group", "an id of Sparkplug has no '+', '#' and '/'", group);
  if (!sparkplug::is_sparkplug_id(node))
    throw base::refused_member("node", "an id of Sparkplug has no '+', '#' and '/'", node);
  if (device && !sparkplug::is_sparkplug_id(*device))
    throw base::refused_member("device", "an id of Sparkplug has no '+', '#' and '/'", *device);
  return peer;
}

sparkplug::Value value_of(const json::value& value) {
  if (value.is_bool()) return value.get_bool();
  if (value.is_int64()) return value.get_int64();
  if (value.is_uint64()) return value.get_uint64();
  if (value.is_double()) return value.get_double();
  if (value.is_string()) return std::string(value.get_string());
  throw base::refused_member("value", "a number, a text or a boolean is needed", value);
}

base::Error no_host() {
  return base::bad_request("This server is no Sparkplug host on the broker: map a metric or give it a host id");
}

}  // namespace

base::Task<Broker> SparkplugService::require_engineer(const net::Principal& principal, base::BrokerId broker) {
  Broker found = co_await brokers_.get(principal, broker);
  identity::require_right(principal, found.plant_id, net::Role::engineer);
  co_return found;
}

base::Task<SparkplugView> SparkplugService::view(const net::Principal& principal, base::BrokerId broker) {
  co_await brokers_.get(principal, broker);
  SparkplugView view;
  links_.with_sparkplug(broker, [&](const SparkplugLink& link) { view = shown(link); });
  co_return view;
}

base::Task<std::vector<SparkplugMetricView>> SparkplugService::metrics(const net::Principal& principal,
                                                                       base::BrokerId broker,
                                                                       SparkplugPeerQuery query) {
  co_await brokers_.get(principal, broker);
  const sparkplug::Peer peer{.group = query.group, .node = query.node, .device = query.device.value_or("")};
  std::vector<SparkplugMetricView> views;
  links_.with_sparkplug(broker, [&](const SparkplugLink& link) {
    for (const sparkplug::MetricStatus& metric : link.metrics(peer)) {
      views.push_back({.name = metric.name,
                       .datatype = std::string(sparkplug_datatype_name(metric.datatype)),
                       .alias = std::nullopt,
                       .is_stale = metric.is_stale,
                       .since = metric.since});
      if (metric.alias) views.back().alias = static_cast<std::int64_t>(*metric.alias);
    }
  });
  co_return views;
}

base::Task<void> SparkplugService::record(const identity::Caller& caller, std::string_view action, const Broker& broker,
                                          json::object detail) {
  auto job = [&](db::Session& session) {
    identity::audit::record(session, caller, action, {"mqtt_broker", std::to_string(broker.id.value), broker.plant_id},
                            detail);
  };
  co_await db_.write(job);
}

base::Task<void> SparkplugService::command(identity::Caller caller, base::BrokerId id,
                                           SparkplugCommandRequest request) {
  const Broker broker = co_await require_engineer(caller.principal, id);
  const sparkplug::Peer peer = peer_of(request.group, request.node, request.device);
  const sparkplug::Value value = value_of(request.value);
  json::object detail{{"peer", peer.group + '/' + peer.node + (peer.device.empty() ? "" : '/' + peer.device)},
                      {"metric", request.metric},
                      {"value", request.value}};
  // The trail comes first: there is no command that nobody gave.
  co_await record(caller, "sparkplug.command", broker, std::move(detail));
  std::optional<std::string> problem;
  if (!links_.with_sparkplug(id, [&](SparkplugLink& link) { problem = link.send(peer, request.metric, value); }))
    throw no_host();
  if (problem) throw base::bad_request("The command cannot be sent: " + *problem);
}

base::Task<void> SparkplugService::ask_for_births(identity::Caller caller, base::BrokerId id,
                                                  SparkplugBirthRequest request) {
  const Broker broker = co_await require_engineer(caller.principal, id);
  const sparkplug::Peer node = peer_of(request.group, request.node, std::nullopt);
  std::optional<std::string> problem;
  if (!links_.with_sparkplug(id, [&](SparkplugLink& link) { problem = link.ask_for_births(node); })) throw no_host();
  if (problem) throw base::bad_request("Births cannot be asked for: " + *problem);
}

}  // namespace openspc::connect::brokers
