// Mappings of MQTT topics to characteristics, as the API shows and receives them. Called by the tag routes and service.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/payload/payload.h"
#include "connect/source/data_source.h"
#include "connect/source/subgroup_buffer.h"
#include "connect/source/value_rule.h"
#include "connect/sparkplug/event.h"
#include "net/schema.h"

namespace openspc::connect::brokers {

struct TagMapping : source::ValueRule {
  base::DataSourceId data_source_id{};
  base::CharacteristicId characteristic_id{};
  std::string characteristic_name{};
  std::string mqtt_topic{};
  source::TriggerStrategy trigger_strategy = source::TriggerStrategy::on_change;
  std::optional<std::string> trigger_tag{};
  std::optional<base::BrokerId> broker_id{};
  std::optional<std::string> broker_name{};
  std::optional<std::string> metric_name{};
  bool is_active = true;
  std::optional<base::PlantId> plant_id{};
  payload::PayloadFormat payload_format = payload::PayloadFormat::number;
  std::optional<std::string> value_path{}, timestamp_path{}, batch_path{}, operator_path{}, serial_path{},
      sequence_path{}, pattern{};
  payload::TimestampFormat timestamp_format = payload::TimestampFormat::iso;
  std::optional<std::string> time_zone{};
  bool every_message_counts = false;
  std::optional<double> dead_band{};
  double timeout_seconds = 60;
  bool subgroup_across_sources = false;
  bool take_birth_values = false;
  // What has come in since the server started.
  std::int64_t messages_received = 0;
  std::int64_t samples_stored = 0;
  std::int64_t rejected_count = 0;
  std::int64_t duplicates_dropped = 0;
  std::int64_t uncertain_count = 0;
  std::int64_t time_fallback_count = 0;
  std::int64_t birth_values_left_out = 0;
  std::int64_t subgroups_closed_early = 0;
  std::int64_t pending_values = 0;
  std::int64_t open_subgroups = 0;
  std::optional<double> last_value{};
  std::optional<base::Timestamp> last_message_at{}, last_sample_at{};
  std::optional<std::string> last_rejection{}, last_time_fallback{}, clock_problem{};
  std::optional<double> clock_offset_seconds{};
  std::optional<sparkplug::SparkplugState> peer_state{};
  std::optional<std::string> metric_problem{};

