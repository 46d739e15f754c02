// What arrives on a topic right now: answers of a preview and of the trial of a mapping that is not saved yet. Called
// by the tag routes and by Visits.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/brokers/tag.h"
#include "connect/source/trial_outcome.h"
#include "net/schema.h"

namespace openspc::connect::brokers {

struct TagPreviewRequest {
  base::BrokerId broker_id{};
  std::string topic{};
  double duration_seconds = 5;
};
BOOST_DESCRIBE_STRUCT(TagPreviewRequest, (), (broker_id, topic, duration_seconds))

inline void describe(net::Fields<TagPreviewRequest>& f) {
  f["topic"].length(1, 500).doc("A topic filter: + and # are wildcards");
  f["duration_seconds"].range(1, 30).defaulted();
}

struct TagPreviewValue {
  boost::json::value value{};  // number, text or boolean
  base::Timestamp timestamp{};
  std::string raw_payload{};
  std::optional<std::string> metric_name{};
  std::string topic{};
  bool is_retained = false;
};
BOOST_DESCRIBE_STRUCT(TagPreviewValue, (), (value, timestamp, raw_payload, metric_name, topic, is_retained))

inline void describe(net::Fields<TagPreviewValue>& f) {
  f["is_retained"].doc("The broker kept it from an earlier time: a mapping does not take it");
}

struct TagPreview {
  std::string topic{};
  std::vector<TagPreviewValue> values{};
  std::int64_t sample_count = 0;
  base::Timestamp started_at{};
  double duration_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(TagPreview, (), (topic, values, sample_count, started_at, duration_seconds))

inline void describe(net::Fields<TagPreview>& f) {
  f["values"].doc("In the order of arrival, the newest 1,000");
  f["sample_count"].doc("All that arrived, those left out of values included");
  f["duration_seconds"].doc("Measured");
}

/// A mapping that is tried on live messages without being saved.
struct TagTrialRequest : TagRule {
  base::BrokerId broker_id{};
  std::string mqtt_topic{};
  std::optional<std::string> metric_name{};
  std::optional<base::CharacteristicId> characteristic_id{};
  source::TriggerStrategy trigger_strategy = source::TriggerStrategy::on_change;
  std::optional<std::string> trigger_tag{};
  std::optional<double> dead_band{};
  double timeout_seconds = 60;
  bool subgroup_across_sources = false;
  bool take_birth_values = false;
  double duration_seconds = 5;
};
BOOST_DESCRIBE_STRUCT(TagTrialRequest, (TagRule),
                      (broker_id, mqtt_topic, metric_name, characteristic_id, trigger_strategy, trigger_tag, dead_band,
                       timeout_seconds, subgroup_across_sources, take_birth_values, duration_seconds))

inline void describe(net::Fields<TagTrialRequest>& f) {
  f["mqtt_topic"].length(1, 500);
  f["metric_name"].max_length(255).doc("The metric of a Sparkplug payload");
  f["characteristic_id"].doc("Whose subgroups are filled; absent: each value is a sample");
  f["trigger_strategy"].defaulted();
  f["trigger_tag"].max_length(500);
  f["dead_band"].at_least(0);
  f["timeout_seconds"].range(1, 86'400).defaulted();
  f["subgroup_across_sources"].defaulted();
  f["take_birth_values"].defaulted();
  f["duration_seconds"].range(1, 30).defaulted();
}

/// What becomes of one message: a value that is taken, or why it is not.
struct TagTrialReading {
  std::string topic{};
  std::string raw_payload{};
  base::Timestamp received_at{};
  std::optional<double> value{};
  std::optional<base::Timestamp> timestamp{};
  std::optional<std::string> batch_number{}, operator_id{}, serial_number{};
  std::optional<std::string> problem{};
  std::optional<std::string> time_problem{};
  bool is_uncertain = false;
};
BOOST_DESCRIBE_STRUCT(TagTrialReading, (),
                      (topic, raw_payload, received_at, value, timestamp, batch_number, operator_id, serial_number,
                       problem, time_problem, is_uncertain))

inline void describe(net::Fields<TagTrialReading>& f) {
  f["value"].doc("Null when it is not taken: problem says why");
  f["timestamp"].doc("The measurement's own; null: it counts as of its arrival");
  f["time_problem"].doc("Why its own time is missing or not believed");
}

struct TagTrial : source::TrialOutcome {
  std::vector<TagTrialReading> readings{};
  std::int64_t message_count = 0;
  std::int64_t readable_count = 0;
};
BOOST_DESCRIBE_STRUCT(TagTrial, (source::TrialOutcome), (readings, message_count, readable_count))

inline void describe(net::Fields<TagTrial>& f) {
  f["readings"].doc("In the order of arrival, the newest 100");
  f["readable_count"].doc("Of the messages: those whose value is taken");
}

}  // namespace openspc::connect::brokers
