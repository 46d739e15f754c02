// Whether a value is believable for its characteristic: the one place that knows from where on a reading or a count is
// more often a slip (a decimal point, a unit, a wrong field) than a measurement. Such a sample is stored; whoever sends
// it is warned, and the page asks before it sends, by the same bounds, which every characteristic carries. Called by
// intake, by sample changes and by the listing of characteristics. Pure functions.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "quality/judge/characteristic.h"

namespace openspc::quality::judge {

/// Of a variable: of single readings. Of an attribute: of the count at the nominal size.
struct PlausibleRange {
  std::optional<double> low, high;

  bool holds(double value) const { return (!low || value >= *low) && (!high || value <= *high); }
};

/// Twelve sigma around the center; without control limits as far beyond the specification as a process would be that
/// just fills it; without either from a fifth to five times the target. Open where nothing is known.
PlausibleRange plausible_range(const Characteristic& characteristic);

struct SampleWarning {
  std::string code{};  // decimal_point, unit, far_from_process
  std::string message{};
  std::string field{};  // "measurements.0", "defect_count"
};
BOOST_DESCRIBE_STRUCT(SampleWarning, (), (code, message, field))

/// What is hard to believe of a sample that fits its characteristic.
std::vector<SampleWarning> warnings_of(const Characteristic& characteristic, std::span<const double> measurements,
                                       std::optional<double> defect_count, std::optional<double> inspected_size);

}  // namespace openspc::quality::judge
