// Wire forms of recalculate-limits and set-limits. Called by limits_routes and limits_service.
#pragma once

#include <boost/describe/class.hpp>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"
#include "quality/judge/limits.h"

namespace openspc::quality::characteristic {

struct ControlLimitsView {
  std::optional<double> center_line{}, ucl{}, lcl{};
};
BOOST_DESCRIBE_STRUCT(ControlLimitsView, (), (center_line, ucl, lcl))

struct RecalculateQuery {
  bool exclude_ooc = false;  // of clients of the reference; flagged samples are left out whatever it says
  bool exclude_beyond_limits = false;
  std::int64_t min_samples = 25;
  std::optional<base::Timestamp> start_date{}, end_date{};
  std::optional<std::int64_t> last_n{};
  std::optional<std::string> note{};
};
BOOST_DESCRIBE_STRUCT(RecalculateQuery, (),
                      (exclude_ooc, exclude_beyond_limits, min_samples, start_date, end_date, last_n, note))

inline constexpr std::size_t kMaxNoteLength = 500;

inline void describe(net::Fields<RecalculateQuery>& f) {
  f["exclude_ooc"].defaulted().doc(
      "Leave out samples flagged as excluded. They are left out without it as well; samples beyond their limits stay");
  f["exclude_beyond_limits"].defaulted().doc(
      "Also leave out samples beyond the limits of their stage, on the location chart or on the range or s chart");
  f["min_samples"].defaulted().range(1, 1'000'000).doc("Fewer usable samples are refused with 400");
  f["start_date"].doc("Inclusive lower bound on sample time");
  f["end_date"].doc("Inclusive upper bound on sample time");
  f["last_n"].range(1, 1'000'000).doc("Only the newest n usable samples");
  f["note"].max_length(kMaxNoteLength).doc("Why, kept with the revision of the limits");
}

struct LimitCalculation {
  std::string method{};
  double sigma = 0;
  std::int64_t sample_count = 0;
  std::int64_t excluded_count = 0;
  std::vector<base::SampleId> out_of_control_sample_ids{};
  base::Timestamp calculated_at{};
  std::optional<base::Timestamp> start_date{}, end_date{};
  std::optional<std::int64_t> last_n{};
};
BOOST_DESCRIBE_STRUCT(LimitCalculation, (),
                      (method, sigma, sample_count, excluded_count, out_of_control_sample_ids, calculated_at,
                       start_date, end_date, last_n))

inline void describe(net::Fields<LimitCalculation>& f) {
  f["method"].doc(
      "moving_range for single readings, r_bar_d2 for 2 to 10, s_bar_c4 above; binomial or poisson for attributes");
  f["sigma"].doc("Process sigma; for an attribute, sigma of the plotted statistic at the nominal size");
  f["excluded_count"].doc(
      "Samples in the range that were left out: flagged as excluded, or beyond their limits on request");
  f["out_of_control_sample_ids"].doc("Those of them that exclude_beyond_limits left out");
}

struct RecalculateResult {
  ControlLimitsView before{}, after{};
  LimitCalculation calculation{};
};
BOOST_DESCRIBE_STRUCT(RecalculateResult, (), (before, after, calculation))

struct SetLimitsRequest {
  double ucl = 0;
  double lcl = 0;
  double center_line = 0;
  double sigma = 0;
  std::optional<std::string> note{};
};
BOOST_DESCRIBE_STRUCT(SetLimitsRequest, (), (ucl, lcl, center_line, sigma, note))

inline void describe(net::Fields<SetLimitsRequest>& f) {
  f["ucl"].doc("Rule 1 goes by ucl and lcl as given (in NOMINAL_TOLERANCE), the inner zones by sigma");
  f["sigma"].greater_than(0).doc(
      "Process sigma of single readings. For p, np, c and u sigma follows from the center line, and that one is "
      "stored");
  f["note"].max_length(kMaxNoteLength).doc("Why, kept with the revision of the limits");
}

inline std::optional<std::string> cross_check(const SetLimitsRequest& request) {
  for (const double number : {request.ucl, request.lcl, request.center_line, request.sigma})
    if (std::abs(number) > judge::kLargestNumber) return "every number must lie between -1e100 and 1e100";
  if (request.sigma < judge::kSmallestSigma) return "sigma must be at least 1e-100";
  if (request.lcl >= request.ucl) return "ucl must be above lcl";
  if (request.center_line < request.lcl || request.center_line > request.ucl)
    return "center_line must lie between lcl and ucl";
  return std::nullopt;
}

struct ManualLimits {
  std::string method{};
  double sigma = 0;
  std::int64_t sample_count = 0;
  std::int64_t excluded_count = 0;
  base::Timestamp calculated_at{};
};
BOOST_DESCRIBE_STRUCT(ManualLimits, (), (method, sigma, sample_count, excluded_count, calculated_at))

struct SetLimitsResult {
  ControlLimitsView before{}, after{};
  ManualLimits calculation{};
};
BOOST_DESCRIBE_STRUCT(SetLimitsResult, (), (before, after, calculation))

struct SignalCount {
  std::int64_t total = 0, samples = 0;
  std::map<std::string, std::int64_t> by_rule{};
};
BOOST_DESCRIBE_STRUCT(SignalCount, (), (total, samples, by_rule))

inline void describe(net::Fields<SignalCount>& f) {
  f["total"].doc("How often a rule fires, on both charts");
  f["samples"].doc("At how many samples");
  f["by_rule"].doc("The total by the number of the rule");
}

struct SignalComparison {
  std::int64_t sample_count = 0;
  std::optional<base::Timestamp> from{}, to{};
  std::optional<SignalCount> before{}, after{};
};
BOOST_DESCRIBE_STRUCT(SignalComparison, (), (sample_count, from, to, before, after))

inline void describe(net::Fields<SignalComparison>& f) {
  f["sample_count"].doc("Samples that both sets of lines were laid beside, whatever their stages");
  f["before"].doc("With the limits in force; null when there are none");
}

struct LimitsPreview {
  ControlLimitsView before{}, after{};
  std::optional<double> sigma_before{};
  LimitCalculation calculation{};
  SignalComparison signals{};
};
BOOST_DESCRIBE_STRUCT(LimitsPreview, (), (before, after, sigma_before, calculation, signals))

inline void describe(net::Fields<LimitsPreview>& f) {
  f["calculation"].doc("As the answer to the change itself would have it; its sigma is the new one");
}

}  // namespace openspc::quality::characteristic
