#include "connect/tag_check.h"

#include <boost/json/string.hpp>

#include "base/error.h"
#include "connect/mqtt_topic.h"
#include "connect/payload.h"
#include "connect/source_map.h"

namespace openspc::connect {
namespace {

base::Error refused(const char* member, const std::string& reason, const std::string& input) {
  return base::invalid_field({"body", member}, "value_error", "Value error, " + reason, boost::json::string(input));
}

}  // namespace

void require_filter(const std::string& filter, const char* member) {
  if (const auto problem = filter_problem(filter)) throw refused(member, *problem, filter);
}

void check_mapping(const TagMappingCreate& mapping) {
  require_filter(mapping.mqtt_topic, "mqtt_topic");
  if (is_sparkplug_filter(mapping.mqtt_topic)) {
    const bool is_nameless = mapping.metric_name.value_or("").empty() && !is_shared(mapping.mqtt_topic);
    if (const auto problem = sparkplug_problem(mapping.mqtt_topic, mapping.metric_name))
      throw refused(is_nameless ? "metric_name" : "mqtt_topic", *problem, is_nameless ? "" : mapping.mqtt_topic);
  }
  if (mapping.trigger_strategy == TriggerStrategy::on_trigger && !mapping.trigger_tag)
    throw refused("trigger_tag", "on_trigger needs the topic that completes a subgroup", "");
  if (mapping.trigger_tag) require_filter(*mapping.trigger_tag, "trigger_tag");
  if (mapping.sequence_path && !mapping.timestamp_path)
    throw refused("sequence_path",
                  "counters begin again, so that they tell messages apart only together with a timestamp_path",
                  *mapping.sequence_path);
  check_values(mapping, mapping.trigger_strategy, mapping.dead_band);
  const PayloadExtractor compiled({.format = mapping.payload_format,
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

}  // namespace openspc::connect
