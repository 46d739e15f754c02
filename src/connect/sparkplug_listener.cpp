#include "connect/sparkplug_listener.h"

#include "connect/sparkplug_topic.h"

namespace openspc::connect {

std::variant<std::vector<SparkplugMetric>, Unreadable> SparkplugListener::hear(std::string_view topic,
                                                                               std::string_view payload) {
  const auto place = parse_sparkplug_topic(topic);
  if (!place || place->type == SparkplugMessageType::state) return Unreadable{"no topic of an edge node or device"};
  auto decoded = decode_sparkplug(payload);
  if (auto* unreadable = std::get_if<Unreadable>(&decoded)) return std::move(*unreadable);
  SparkplugPayload& message = std::get<SparkplugPayload>(decoded);
  if (message.seq.value_or(0) > max_sparkplug_seq) return Unreadable{"a sequence number beyond 255"};
  // Aliases are unique within an edge node, its devices included.
  const std::string node = std::string(place->group).append("/").append(place->node);
  for (SparkplugMetric& metric : message.metrics) {
    if (!metric.timestamp) metric.timestamp = message.timestamp;
    if (!metric.alias) continue;
    const auto key = std::pair(node, *metric.alias);
    if (!metric.name.empty()) {
      if (aliases_.size() < max_known) aliases_[key] = {metric.name, metric.datatype};
      continue;
    }
    const auto known = aliases_.find(key);
    metric.name = known == aliases_.end() ? "alias " + std::to_string(*metric.alias) : known->second.first;
    if (known == aliases_.end() || metric.datatype != SparkplugDataType::unknown) continue;
    metric.datatype = known->second.second;
    apply_datatype(metric.value, metric.datatype);
  }
  return std::move(message.metrics);
}

void SparkplugListener::learn(const SparkplugPeer& peer, const std::vector<SparkplugMetricStatus>& metrics) {
  const std::string node = peer.group + '/' + peer.node;
  for (const SparkplugMetricStatus& metric : metrics)
    if (metric.alias && aliases_.size() < max_known) aliases_[{node, *metric.alias}] = {metric.name, metric.datatype};
}

}  // namespace openspc::connect
