#include "connect/brokers/sparkplug_listener.h"

#include "connect/sparkplug/topic.h"

namespace openspc::connect::brokers {

std::variant<std::vector<sparkplug::Metric>, payload::Unreadable> SparkplugListener::hear(std::string_view topic,
                                                                                          std::string_view payload) {
  const auto place = sparkplug::parse_sparkplug_topic(topic);
  if (!place || place->type == sparkplug::MessageType::state)
    return payload::Unreadable{"no topic of an edge node or device"};
  auto decoded = sparkplug::decode_sparkplug(payload);
  if (auto* unreadable = std::get_if<payload::Unreadable>(&decoded)) return std::move(*unreadable);
  sparkplug::Payload& message = std::get<sparkplug::Payload>(decoded);
  if (message.seq.value_or(0) > sparkplug::kMaxSparkplugSeq) return payload::Unreadable{"a sequence number beyond 255"};
  // Aliases are unique within an edge node, its devices included.
  const std::string node = std::string(place->group).append("/").append(place->node);
  for (sparkplug::Metric& metric : message.metrics) {
    if (!metric.timestamp) metric.timestamp = message.timestamp;
    if (!metric.alias) continue;
    const auto key = std::pair(node, *metric.alias);
    if (!metric.name.empty()) {
      if (aliases_.size() < max_known) aliases_[key] = {metric.name, metric.datatype};
      continue;
    }
    const auto known = aliases_.find(key);
    metric.name = known == aliases_.end() ? "alias " + std::to_string(*metric.alias) : known->second.first;
    if (known == aliases_.end() || metric.datatype != sparkplug::DataType::unknown) continue;
    metric.datatype = known->second.second;
    apply_datatype(metric.value, metric.datatype);
  }
  return std::move(message.metrics);
}

void SparkplugListener::learn(const sparkplug::Peer& peer, const std::vector<sparkplug::MetricStatus>& metrics) {
  const std::string node = peer.group + '/' + peer.node;
  for (const sparkplug::MetricStatus& metric : metrics)
    if (metric.alias && aliases_.size() < max_known) aliases_[{node, *metric.alias}] = {metric.name, metric.datatype};
}

}  // namespace openspc::connect::brokers
