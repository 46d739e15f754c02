// What a template of mappings may find on a broker: topics that discovery has seen, and the metrics of Sparkplug peers
// that told them, whichever of their messages did. Called by the template service. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connect/brokers/sparkplug_link.h"
#include "connect/brokers/topic_discovery.h"
#include "connect/templates/mapping_template.h"

namespace openspc::connect::templates {

/// Metrics stand under the topic of their peer's data: births tell the names that data leaves out. Other messages of
/// Sparkplug hold nothing to map and are left out.
std::vector<TemplateSource> sources_of(const std::vector<brokers::DiscoveredTopic>& topics);
/// What the peers' births told this server as a Sparkplug host.
std::vector<TemplateSource> sources_of(const brokers::SparkplugLink& host);

/// A topic, or a pattern of one, under which the values of a peer are mapped: data's for its births, any other as it
/// is.
std::string data_topic(std::string_view topic);

}  // namespace openspc::connect::templates
