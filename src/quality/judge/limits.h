// From a stored characteristic to the ruler laid beside each of its samples: the only place where center, sigma and
// limits are derived, so that intake, chart-data, live frames and edits cannot disagree. Called by all of them. Pure
// functions of value types, any thread.
//
// One source: stored_center_line and stored_sigma. ucl and lcl of the row are lines drawn in NOMINAL_TOLERANCE; where
// they disagree with sigma (set by hand), rule 1 goes by the lines as given and the inner zones by sigma. In the other
// modes limits follow from center and sigma at each sample's own size. A row with only ucl and lcl (the reference,
// PATCH) has its center halfway and sigma = (ucl - lcl) / 6 * sqrt(n). Attribute charts: sigma follows from the center
// (binomial or Poisson), and every sample is drawn with its own size in every mode, unless limits were set by hand,
// which NOMINAL_TOLERANCE then draws as given; counts (np, c) of another size with their share of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "quality/judge/characteristic.h"
#include "quality/judge/rule_config.h"
#include "spc/limits.h"
#include "spc/rules.h"
#include "spc/summary.h"

namespace openspc::quality::judge {

/// What charts calculate with: beyond these, squares and z-scores would leave the range of double.
inline constexpr double kLargestNumber = 1e100;
inline constexpr double kSmallestSigma = 1e-100;

/// Whether samples of that kind and size can be drawn on it: individuals for single readings, means with ranges for 2
/// to 10, means with standard deviations for 2 and more, and each attribute on its own chart.
bool suits(ChartType chart, const Characteristic& characteristic);
/// The one asked for, if it suits, else the one recommended for the size.
spc::ChartKind chart_kind(const Characteristic& characteristic);
/// The rules that its dispersion chart may be judged by; none for an attribute, which has no such chart.
spc::RuleSet rules_of_dispersion(const Characteristic& characteristic);
/// Its code on the wire: "xbar_r", "xbar_s", "i_mr", "p", "np", "c", "u".
std::string_view chart_type(spc::ChartKind kind);
spc::SubgroupMode to_spc(SubgroupMode mode);

/// A sample reduced to what charts plot.
struct SampleStatistics {
  double n = 0;                     // readings; for an attribute the items or units inspected
  double value = 0;                 // mean of the readings; count / n for p and u; the count for np and c
  double count = 0;                 // attribute only
  std::optional<double> range{};    // variable with two readings or more
  std::optional<double> std_dev{};  // likewise, divisor n - 1
};
/// Readings must be finite and at least one.
SampleStatistics statistics_of(std::span<const double> readings);
SampleStatistics statistics_of(const spc::Summary& readings);
/// `inspected` > 0.
SampleStatistics statistics_of(DataType type, double count, double inspected);

/// How the samples of one characteristic are judged now. Rebuild it when limits, mode or rules change.
struct EvaluationContext {
  DataType data_type = DataType::variable;
  spc::ChartKind chart = spc::ChartKind::i_mr;
  spc::SubgroupMode mode = spc::SubgroupMode::nominal_tolerance;
  std::int64_t nominal_n = 1;
  std::optional<spc::ProcessParameters>
      process{};  // absent: no limits (or no spread) yet: store samples, skip the rules
  RuleSwitches switches{};
  spc::RuleConfig rules{};             // of the location chart, already narrowed to those applicable there
  spc::RuleConfig dispersion_rules{};  // of the R, s or moving range chart

  bool has_limits() const { return process.has_value(); }
};
EvaluationContext make_context(const Characteristic& characteristic, const RuleSwitches& switches);

/// One sample beside its ruler.
struct JudgedPoint {
  spc::PlottedPoint plotted{};  // what the rules see: z and 0 +- 3 in STANDARDIZED
  double z = 0;                 // (value - center) / sigma of the plotted statistic at the sample's own ruler
  spc::Zone zone = spc::Zone::zone_c_upper;
  // Columns of the sample row that its mode defines, null in the others.
  std::optional<double> z_score{}, effective_ucl{}, effective_lcl{};
};
/// Nothing while there are no limits.
std::optional<JudgedPoint> judge(const EvaluationContext& context, const SampleStatistics& sample);

/// What the dispersion chart plots for a sample: range, s, or the moving range from `previous`. Nothing for an
/// attribute, a single reading of an R or s chart, or the first individual.
std::optional<double> dispersion_value(const EvaluationContext& context, const SampleStatistics& sample,
                                       const SampleStatistics* previous);
/// That value beside its own limits, which follow from sigma and the sizes and so do not depend on what is displayed.
/// Nothing while there are no limits.
std::optional<spc::PlottedPoint> judge_dispersion(const EvaluationContext& context, const SampleStatistics& sample,
                                                  const SampleStatistics* previous);

/// The location and dispersion rulers at the nominal size, in natural units; nothing while there are no limits, nor for
/// the dispersion of an attribute.
std::optional<spc::Scale> nominal_location_scale(const EvaluationContext& context);
std::optional<spc::Scale> nominal_dispersion_scale(const EvaluationContext& context);

/// Center of the plotted statistic: as stored, else what the limits imply, else nothing.
std::optional<double> center_line_of(const Characteristic& characteristic);

/// Whether a sample of n readings or items counts as undersized (contract: n below warn_below_count, else below n).
bool is_undersized(const Characteristic& characteristic, std::int64_t n);

}  // namespace openspc::quality::judge
