// An edge node as the tests of the host application play it: its messages, numbered as they should be, and what a host
// makes of them. For tests alone. One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connect/sparkplug/host.h"
#include "connect/sparkplug/payload.h"

namespace openspc::connect::sparkplug {

inline const base::Timestamp kScriptStart = *base::parse_timestamp("2026-02-12T08:00:00Z");

inline Metric int32_metric(std::string name, std::int64_t value, std::optional<std::uint64_t> alias = std::nullopt) {
  return {.name = std::move(name), .alias = alias, .datatype = DataType::int32, .value = value};
}

/// As DATA has it: neither name nor datatype.
inline Metric by_alias(std::uint64_t alias, Value value) {
  return {.alias = alias, .value = std::move(value)};
}

struct ScriptedMessage {
  std::string topic{};
  std::string bytes{};
};

/// Publishes as one edge node does. Its clock goes on by a millisecond with every message.
class ScriptedEdgeNode {
 public:
  explicit ScriptedEdgeNode(std::string node = "press", std::uint64_t bd_seq = 0)
      : node_(std::move(node)), bd_seq_(bd_seq) {}

  ScriptedMessage nbirth(std::vector<Metric> metrics = {}) {
    seq_ = 0;
    metrics.insert(metrics.begin(), bd_seq_metric());
    metrics.push_back({.name = "Node Control/Rebirth", .datatype = DataType::boolean, .value = false});
    return message(MessageType::nbirth, {}, std::move(metrics));
  }
  ScriptedMessage dbirth(const std::string& device, std::vector<Metric> metrics) {
    return message(MessageType::dbirth, device, std::move(metrics));
  }
  ScriptedMessage ndata(std::vector<Metric> metrics) { return message(MessageType::ndata, {}, std::move(metrics)); }
  ScriptedMessage ddata(const std::string& device, std::vector<Metric> metrics) {
    return message(MessageType::ddata, device, std::move(metrics));
  }
  ScriptedMessage ddeath(const std::string& device) { return message(MessageType::ddeath, device, {}); }
  ScriptedMessage ndeath() const {
    return {topic(MessageType::ndeath, {}), encode_sparkplug({.metrics = {bd_seq_metric()}})};
  }
  void reconnect() { bd_seq_ = (bd_seq_ + 1) % 256; }

  Peer peer(std::string device = {}) const { return {"plant", node_, std::move(device)}; }
  base::Timestamp clock() const { return clock_; }
  std::uint64_t seq() const { return seq_; }
  /// What the next message is numbered.
  void set_seq(std::uint64_t seq) { seq_ = seq; }

 private:
  std::string topic(MessageType type, const std::string& device) const {
    return sparkplug_topic(type, {"plant", node_, device});
  }
  Metric bd_seq_metric() const {
    return {.name = "bdSeq", .datatype = DataType::int64, .value = static_cast<std::int64_t>(bd_seq_)};
  }
  ScriptedMessage message(MessageType type, const std::string& device, std::vector<Metric> metrics) {
    clock_ += std::chrono::milliseconds(1);
    const std::uint64_t seq = std::exchange(seq_, (seq_ + 1) % 256);
    return {topic(type, device), encode_sparkplug({.timestamp = clock_, .metrics = std::move(metrics), .seq = seq})};
  }

  std::string node_;
  std::uint64_t bd_seq_;
  std::uint64_t seq_ = 0;
  base::Timestamp clock_ = kScriptStart - std::chrono::hours(1);  // not that of the host
};

template <class Kind>
std::vector<Kind> only(const std::vector<Event>& events) {
  std::vector<Kind> chosen;
  for (const Event& event : events)
    if (const auto* one = std::get_if<Kind>(&event)) chosen.push_back(*one);
  return chosen;
}

/// "metric=number" of every value that is new: births are left out.
inline std::vector<std::string> values(const std::vector<Event>& events) {
  std::vector<std::string> shown;
  for (const MetricUpdate& update : only<MetricUpdate>(events)) {
    if (update.is_birth) continue;
    const auto number = as_number(update.value);
    shown.push_back(*update.metric + "=" + (number ? std::to_string(static_cast<long long>(*number)) : "null"));
  }
  return shown;
}

/// "node" or "node/device", and the state.
inline std::vector<std::string> changes(const std::vector<Event>& events) {
  constexpr std::string_view names[] = {"unborn", "online", "stale", "offline"};
  std::vector<std::string> shown;
  for (const StateChange& change : only<StateChange>(events)) {
    std::string who = change.peer->node;
    if (!change.peer->device.empty()) who += "/" + change.peer->device;
    shown.push_back(who.append(" ").append(names[static_cast<std::size_t>(change.state)]));
  }
  return shown;
}

/// A host that listens, at a clock that stands still until it is moved.
struct ListeningHost {
  explicit ListeningHost(Options options = {.host_id = "openspc"}) : host(std::move(options)) {}

  std::vector<Event> hear(const ScriptedMessage& message) {
    return host.feed(message.topic, message.bytes, false, now);
  }

  Host host;
  base::Timestamp now = kScriptStart;
};

/// A host that heard the births of one edge node and its gauge.
struct BornPlant : ListeningHost {
  explicit BornPlant(Options options = {.host_id = "openspc"}) : ListeningHost(std::move(options)) {
    hear(edge.nbirth({int32_metric("speed", 1, 10)}));
    hear(edge.dbirth("gauge", {int32_metric("width", 2, 20)}));
  }
  NodeStatus status() const { return host.snapshot().nodes.at(0); }
  std::vector<std::string> hear_speed(std::int64_t value) {
    return values(hear(edge.ndata({by_alias(10, static_cast<std::uint64_t>(value))})));
  }

  ScriptedEdgeNode edge;
};

}  // namespace openspc::connect::sparkplug
