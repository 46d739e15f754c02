// Samples as the API shows and receives them. Called by routes, service and the demo.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"
#include "quality/chart/data.h"
#include "quality/judge/plausibility.h"

namespace openspc::quality::sample {

struct SampleCreate {
  base::CharacteristicId characteristic_id{};
  std::optional<std::vector<double>> measurements{};
  std::optional<std::string> batch_number{}, operator_id{};
  std::optional<base::Timestamp> timestamp{};
  std::optional<double> defect_count{}, inspected_size{};
  std::optional<std::string> idempotency_key{};
};
BOOST_DESCRIBE_STRUCT(SampleCreate, (),
                      (characteristic_id, measurements, batch_number, operator_id, timestamp, defect_count,
                       inspected_size, idempotency_key))

inline void describe(net::Fields<SampleCreate>& f) {
  f["measurements"].items(1, 25).doc(
      "One subgroup in order of measurement; required unless the characteristic counts "
      "defects (data_type p, np, c or u)");
  f["batch_number"].max_length(100);
  f["operator_id"].max_length(100);
  f["timestamp"].doc(
      "Time of measurement, 1970 or later and at most a day ahead; the server's own when left out. A late "
      "sample is placed where it belongs, and the points that can see it are judged again");
  f["defect_count"].doc("Nonconforming items (p, np) or nonconformities (c, u) found");
  f["inspected_size"].doc(
      "Items inspected (p, np), or units or area of opportunity (u, c; may be fractional); the subgroup size "
      "when left out");
  f["idempotency_key"].length(1, 200).doc(
      "A retry with the same key answers with the sample stored the first time. The "
      "header Idempotency-Key serves as well");
}

/// A rule that fires at a sample.
struct SampleViolation {
  base::ViolationId violation_id;
  std::int64_t rule_id = 1;
  std::string rule_name;
  std::string severity;
  chart::ChartName chart = chart::ChartName::location;
  bool requires_acknowledgement = true;
  std::vector<base::SampleId> sample_ids;
  std::optional<judge::Statistic> statistic{};
  std::optional<double> value{}, center_line{}, ucl{}, lcl{};
};
BOOST_DESCRIBE_STRUCT(SampleViolation, (),
                      (violation_id, rule_id, rule_name, severity, chart, requires_acknowledgement, sample_ids,
                       statistic, value, center_line, ucl, lcl))

inline void describe(net::Fields<SampleViolation>& f) {
  f["chart"].doc("The chart on which the rule fires");
  f["sample_ids"].doc("The points that make up the pattern, oldest first");
  chart::describe_figure(f);
}

inline void describe(net::Fields<judge::SampleWarning>& f) {
  f["code"].doc("decimal_point, unit or far_from_process");
  f["message"].doc("For people: the value, what is usual, and what was probably meant");
  f["field"].doc("The member it is about, for example measurements.0");
}

struct SampleResult {
  base::SampleId sample_id;
  base::Timestamp timestamp;
  double mean = 0;
  std::optional<double> range_value;
  chart::ZoneName zone = chart::ZoneName::unknown;
  bool in_control = true;
  std::vector<SampleViolation> violations;
  double processing_time_ms = 0;
  std::string display_key;
  std::int64_t actual_n = 1;
  bool is_undersized = false;
  std::vector<judge::SampleWarning> warnings{};
};
BOOST_DESCRIBE_STRUCT(SampleResult, (),
                      (sample_id, timestamp, mean, range_value, zone, in_control, violations, processing_time_ms,
                       display_key, actual_n, is_undersized, warnings))

inline void describe(net::Fields<SampleResult>& f) {
  f["mean"].doc("Of the readings; the plotted statistic of attribute data");
  f["zone"].doc("By the sample's own limits; unknown while the characteristic has none");
  f["in_control"].doc("No rule fires at this sample");
  f["processing_time_ms"].doc("From the arrival of the request until the sample was durable");
  f["warnings"].doc("What is hard to believe of the values. The sample is stored nevertheless");
}

struct Sample {
  base::SampleId id;
  base::CharacteristicId char_id;
  base::Timestamp timestamp;
  std::optional<std::string> batch_number, operator_id;
  bool is_excluded = false;
  std::vector<double> measurements;
  double mean = 0;
  std::optional<double> range_value;
  std::int64_t actual_n = 1;
  bool is_undersized = false;
  bool is_uncertain = false;
  std::optional<double> effective_ucl, effective_lcl, z_score;
  bool is_modified = false;
  std::int64_t edit_count = 0;
  std::string display_key;
  base::CharacteristicId characteristic_id;
  bool excluded = false;
  std::optional<double> std_dev, defect_count, inspected_size;
  std::optional<std::string> exclude_reason;
};
BOOST_DESCRIBE_STRUCT(Sample, (),
                      (id, char_id, timestamp, batch_number, operator_id, is_excluded, measurements, mean, range_value,
                       actual_n, is_undersized, is_uncertain, effective_ucl, effective_lcl, z_score, is_modified,
                       edit_count, display_key, characteristic_id, excluded, std_dev, defect_count, inspected_size,
                       exclude_reason))

inline void describe(net::Fields<Sample>& f) {
  f["is_uncertain"].doc("The machine that sent it doubted a reading: OPC UA quality Uncertain");
}

struct SamplePage {
  std::vector<Sample> items;
  std::int64_t total = 0, offset = 0, limit = 0;
};
BOOST_DESCRIBE_STRUCT(SamplePage, (), (items, total, offset, limit))

enum class SortOrder { asc, desc };
BOOST_DESCRIBE_ENUM(SortOrder, asc, desc)

struct SampleQuery {
  std::optional<base::CharacteristicId> characteristic_id{};
  std::optional<base::PlantId> plant_id{};
  std::optional<base::Timestamp> start_date{}, end_date{};
  bool include_excluded = false;
  std::int64_t offset = 0, limit = 100;
  SortOrder sort_dir = SortOrder::desc;
};
BOOST_DESCRIBE_STRUCT(SampleQuery, (),
                      (characteristic_id, plant_id, start_date, end_date, include_excluded, offset, limit, sort_dir))

inline void describe(net::Fields<SampleQuery>& f) {
  f["start_date"].doc("Inclusive lower bound on sample time");
  f["end_date"].doc("Inclusive upper bound on sample time");
  f["include_excluded"].defaulted();
  f["offset"].defaulted().at_least(0);
  f["limit"].defaulted().range(1, 1000);
  f["sort_dir"].defaulted().doc("By time of measurement, then id");
}

struct SamplePath {
  base::SampleId sample_id;
};
BOOST_DESCRIBE_STRUCT(SamplePath, (), (sample_id))

struct SampleExclude {
  bool is_excluded = false;
  std::optional<std::string> reason{};
};
BOOST_DESCRIBE_STRUCT(SampleExclude, (), (is_excluded, reason))

inline void describe(net::Fields<SampleExclude>& f) {
  f["reason"].max_length(500).doc("Kept with the sample while it is excluded, and in the audit trail");
}

struct SampleUpdate {
  std::optional<std::vector<double>> measurements{};
  std::string reason{};
  std::optional<std::string> edited_by{};
  std::optional<double> defect_count{}, inspected_size{};
};
BOOST_DESCRIBE_STRUCT(SampleUpdate, (), (measurements, reason, edited_by, defect_count, inspected_size))

inline void describe(net::Fields<SampleUpdate>& f) {
  f["measurements"].items(1, 25).doc("Replace the stored readings; required unless the characteristic counts defects");
  f["reason"].length(1, 1000);
  f["edited_by"].max_length(255).doc("Ignored: the caller's name is recorded");
  f["defect_count"].doc("Attribute data, instead of measurements");
  f["inspected_size"].doc("Attribute data; the stored size when left out");
}

struct SampleEdit {
  std::int64_t id = 0;
  base::SampleId sample_id;
  base::Timestamp edited_at;
  std::optional<std::string> edited_by;
  std::string reason;
  std::vector<double> previous_values, new_values;
  double previous_mean = 0, new_mean = 0;
};
BOOST_DESCRIBE_STRUCT(SampleEdit, (),
                      (id, sample_id, edited_at, edited_by, reason, previous_values, new_values, previous_mean,
                       new_mean))

inline void describe(net::Fields<SampleEdit>& f) {
  f["previous_values"].doc("Readings; of attribute data the count and the inspected size");
}

struct SampleBatchItem {
  std::vector<double> measurements;
  std::optional<std::string> batch_number, operator_id;
  std::optional<base::Timestamp> timestamp;
  std::optional<double> defect_count, inspected_size;
  std::optional<std::string> idempotency_key;
};
BOOST_DESCRIBE_STRUCT(SampleBatchItem, (),
                      (measurements, batch_number, operator_id, timestamp, defect_count, inspected_size,
                       idempotency_key))

inline void describe(net::Fields<SampleBatchItem>& f) {
  f["measurements"].defaulted().doc("1 to 25 finite numbers, in order of measurement");
  f["timestamp"].doc("ISO 8601; the server's own time, in the order of the items, when left out");
}

struct SampleBatchRequest {
  base::CharacteristicId characteristic_id{};
  std::vector<net::Attempt<SampleBatchItem>> samples{};  // one bad row of an import harms no other
  bool skip_rule_evaluation = false;
};
BOOST_DESCRIBE_STRUCT(SampleBatchRequest, (), (characteristic_id, samples, skip_rule_evaluation))

inline void describe(net::Fields<SampleBatchRequest>& f) {
  f["samples"].items(0, 1000);
  f["skip_rule_evaluation"].defaulted().doc(
      "Store without judging, for history that was judged elsewhere. Only an edit has such a sample judged");
}

struct SampleBatchResult {
  std::int64_t total = 0, imported = 0, failed = 0;
  std::vector<std::string> errors;
  std::vector<judge::SampleWarning> warnings{};
};
BOOST_DESCRIBE_STRUCT(SampleBatchResult, (), (total, imported, failed, errors, warnings))

inline void describe(net::Fields<SampleBatchResult>& f) {
  f["errors"].doc("\"Sample N: reason\", counting from 1");
  f["warnings"].doc("What is hard to believe of stored samples; field is samples.0.measurements.0, counting from 0");
}

}  // namespace openspc::quality::sample
