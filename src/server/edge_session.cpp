#include "server/edge_session.h"

#include <algorithm>
#include <utility>

#include "connect/sparkplug/command.h"

namespace openspc::server {
namespace {

using connect::sparkplug::DataType;
using connect::sparkplug::MessageType;
using connect::sparkplug::Metric;

constexpr std::chrono::milliseconds kConnectPatience{5'000};
constexpr std::size_t kMessagesAtOnce = 100;

Metric bd_seq_metric(std::uint64_t bd_seq) {
  return {.name = "bdSeq", .datatype = DataType::int64, .value = static_cast<std::int64_t>(bd_seq)};
}

connect::mqtt::Settings with_will(connect::mqtt::Settings settings, const connect::sparkplug::Peer& node,
                                  std::uint64_t bd_seq) {
  settings.will =
      connect::mqtt::Will{.topic = connect::sparkplug::sparkplug_topic(MessageType::ndeath, node),
                          .payload = connect::sparkplug::encode_sparkplug({.metrics = {bd_seq_metric(bd_seq)}}),
                          .qos = 1};
  return settings;
}

bool asks_for_births(const connect::mqtt::Message& message) {
  const auto decoded = connect::sparkplug::decode_sparkplug(message.payload);
  const auto* payload = std::get_if<connect::sparkplug::Payload>(&decoded);
  return payload != nullptr && std::ranges::any_of(payload->metrics, [](const Metric& metric) {
           return metric.name == connect::sparkplug::kSparkplugRebirthMetric &&
                  metric.value == connect::sparkplug::Value(true);
         });
}

}  // namespace

EdgeSession::EdgeSession(connect::mqtt::Settings settings, connect::sparkplug::Peer node, std::uint64_t bd_seq,
                         std::map<std::string, std::vector<Metric>> devices)
    : node_(std::move(node)),
      bd_seq_(bd_seq % 256),
      devices_(std::move(devices)),
      session_(with_will(std::move(settings), node_, bd_seq_)) {
  session_.connect(kConnectPatience, [] { return false; });
  session_.subscribe(topic(MessageType::ncmd), 1, 0);
  be_born(base::SystemClock().now());
  session_.flush();
}

std::string EdgeSession::topic(MessageType type, const std::string& device) const {
  return connect::sparkplug::sparkplug_topic(type, {.group = node_.group, .node = node_.node, .device = device});
}

void EdgeSession::be_born(base::Timestamp now) {
  seq_ = 0;
  late_.clear();
  publish(MessageType::nbirth, {},
          {bd_seq_metric(bd_seq_),
           {.name = std::string(connect::sparkplug::kSparkplugRebirthMetric),
            .datatype = DataType::boolean,
            .value = false}},
          now);
  for (const auto& [device, metrics] : devices_)
    if (!away_.contains(device)) publish(MessageType::dbirth, device, metrics, now);
}

void EdgeSession::send(const std::string& device, std::vector<Metric> metrics, base::Timestamp now, Fate fate) {
  if (!away_.contains(device)) publish(MessageType::ddata, device, std::move(metrics), now, fate);
}

void EdgeSession::device_dies(const std::string& device, base::Timestamp now) {
  if (away_.insert(device).second) publish(MessageType::ddeath, device, {}, now);
}

void EdgeSession::device_is_born(const std::string& device, base::Timestamp now) {
  if (away_.erase(device) > 0) publish(MessageType::dbirth, device, devices_.at(device), now);
}

void EdgeSession::attend(std::chrono::milliseconds patience) {
  std::vector<connect::mqtt::Message> commands;
  session_.flush();
  session_.receive(commands, kMessagesAtOnce, patience);
  if (std::ranges::any_of(commands, asks_for_births)) be_born(base::SystemClock().now());
  session_.flush();
}

void EdgeSession::say_goodbye() {
  session_.publish(topic(MessageType::ndeath),
                   connect::sparkplug::encode_sparkplug({.metrics = {bd_seq_metric(bd_seq_)}}), 0, false);
  session_.flush();
  session_.disconnect();
}

void EdgeSession::publish(MessageType type, const std::string& device, std::vector<Metric> metrics, base::Timestamp now,
                          Fate fate) {
  std::string payload = connect::sparkplug::encode_sparkplug(
      {.timestamp = now, .metrics = std::move(metrics), .seq = std::exchange(seq_, (seq_ + 1) % 256)});
  if (fate == Fate::gets_lost) return;
  if (fate == Fate::comes_late) {
    late_.emplace_back(topic(type, device), std::move(payload));
    return;
  }
  session_.publish(topic(type, device), payload, 0, false);
  for (const auto& [late_topic, late_payload] : std::exchange(late_, {}))
    session_.publish(late_topic, late_payload, 0, false);
}

}  // namespace openspc::server
