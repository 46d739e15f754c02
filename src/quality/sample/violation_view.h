// Violations as the API shows and receives them. Called by violation_routes and violation_service.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"
#include "quality/chart/data.h"

namespace openspc::quality::sample {

struct Violation {
  base::ViolationId id;
  base::SampleId sample_id;
  std::int64_t rule_id = 1;
  std::string rule_name;
  std::string severity;
  bool acknowledged = false;
  bool requires_acknowledgement = true;
  std::optional<std::string> ack_user, ack_reason;
  std::optional<base::Timestamp> ack_timestamp;
  std::optional<base::Timestamp> created_at;
  std::optional<base::CharacteristicId> characteristic_id;
  std::optional<std::string> characteristic_name;
  std::optional<std::string> hierarchy_path;
  std::optional<base::PlantId> plant_id;
  chart::ChartName chart = chart::ChartName::location;
  std::vector<base::SampleId> sample_ids;
  std::optional<base::SampleId> signal_start_sample_id;
  std::optional<base::Timestamp> superseded_at;
  std::optional<judge::Statistic> statistic{};
  std::optional<double> value{}, center_line{}, ucl{}, lcl{};
};
BOOST_DESCRIBE_STRUCT(Violation, (),
                      (id, sample_id, rule_id, rule_name, severity, acknowledged, requires_acknowledgement, ack_user,
                       ack_reason, ack_timestamp, created_at, characteristic_id, characteristic_name, hierarchy_path,
                       plant_id, chart, sample_ids, signal_start_sample_id, superseded_at, statistic, value,
                       center_line, ucl, lcl))

inline void describe(net::Fields<Violation>& f) {
  f["created_at"].doc("Time of the sample");
  f["hierarchy_path"].doc("Node names from the root down, joined with \" > \"");
  f["chart"].doc("The chart on which the rule fires");
  f["sample_ids"].doc("The points that make up the pattern, oldest first");
  f["signal_start_sample_id"].doc(
      "Violations of one unbroken run of firings share it: a shift of twenty points is one signal");
  f["superseded_at"].doc("Set when an edit or an exclusion made the condition untrue after it was acknowledged");
  chart::describe_figure(f);
}

struct ViolationPage {
  std::vector<Violation> items;
  std::int64_t total = 0, offset = 0, limit = 0;
};
BOOST_DESCRIBE_STRUCT(ViolationPage, (), (items, total, offset, limit))

struct ViolationQuery {
  std::optional<base::CharacteristicId> characteristic_id{};
  std::optional<base::SampleId> sample_id{};
  std::optional<base::PlantId> plant_id{};
  std::optional<bool> acknowledged{}, requires_acknowledgement{};
  std::optional<std::string> severity{};
  std::optional<std::int64_t> rule_id{};
  std::optional<base::Timestamp> start_date{}, end_date{};
  std::int64_t offset = 0, limit = 100;
  std::optional<std::int64_t> page{}, per_page{};
};
BOOST_DESCRIBE_STRUCT(ViolationQuery, (),
                      (characteristic_id, sample_id, plant_id, acknowledged, requires_acknowledgement, severity,
                       rule_id, start_date, end_date, offset, limit, page, per_page))

inline void describe(net::Fields<ViolationQuery>& f) {
  f["severity"].doc("WARNING or CRITICAL; other text matches nothing");
  f["start_date"].doc("Inclusive lower bound on sample time");
  f["end_date"].doc("Inclusive upper bound on sample time");
  f["offset"].defaulted().doc("Negative counts as 0");
  f["limit"].defaulted().doc("At most 10000 are shown: the answer tells the limit applied. Negative counts as 0");
  f["page"].doc("One-based; overrides offset. Below 1 counts as 1");
  f["per_page"].doc("Overrides limit");
}

struct ViolationStatsQuery {
  std::optional<base::CharacteristicId> characteristic_id{};
  std::optional<base::PlantId> plant_id{};
  std::optional<base::Timestamp> start_date{}, end_date{};
};
BOOST_DESCRIBE_STRUCT(ViolationStatsQuery, (), (characteristic_id, plant_id, start_date, end_date))

inline void describe(net::Fields<ViolationStatsQuery>& f) {
  f["start_date"].doc("Inclusive lower bound on sample time");
  f["end_date"].doc("Inclusive upper bound on sample time");
}

struct ViolationStats {
  std::int64_t total = 0, unacknowledged = 0, informational = 0;
  std::map<std::string, std::int64_t> by_rule, by_severity;
};
BOOST_DESCRIBE_STRUCT(ViolationStats, (), (total, unacknowledged, informational, by_rule, by_severity))

inline void describe(net::Fields<ViolationStats>& f) {
  f["unacknowledged"].doc("Open and requiring acknowledgement");
  f["informational"].doc("Open and not requiring it");
}

struct ViolationPath {
  base::ViolationId violation_id;
};
BOOST_DESCRIBE_STRUCT(ViolationPath, (), (violation_id))

struct ViolationAck {
  std::string user{};
  std::string reason{};
  bool exclude_sample = false;
};
BOOST_DESCRIBE_STRUCT(ViolationAck, (), (user, reason, exclude_sample))

inline void describe(net::Fields<ViolationAck>& f) {
  f["user"].length(1, 100).doc("Not trusted: the caller's own name is recorded");
  f["reason"].length(1, 500);
  f["exclude_sample"].defaulted().doc("Also excludes the sample, with the reason");
}

struct ViolationBatchAck {
  std::vector<base::ViolationId> violation_ids{};
  std::string user{};
  std::string reason{};
  bool exclude_sample = false;
};
BOOST_DESCRIBE_STRUCT(ViolationBatchAck, (), (violation_ids, user, reason, exclude_sample))

inline void describe(net::Fields<ViolationBatchAck>& f) {
  f["violation_ids"].items(1, 10000);
  f["user"].length(1, 100).doc("Not trusted: the caller's own name is recorded");
  f["reason"].length(1, 500);
  f["exclude_sample"].defaulted();
}

struct ViolationBatchAckItem {
  base::ViolationId violation_id;
  bool success = false;
  std::optional<std::string> error;
};
BOOST_DESCRIBE_STRUCT(ViolationBatchAckItem, (), (violation_id, success, error))

struct ViolationBatchAckResult {
  std::int64_t total = 0, successful = 0, failed = 0;
  std::vector<ViolationBatchAckItem> results;  // in the order of the request
  std::vector<base::ViolationId> acknowledged;
  std::map<std::string, std::string> errors;
};
BOOST_DESCRIBE_STRUCT(ViolationBatchAckResult, (), (total, successful, failed, results, acknowledged, errors))

}  // namespace openspc::quality::sample
