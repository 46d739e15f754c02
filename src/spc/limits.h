// Limits of one plotted point. A chart is fixed by its ProcessParameters (center, process sigma); from these and the
// point's own size follow its center, sigma and limits. Called by intake, chart-data, the rules and the command line,
// which therefore can never disagree. Pure functions of value types, any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "spc/rounding.h"
#include "spc/sigma.h"

namespace openspc::spc {

enum class ChartKind { xbar_r, xbar_s, i_mr, p, np, c, u };
[[nodiscard]] std::string_view name(ChartKind kind);  // "xbar-r", "xbar-s", "i-mr", "p", "np", "c", "u"
[[nodiscard]] std::optional<ChartKind> parse_chart_kind(std::string_view code);
// Whether it plots counts. Said for each, so that another chart has to say it too.
[[nodiscard]] constexpr bool is_attribute(ChartKind kind) {
  switch (kind) {
    case ChartKind::p:
    case ChartKind::np:
    case ChartKind::c:
    case ChartKind::u:
      return true;
    case ChartKind::xbar_r:
    case ChartKind::xbar_s:
    case ChartKind::i_mr:
      return false;
  }
  return false;
}
// The chart recommended for subgroups of n readings: i-mr for 1, xbar-r for 2..10, xbar-s above.
[[nodiscard]] ChartKind recommended_chart(std::size_t n);

// How points of unequal size are drawn. In every mode the point's own size is what it was measured with.
enum class SubgroupMode {
  standardized,     // plots z = (value - center) / (sigma of the plotted statistic at the point's size), limits +-3
  variable_limits,  // plots the value; limits follow each point's size
  // Plots the value; constant limits of the nominal size, whatever the point's size. Counts (np, c) and ranges grow
  // with the size, so that lines of another size say nothing about them: these keep their own in this mode too.
  nominal_tolerance,
};
[[nodiscard]] std::string_view name(SubgroupMode mode);  // "STANDARDIZED", "VARIABLE_LIMITS", "NOMINAL_TOLERANCE"
[[nodiscard]] std::optional<SubgroupMode> parse_subgroup_mode(std::string_view code);

struct Limits {
  double center = 0, ucl = 0, lcl = 0;
  friend bool operator==(const Limits&, const Limits&) = default;
};

// The ruler laid beside one point, in plotted units: `sigma` is that of the plotted statistic (process sigma / sqrt(n)
// for a mean), and ucl/lcl are the lines as drawn (floored, capped or set by hand, so not always center +- 3 sigma).
struct Scale {
  double center = 0, sigma = 0, ucl = 0, lcl = 0;
  // The largest number that value and lines were computed from, where that is none of the above: a range of readings
  // near 1e9 is no more exact than they are.
  double largest = 0;
  bool ucl_is_cap = false;  // no value above ucl exists (a fraction of 1, all items inspected): none is beyond it
  [[nodiscard]] static constexpr Scale three_sigma(double center, double sigma) {
    return {center, sigma, center + 3 * sigma, center - 3 * sigma};
  }
  [[nodiscard]] constexpr double at(double k) const { return center + k * sigma; }  // the line k sigma from the center
  [[nodiscard]] constexpr Limits limits() const { return {center, ucl, lcl}; }
  [[nodiscard]] constexpr double magnitude() const {
    return std::max(std::max(largest, std::max(center, -center)), std::max(std::max(ucl, -ucl), std::max(lcl, -lcl)));
  }
  // A value no further than this from a line lies on it.
  [[nodiscard]] constexpr double allowance() const { return rounding_allowance(magnitude(), sigma); }
  friend bool operator==(const Scale&, const Scale&) = default;
};

struct PlottedPoint {
  double value = 0;  // as plotted: z in mode STANDARDIZED
  Scale scale;
};

// Zone codes as clients know them, top to bottom. As these have always read them, a zone contains its lower line: a
// point on a line, up to rounding, belongs to the zone above it. On +3 sigma it is beyond_ucl, on -3 sigma
// zone_a_lower. Rules do not go by these codes but compare strictly and symmetrically (rules.h).
enum class Zone {
  beyond_ucl,
  zone_a_upper,
  zone_b_upper,
  zone_c_upper,
  zone_c_lower,
  zone_b_lower,
  zone_a_lower,
  beyond_lcl,
};
[[nodiscard]] std::string_view name(Zone zone);
[[nodiscard]] Zone classify(double value, const Scale& scale);
[[nodiscard]] inline Zone classify(const PlottedPoint& point) {
  return classify(point.value, point.scale);
}
// Strictly outside the limits as drawn, up to rounding, which is what rule 1 fires at.
[[nodiscard]] bool is_outside_limits(const PlottedPoint& point);

// What fixes a chart: estimated from a baseline (chart.h) or set by a person.
struct ProcessParameters {
  ChartKind kind = ChartKind::i_mr;
  // Mean of readings; fraction nonconforming for p and np; mean count in `nominal_size` for c; rate per unit for u.
  double center = 0;
  double sigma = 0;  // process sigma of single readings; unused for attribute charts
  SigmaMethod method = SigmaMethod::manual;
  // Size behind the limits of NOMINAL_TOLERANCE, and behind the center of a c chart; 0: every point's own size.
  double nominal_size = 0;
  std::size_t span = 2;  // readings in a moving range (i_mr only)
  // Location limits typed in by a person: drawn and judged by in NOMINAL_TOLERANCE. They hold at the nominal size; a
  // count (np, c) of another size is judged by its share of them: the center grows with the size, the distance with its
  // root.
  std::optional<Limits> hand_drawn = std::nullopt;
};

// Parameters out of nothing but a pair of location limits for subgroups of n: center halfway, 3 sigma of the mean to
// each.
[[nodiscard]] ProcessParameters parameters_from_limits(ChartKind kind, double ucl, double lcl, double n);

// The ruler of a point of `size` (readings in the subgroup, items inspected, units of opportunity) in its natural
// units, that is before STANDARDIZED turns it into 0 +- 3. Nothing when the size has none: size <= 0, a range of n < 2
// or n > 100, ...
[[nodiscard]] std::optional<Scale> location_scale(const ProcessParameters& parameters, double size);
[[nodiscard]] std::optional<Scale> dispersion_scale(const ProcessParameters& parameters, double size);

// A point ready to be drawn and judged. Nothing when the size admits no limits (above), and in mode STANDARDIZED when
// sigma is zero, since nothing can be standardized then: store the sample and skip the rules.
//   location:   `mean` of the subgroup of n readings (variable charts)
//   attribute:  `count` nonconforming items or nonconformities found in `size`; plots count/size for p and u
//   dispersion: range, standard deviation or moving range, as the kind says. In every mode it is plotted in its own
//               units against the limits of its own n
[[nodiscard]] std::optional<PlottedPoint> location_point(const ProcessParameters& parameters, SubgroupMode mode,
                                                         double mean, double n);
[[nodiscard]] std::optional<PlottedPoint> attribute_point(const ProcessParameters& parameters, SubgroupMode mode,
                                                          double count, double size);
[[nodiscard]] std::optional<PlottedPoint> dispersion_point(const ProcessParameters& parameters, double statistic,
                                                           double n);

}  // namespace openspc::spc
