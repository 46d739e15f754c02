// What a trial of a mapping tells beside its readings, the same for topics and nodes. Part of the answers of the trial
// routes; made by TrialJudge.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "net/schema.h"

namespace openspc::connect::source {

/// What would be stored.
struct TagTrialSample {
  std::optional<std::string> source{};
  std::vector<double> values{};
  base::Timestamp timestamp{};
  std::optional<std::string> batch_number{}, operator_id{}, serial_number{};
  bool is_uncertain = false;
  std::optional<std::string> problem{};
};
BOOST_DESCRIBE_STRUCT(TagTrialSample, (),
                      (source, values, timestamp, batch_number, operator_id, serial_number, is_uncertain, problem))

inline void describe(net::Fields<TagTrialSample>& f) {
  f["source"].doc("The topic that its readings came on, where the mapping has wildcards and does not mix them");
  f["problem"].doc("Why the characteristic would refuse it");
}

struct TrialOutcome {
  std::int64_t time_fallback_count = 0;
  std::vector<TagTrialSample> samples{};
  std::int64_t sample_count = 0;
  std::int64_t pending_values = 0;
  std::optional<std::string> clock_problem{}, identity_problem{};
};
BOOST_DESCRIBE_STRUCT(TrialOutcome, (),
                      (time_fallback_count, samples, sample_count, pending_values, clock_problem, identity_problem))

inline void describe(net::Fields<TrialOutcome>& f) {
  f["time_fallback_count"].doc(
      "Values that count as of their arrival because their own time is missing or not believed");
  f["clock_problem"].doc("A machine's clock is steadily off; told after ten seconds at the soonest");
  f["identity_problem"].doc("What was taken for repetitions may be other measurements");
  f["samples"].doc("What would be stored, the newest 100");
  f["sample_count"].doc("All that would be stored");
  f["pending_values"].doc("Readings whose subgroup was not complete when the trial ended");
}

}  // namespace openspc::connect::source
