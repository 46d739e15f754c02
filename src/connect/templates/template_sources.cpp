#include "connect/templates/template_sources.h"

#include <utility>

#include "connect/sparkplug/topic.h"

namespace openspc::connect::templates {
namespace {

void add_metrics(const brokers::SparkplugLink& host, const sparkplug::Peer& peer,
                 std::vector<TemplateSource>& sources) {
  const auto type = peer.device.empty() ? sparkplug::MessageType::ndata : sparkplug::MessageType::ddata;
  const std::string topic = sparkplug_topic(type, peer);
  for (sparkplug::MetricStatus& metric : host.metrics(peer))
    sources.push_back({.topic = topic, .metric = std::move(metric.name)});
}

bool holds_values(sparkplug::MessageType type) {
  using enum sparkplug::MessageType;
  return type == nbirth || type == ndata || type == dbirth || type == ddata;
}

}  // namespace

std::string data_topic(std::string_view topic) {
  std::string named(topic);
  const std::size_t group = topic.find('/');
  if (group == std::string_view::npos || topic.substr(0, group) != sparkplug::kSparkplugNamespace) return named;
  const std::size_t type = topic.find('/', group + 1);
  if (type == std::string_view::npos) return named;
  for (const std::string_view birth : {"/NBIRTH/", "/DBIRTH/"})
    if (topic.substr(type).starts_with(birth)) named.replace(type + 2, 5, "DATA");
  return named;
}

std::vector<TemplateSource> sources_of(const std::vector<brokers::DiscoveredTopic>& topics) {
  std::vector<TemplateSource> sources;
  for (const brokers::DiscoveredTopic& seen : topics) {
    if (!seen.is_sparkplug) {
      sources.push_back({.topic = seen.topic, .metric = std::nullopt});
      continue;
    }
    const auto parsed = sparkplug::parse_sparkplug_topic(seen.topic);
    if (!parsed || !holds_values(parsed->type)) continue;
    const std::string topic = data_topic(seen.topic);
    for (const brokers::SparkplugMetricInfo& metric : seen.sparkplug_metrics)
      sources.push_back({.topic = topic, .metric = metric.name});
  }
  return sources;
}

std::vector<TemplateSource> sources_of(const brokers::SparkplugLink& host) {
  std::vector<TemplateSource> sources;
  for (const sparkplug::NodeStatus& node : host.snapshot().nodes) {
    add_metrics(host, {.group = node.group, .node = node.node}, sources);
    for (const sparkplug::DeviceStatus& device : node.devices)
      add_metrics(host, {.group = node.group, .node = node.node, .device = device.device}, sources);
  }
  return sources;
}

}  // namespace openspc::connect::templates
