// What happened to samples, violations and limits, told to the rest of the process: the WebSocket hub, what brokers are
// told, notifications. Published on base::EventBus after the change is durable, never before, in the order of the
// changes of one characteristic, on a database thread: handlers must be quick and must not block.
// Events carry what a listener needs, so that nobody has to read the database back. The other servers are told too,
// under `notice_kind` (events_json.h); everywhere they are peers::Heard events.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "quality/judge/ids.h"
#include "quality/judge/statistic.h"
#include "spc/limits.h"
#include "spc/rules.h"

namespace openspc::quality::judge {

// One rule that fires at one sample, as stored.
struct RaisedViolation {
  base::ViolationId id;
  spc::Rule rule = spc::Rule::outlier;
  spc::ChartPart chart = spc::ChartPart::location;
  spc::Severity severity = spc::Severity::critical;  // as the characteristic had it when the rule fired
  bool requires_acknowledgement = true;
  base::SampleId signal_start;             // first sample of the unbroken run of firings that this one belongs to
  std::vector<base::SampleId> sample_ids;  // the points that make up the pattern, oldest first
  std::optional<PlottedFigure> figure{};   // the newest of them; absent in rows that are older than this column
};

// A sample was stored, and judged if there were limits to judge it by.
struct SampleProcessed {
  static constexpr std::string_view notice_kind = "sample_processed";
  base::SampleId sample_id;
  base::CharacteristicId characteristic_id;
  base::PlantId plant_id;
  base::Timestamp timestamp;
  double mean = 0;                  // of the readings; the plotted statistic of attribute data
  std::optional<double> range;      // max - min; nothing for a single reading
  std::optional<double> deviation;  // sample standard deviation, divisor n - 1; nothing for a single reading
  std::int64_t actual_n = 1;
  bool is_undersized = false;
  bool is_uncertain = false;  // its machine doubts a reading
  std::optional<double> effective_ucl, effective_lcl, z_score;
  std::optional<double> defect_count, inspected_size;  // attribute data
  std::string display_key;
  std::optional<LimitRevisionId> stage{};       // whose limits apply; nothing while no revision states them
  std::optional<spc::PlottedPoint> location;    // nothing without limits
  std::optional<spc::PlottedPoint> dispersion;  // range, standard deviation or moving range
  std::vector<RaisedViolation> violations;

  [[nodiscard]] bool in_control() const { return violations.empty(); }
  // A zone name of the contract, "unknown" without limits.
  [[nodiscard]] std::string_view zone() const {
    return location ? spc::name(spc::classify(*location)) : std::string_view("unknown");
  }
};

struct ViolationCreated {
  static constexpr std::string_view notice_kind = "violation_created";
  RaisedViolation violation;
  base::SampleId sample_id;
  base::CharacteristicId characteristic_id;
  base::PlantId plant_id;
  base::Timestamp timestamp;  // of the sample
};

/// Of one that the sample was stored with.
inline ViolationCreated created_at(const SampleProcessed& sample, const RaisedViolation& violation) {
  return {.violation = violation,
          .sample_id = sample.sample_id,
          .characteristic_id = sample.characteristic_id,
          .plant_id = sample.plant_id,
          .timestamp = sample.timestamp};
}

struct ViolationAcknowledged {
  static constexpr std::string_view notice_kind = "violation_acknowledged";
  base::ViolationId violation_id;
  base::SampleId sample_id;
  base::CharacteristicId characteristic_id;
  base::PlantId plant_id;
  std::string user;
  std::string reason;
  base::Timestamp timestamp;  // of the acknowledgement
};

// Recalculated, set by hand or patched.
struct LimitsUpdated {
  static constexpr std::string_view notice_kind = "limits_updated";
  base::CharacteristicId characteristic_id;
  base::PlantId plant_id;
  std::optional<double> center_line, ucl, lcl;
  std::string method;
  std::int64_t sample_count = 0;
  base::Timestamp timestamp;
};

// Stored samples changed after the fact, so what was read before is stale: an edit, an exclusion, a deletion, a sample
// placed into the past, or violations that came and went with one of these.
struct SamplesChanged {
  static constexpr std::string_view notice_kind = "samples_changed";
  base::CharacteristicId characteristic_id;
  base::PlantId plant_id;
  std::vector<base::SampleId> sample_ids;
};

}  // namespace openspc::quality::judge
