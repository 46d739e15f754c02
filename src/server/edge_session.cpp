#include "server/edge_session.h"

#include <algorithm>
#include <utility>

#include "connect/sparkplug_command.h"

namespace openspc::server {
namespace {

using connect::SparkplugDataType;
using connect::SparkplugMessageType;
using connect::SparkplugMetric;

constexpr std::chrono::milliseconds kConnectPatience{5'000};
constexpr std::size_t kMessagesAtOnce = 100;

SparkplugMetric bd_seq_metric(std::uint64_t bd_seq) {
  return {.name = "bdSeq", .datatype = SparkplugDataType::int64, .value = static_cast<std::int64_t>(bd_seq)};
}

connect::MqttSettings with_will(connect::MqttSettings settings, const connect::SparkplugPeer& node,
                                std::uint64_t bd_seq) {
  settings.will = connect::MqttWill{.topic = connect::sparkplug_topic(SparkplugMessageType::ndeath, node),
                                    .payload = connect::encode_sparkplug({.metrics = {bd_seq_metric(bd_seq)}}),
                                    .qos = 1};
  return settings;
}

bool asks_for_births(const connect::MqttMessage& message) {
  const auto decoded = connect::decode_sparkplug(message.payload);
  const auto* payload = std::get_if<connect::SparkplugPayload>(&decoded);
  return payload != nullptr && std::ranges::any_of(payload->metrics, [](const SparkplugMetric& metric) {
           return metric.name == connect::sparkplug_rebirth_metric && metric.value == connect::SparkplugValue(true);
         });
}

}  // namespace

EdgeSession::EdgeSession(connect::MqttSettings settings, connect::SparkplugPeer node, std::uint64_t bd_seq,
                         std::map<std::string, std::vector<SparkplugMetric>> devices)
    : node_(std::move(node)),
      bd_seq_(bd_seq % 256),
      devices_(std::move(devices)),
      session_(with_will(std::move(settings), node_, bd_seq_)) {
  session_.connect(kConnectPatience, [] { return false; });
  session_.subscribe(topic(SparkplugMessageType::ncmd), 1, 0);
  be_born(base::SystemClock().now());
  session_.flush();
}

std::string EdgeSession::topic(SparkplugMessageType type, const std::string& device) const {
  return connect::sparkplug_topic(type, {.group = node_.group, .node = node_.node, .device = device});
}

void EdgeSession::be_born(base::Timestamp now) {
  seq_ = 0;
  late_.clear();
  publish(SparkplugMessageType::nbirth, {},
          {bd_seq_metric(bd_seq_),
           {.name = std::string(connect::sparkplug_rebirth_metric),
            .datatype = SparkplugDataType::boolean,
            .value = false}},
          now);
  for (const auto& [device, metrics] : devices_)
    if (!away_.contains(device)) publish(SparkplugMessageType::dbirth, device, metrics, now);
}

void EdgeSession::send(const std::string& device, std::vector<SparkplugMetric> metrics, base::Timestamp now,
                       Fate fate) {
  if (!away_.contains(device)) publish(SparkplugMessageType::ddata, device, std::move(metrics), now, fate);
}

void EdgeSession::device_dies(const std::string& device, base::Timestamp now) {
  if (away_.insert(device).second) publish(SparkplugMessageType::ddeath, device, {}, now);
}

void EdgeSession::device_is_born(const std::string& device, base::Timestamp now) {
  if (away_.erase(device) > 0) publish(SparkplugMessageType::dbirth, device, devices_.at(device), now);
}

void EdgeSession::attend(std::chrono::milliseconds patience) {
  std::vector<connect::MqttMessage> commands;
  session_.flush();
  session_.receive(commands, kMessagesAtOnce, patience);
  if (std::ranges::any_of(commands, asks_for_births)) be_born(base::SystemClock().now());
  session_.flush();
}

void EdgeSession::say_goodbye() {
  session_.publish(topic(SparkplugMessageType::ndeath),
                   connect::encode_sparkplug({.metrics = {bd_seq_metric(bd_seq_)}}), 0, false);
  session_.flush();
  session_.disconnect();
}

void EdgeSession::publish(SparkplugMessageType type, const std::string& device, std::vector<SparkplugMetric> metrics,
                          base::Timestamp now, Fate fate) {
  std::string payload = connect::encode_sparkplug(
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
