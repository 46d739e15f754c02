#include "connect/brokers/tag_check.h"

#include <boost/json/string.hpp>

#include "base/error.h"
#include "connect/brokers/source_map.h"
#include "connect/mqtt/topic.h"
#include "connect/payload/payload.h"

namespace openspc::connect::brokers {
void require_filter(const std::string& filter, const char* member) {
  if (const auto problem = mqtt::filter_problem(filter)) throw base::refused_member(member, *problem, filter);
}

void check_mapping(const TagMappingCreate& mapping) {
  require_filter(mapping.mqtt_topic, "mqtt_topic");
  if (is_sparkplug_filter(mapping.mqtt_topic)) {
    const bool is_nameless = mapping.metric_name.value_or("").empty() && !mqtt::is_shared(mapping.mqtt_topic);
    if (const auto problem = sparkplug_problem(mapping.mqtt_topic, mapping.metric_name))
      throw base::refused_member(is_nameless ? "metric_name" : "mqtt_topic", *problem,
                                 is_nameless ? "" : mapping.mqtt_topic);
  }
  if (mapping.trigger_strategy == source::TriggerStrategy::on_trigger && !mapping.trigger_tag)
    throw base::refused_member("trigger_tag", "on_trigger needs the topic that completes a subgroup", std::string());
  if (mapping.trigger_tag) require_filter(*mapping.trigger_tag, "trigger_tag");
  if (mapping.sequence_path && !mapping.timestamp_path)
    throw base::refused_member(
        "sequence_path", "counters begin again, so that they tell messages apart only together with a timestamp_path",
        *mapping.sequence_path);
  check_values(mapping, mapping.trigger_strategy, mapping.dead_band);
  const payload::PayloadExtractor compiled({.format = mapping.payload_format,
                                            .value_path = mapping.value_path.value_or(""),
                                            .timestamp_path = mapping.timestamp_path,
                                            .batch_path = mapping.batch_path,
                                            .operator_path = mapping.operator_path,
                                            .serial_path = mapping.serial_path,
                                            .sequence_path = mapping.sequence_path,
                                            .pattern = mapping.pattern.value_or(""),
                                            .timestamp_format = mapping.timestamp_format,
                                            .time_zone = mapping.time_zone});
}

}  // namespace openspc::connect::brokers