  bool operator==(const TagMapping&) const = default;
};
BOOST_DESCRIBE_STRUCT(TagMapping, (source::ValueRule),
                      (data_source_id, characteristic_id, characteristic_name, mqtt_topic, trigger_strategy,
                       trigger_tag, broker_id, broker_name, metric_name, is_active, plant_id, payload_format,
                       value_path, timestamp_path, batch_path, operator_path, serial_path, pattern, timestamp_format,
                       time_zone, sequence_path, every_message_counts, dead_band, timeout_seconds,
                       subgroup_across_sources, take_birth_values, messages_received, samples_stored, rejected_count,
                       duplicates_dropped, uncertain_count, time_fallback_count, birth_values_left_out,
                       subgroups_closed_early, pending_values, open_subgroups, last_value, last_message_at,
                       last_sample_at, last_rejection, last_time_fallback, clock_problem, clock_offset_seconds,
                       peer_state, metric_problem))

inline void describe(net::Fields<TagMapping>& f) {
  f["broker_id"].doc("Null after the broker was deleted: nothing comes in until the mapping names another");
  f["rejected_count"].doc("Messages that were no measurement, and samples that did not fit the characteristic");
  f["duplicates_dropped"].doc("Measurements that arrived a second time");
  f["peer_state"].doc(
      "Of the edge node or device of a Sparkplug topic without wildcards; stale: values may be missing");
  f["pending_values"].doc("Readings that wait for their subgroup to be complete");
  f["open_subgroups"].doc("Subgroups that they wait in: with wildcards one for each topic or Sparkplug peer");
  f["subgroups_closed_early"].doc("Incomplete subgroups that were closed because more than 1,000 were open");
  f["uncertain_count"].doc("Values of uncertain quality: taken, and marked on their samples");
  f["time_fallback_count"].doc("Values whose own time is missing or not believed: they count as of their arrival");
  f["last_time_fallback"].doc("Why, of the last of them");
  f["clock_problem"].doc("A machine's clock is steadily more than five minutes off");
  f["clock_offset_seconds"].doc("By so much; negative: it is behind");
  f["metric_problem"].doc("The peer's birth names no such metric: with the nearest names that it has");
  f["birth_values_left_out"].doc("Values that changed while their Sparkplug peer was away, told by its birth");
}

/// How payloads become readings and readings become subgroups.
struct TagRule : source::ValueRule {
  payload::PayloadFormat payload_format = payload::PayloadFormat::number;
  std::optional<std::string> value_path{}, timestamp_path{}, batch_path{}, operator_path{}, serial_path{},
      sequence_path{}, pattern{};
  payload::TimestampFormat timestamp_format = payload::TimestampFormat::iso;
  std::optional<std::string> time_zone{};
  bool every_message_counts = false;
};
BOOST_DESCRIBE_STRUCT(TagRule, (source::ValueRule),
                      (payload_format, value_path, timestamp_path, batch_path, operator_path, serial_path, pattern,
                       timestamp_format, time_zone, sequence_path, every_message_counts))

inline void describe(net::Fields<TagRule>& f) {
  f["payload_format"].defaulted().doc("number: the whole payload; json: at value_path; text: what pattern finds");
  for (const char* path :
       {"value_path", "timestamp_path", "batch_path", "operator_path", "serial_path", "sequence_path"})
    f[path].max_length(500);
  f["value_path"].doc("JSON Pointer (/data/0/value) or dotted (data.0.value); absent: the document itself");
  f["timestamp_path"].doc("Time of the measurement; with it a message that is sent again is not counted again");
  f["timestamp_format"].defaulted().doc(
      "Of texts: iso: 2026-05-01T12:00:00, day_first: 01.05.2026 12:00:00, month_first: 05/01/2026 12:00:00 PM. "
      "Numbers since 1970 (s, ms, us or ns by their size) and DT#2026-05-01-12:00:00 are read with each");
  f["time_zone"].length(1, 100).doc(
      "IANA name (Europe/Berlin) of times that name no zone; absent: UTC. A local time that comes twice or never "
      "counts as of its arrival");
  f["sequence_path"].doc(
      "What counts the messages: equal ones of one second are then told apart. Needs timestamp_path");
  f["every_message_counts"].defaulted().doc(
      "None is taken for a repetition: for clocks of whole seconds. What a machine sends again counts again");
  f["pattern"].max_length(500).doc("Regular expression (RE2); the first group, or the whole match, is the number");
}

struct TagMappingCreate : TagRule {
  base::CharacteristicId characteristic_id{};
  std::string mqtt_topic{};
  source::TriggerStrategy trigger_strategy = source::TriggerStrategy::on_change;
  std::optional<std::string> trigger_tag{};
  base::BrokerId broker_id{};
  std::optional<std::string> metric_name{};
  std::optional<double> dead_band{};
  double timeout_seconds = 60;
  bool subgroup_across_sources = false;
  bool take_birth_values = false;
  bool is_active = true;
};
BOOST_DESCRIBE_STRUCT(TagMappingCreate, (TagRule),
                      (characteristic_id, mqtt_topic, trigger_strategy, trigger_tag, broker_id, metric_name, dead_band,
                       timeout_seconds, subgroup_across_sources, take_birth_values, is_active))

inline void describe(net::Fields<TagMappingCreate>& f) {
  f["mqtt_topic"].length(1, 500).doc(
      "A topic filter: + and # are wildcards; $share/GROUP/FILTER divides the messages among all who subscribe in it");
  f["trigger_strategy"].defaulted();
  f["subgroup_across_sources"].defaulted().doc(
      "With wildcards: readings of all topics or Sparkplug peers fill one subgroup instead of one for each");
  f["take_birth_values"].defaulted().doc(
      "Sparkplug: a birth's value that differs from the last one heard and has a later time is a measurement");
  f["trigger_tag"].max_length(500).doc("The topic whose messages complete a subgroup; needed for on_trigger");
  f["metric_name"].max_length(255).doc("The metric of a Sparkplug payload");
  f["dead_band"].at_least(0).doc("Take a value only when it differs from the last by more; absent: every message");
  f["timeout_seconds"].range(1, 86'400).defaulted().doc("After its first value an incomplete subgroup is closed");
  f["is_active"].defaulted();
}

struct TagListQuery {
  std::optional<base::PlantId> plant_id{};
  std::optional<base::BrokerId> broker_id{};
};
BOOST_DESCRIBE_STRUCT(TagListQuery, (), (plant_id, broker_id))

struct TagPath {
  base::CharacteristicId characteristic_id{};
};
BOOST_DESCRIBE_STRUCT(TagPath, (), (characteristic_id))

}  // namespace openspc::connect::brokers
