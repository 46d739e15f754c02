#include "connect/template_sources.h"

#include <utility>

#include "connect/sparkplug_topic.h"

namespace openspc::connect {
namespace {

void add_metrics(const SparkplugLink& host, const SparkplugPeer& peer, std::vector<TemplateSource>& sources) {
  const auto type = peer.device.empty() ? SparkplugMessageType::ndata : SparkplugMessageType::ddata;
  const std::string topic = sparkplug_topic(type, peer);
  for (SparkplugMetricStatus& metric : host.metrics(peer))
    sources.push_back({.topic = topic, .metric = std::move(metric.name)});
}

bool holds_values(SparkplugMessageType type) {
  using enum SparkplugMessageType;
  return type == nbirth || type == ndata || type == dbirth || type == ddata;
}

}  // namespace

std::string data_topic(std::string_view topic) {
  std::string named(topic);
  const std::size_t group = topic.find('/');
  if (group == std::string_view::npos || topic.substr(0, group) != sparkplug_namespace) return named;
  const std::size_t type = topic.find('/', group + 1);
  if (type == std::string_view::npos) return named;
  for (const std::string_view birth : {"/NBIRTH/", "/DBIRTH/"})
    if (topic.substr(type).starts_with(birth)) named.replace(type + 2, 5, "DATA");
  return named;
}

std::vector<TemplateSource> sources_of(const std::vector<DiscoveredTopic>& topics) {
  std::vector<TemplateSource> sources;
  for (const DiscoveredTopic& seen : topics) {
    if (!seen.is_sparkplug) {
      sources.push_back({.topic = seen.topic, .metric = std::nullopt});
      continue;
    }
    const auto parsed = parse_sparkplug_topic(seen.topic);
    if (!parsed || !holds_values(parsed->type)) continue;
    const std::string topic = data_topic(seen.topic);
    for (const SparkplugMetricInfo& metric : seen.sparkplug_metrics)
      sources.push_back({.topic = topic, .metric = metric.name});
  }
  return sources;
}

std::vector<TemplateSource> sources_of(const SparkplugLink& host) {
  std::vector<TemplateSource> sources;
  for (const SparkplugNodeStatus& node : host.snapshot().nodes) {
    add_metrics(host, {.group = node.group, .node = node.node}, sources);
    for (const SparkplugDeviceStatus& device : node.devices)
      add_metrics(host, {.group = node.group, .node = node.node, .device = device.device}, sources);
  }
  return sources;
}

}  // namespace openspc::connect
