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
#include "connect/tag.h"
#include "net/schema.h"

namespace openspc::connect {

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
};
BOOST_DESCRIBE_STRUCT(TagPreviewValue, (), (value, timestamp, raw_payload, metric_name, topic))

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
  double duration_seconds = 5;
};
BOOST_DESCRIBE_STRUCT(TagTrialRequest, (TagRule), (broker_id, mqtt_topic, metric_name, duration_seconds))

inline void describe(net::Fields<TagTrialRequest>& f) {
  f["mqtt_topic"].length(1, 500);
  f["metric_name"].max_length(255).doc("The metric of a Sparkplug payload");
  f["duration_seconds"].range(1, 30).defaulted();
}

/// What the rule makes of one message: a value, or what is wrong.
struct TagTrialReading {
  std::string topic{};
  std::string raw_payload{};
  base::Timestamp received_at{};
  std::optional<double> value{};
  std::optional<base::Timestamp> timestamp{};
  std::optional<std::string> batch_number{}, operator_id{}, serial_number{};
  std::optional<std::string> problem{};
};
BOOST_DESCRIBE_STRUCT(TagTrialReading, (),
                      (topic, raw_payload, received_at, value, timestamp, batch_number, operator_id, serial_number,
                       problem))

struct TagTrial {
  std::vector<TagTrialReading> readings{};
  std::int64_t message_count = 0;
  std::int64_t readable_count = 0;
};
BOOST_DESCRIBE_STRUCT(TagTrial, (), (readings, message_count, readable_count))

inline void describe(net::Fields<TagTrial>& f) {
  f["readings"].doc("In the order of arrival, the newest 100");
}

}  // namespace openspc::connect
