#include "spc/limits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "spc/constants.h"

namespace openspc::spc {
namespace {

constexpr std::array<std::string_view, 7> kChartCodes = {"xbar-r", "xbar-s", "i-mr", "p", "np", "c", "u"};
constexpr std::array<std::string_view, 3> kModeCodes = {"STANDARDIZED", "VARIABLE_LIMITS", "NOMINAL_TOLERANCE"};
constexpr std::array<std::string_view, 8> kZoneCodes = {"beyond_ucl",   "zone_a_upper", "zone_b_upper", "zone_c_upper",
                                                        "zone_c_lower", "zone_b_lower", "zone_a_lower", "beyond_lcl"};

template <class Enum, std::size_t N>
std::optional<Enum> find_code(const std::array<std::string_view, N>& codes, std::string_view code) {
  const auto* const found = std::find(codes.begin(), codes.end(), code);
  if (found == codes.end()) return std::nullopt;
  return static_cast<Enum>(found - codes.begin());
}

// Counts cannot fall below zero nor, of nonconforming items, rise above `cap`.
Scale clamp(Scale scale, double cap) {
  scale.lcl = std::max(scale.lcl, 0.0);
  scale.ucl = std::min(scale.ucl, cap);
  return scale;
}

std::optional<Scale> attribute_scale(ChartKind kind, double rate, double size) {
  constexpr double kUncapped = std::numeric_limits<double>::infinity();
  if (!(rate >= 0)) return std::nullopt;
  if (kind == ChartKind::c) return clamp(Scale::three_sigma(rate, std::sqrt(rate)), kUncapped);
  if (!(size > 0)) return std::nullopt;
  if (kind == ChartKind::u) return clamp(Scale::three_sigma(rate, std::sqrt(rate / size)), kUncapped);
  if (rate > 1) return std::nullopt;
  if (kind == ChartKind::p) return clamp(Scale::three_sigma(rate, std::sqrt(rate * (1 - rate) / size)), 1);
  return clamp(Scale::three_sigma(size * rate, std::sqrt(size * rate * (1 - rate))), size);
}

std::optional<Scale> range_scale(double sigma, std::size_t n) {
  const ChartConstants* const k = chart_constants(n);
  if (k == nullptr) return std::nullopt;
  return Scale{k->d2 * sigma, k->d3 * sigma, k->D2 * sigma, k->D1 * sigma};
}

std::optional<Scale> deviation_scale(double sigma, std::size_t n) {
  if (n < kMinConstantSize) return std::nullopt;
  const double mean = c4(n);
  const double spread = std::sqrt(1 - mean * mean);
  return Scale{mean * sigma, spread * sigma, (mean + 3 * spread) * sigma, std::max(0.0, mean - 3 * spread) * sigma};
}

double size_for_limits(const ProcessParameters& parameters, SubgroupMode mode, double size) {
  return mode == SubgroupMode::nominal_tolerance && parameters.nominal_size > 0 ? parameters.nominal_size : size;
}

// z, exact on the zone lines: there the quotient's rounding would move a point that lies on the line beyond it.
double standardize(double value, const Scale& scale) {
  for (const int k : {-3, -2, -1, 1, 2, 3}) {
    if (value == scale.at(k)) return k;
  }
  return (value - scale.center) / scale.sigma;
}

std::optional<PlottedPoint> plot(const ProcessParameters& parameters, SubgroupMode mode, double value, double size) {
  std::optional<Scale> scale = location_scale(parameters, size_for_limits(parameters, mode, size));
  if (!scale) return std::nullopt;
  if (mode == SubgroupMode::standardized) {
    if (!(scale->sigma > 0)) return std::nullopt;
    return PlottedPoint{standardize(value, *scale), Scale::three_sigma(0, 1)};
  }
  if (mode == SubgroupMode::nominal_tolerance && parameters.hand_drawn) {
    const Limits& drawn = *parameters.hand_drawn;
    scale = Scale{drawn.center, scale->sigma, drawn.ucl, drawn.lcl};
  }
  return PlottedPoint{value, *scale};
}

}  // namespace

std::string_view name(ChartKind kind) {
  return kChartCodes.at(static_cast<std::size_t>(kind));
}

std::optional<ChartKind> parse_chart_kind(std::string_view code) {
  return find_code<ChartKind>(kChartCodes, code);
}

ChartKind recommended_chart(std::size_t n) {
  if (n <= 1) return ChartKind::i_mr;
  return n <= 10 ? ChartKind::xbar_r : ChartKind::xbar_s;
}

std::string_view name(SubgroupMode mode) {
  return kModeCodes.at(static_cast<std::size_t>(mode));
}

std::optional<SubgroupMode> parse_subgroup_mode(std::string_view code) {
  return find_code<SubgroupMode>(kModeCodes, code);
}

std::string_view name(Zone zone) {
  return kZoneCodes.at(static_cast<std::size_t>(zone));
}

Zone classify(double value, const Scale& scale) {
  if (value > scale.ucl) return Zone::beyond_ucl;
  if (value < scale.lcl) return Zone::beyond_lcl;
  if (value > scale.at(2)) return Zone::zone_a_upper;
  if (value > scale.at(1)) return Zone::zone_b_upper;
  if (value >= scale.center) return Zone::zone_c_upper;
  if (value >= scale.at(-1)) return Zone::zone_c_lower;
  if (value >= scale.at(-2)) return Zone::zone_b_lower;
  return Zone::zone_a_lower;
}

ProcessParameters parameters_from_limits(ChartKind kind, double ucl, double lcl, double n) {
  ProcessParameters parameters;
  parameters.kind = kind;
  parameters.center = lcl + (ucl - lcl) / 2;
  parameters.sigma = (ucl - lcl) / 6 * std::sqrt(n);
  parameters.method = SigmaMethod::manual;
  parameters.nominal_size = n;
  parameters.hand_drawn = Limits{parameters.center, ucl, lcl};
  return parameters;
}

std::optional<Scale> location_scale(const ProcessParameters& parameters, double size) {
  if (is_attribute(parameters.kind)) return attribute_scale(parameters.kind, parameters.center, size);
  if (!(size >= 1)) return std::nullopt;
  return Scale::three_sigma(parameters.center, parameters.sigma / std::sqrt(size));
}

std::optional<Scale> dispersion_scale(const ProcessParameters& parameters, double size) {
  constexpr double kLargestSize = std::numeric_limits<std::uint32_t>::max();
  if (is_attribute(parameters.kind) || !(size >= 1 && size <= kLargestSize)) return std::nullopt;
  if (parameters.kind == ChartKind::i_mr) return range_scale(parameters.sigma / std::sqrt(size), parameters.span);
  const auto n = static_cast<std::size_t>(size);
  return parameters.kind == ChartKind::xbar_r ? range_scale(parameters.sigma, n) : deviation_scale(parameters.sigma, n);
}

std::optional<PlottedPoint> location_point(const ProcessParameters& parameters, SubgroupMode mode, double mean,
                                           double n) {
  if (is_attribute(parameters.kind)) return std::nullopt;
  return plot(parameters, mode, mean, n);
}

std::optional<PlottedPoint> attribute_point(const ProcessParameters& parameters, SubgroupMode mode, double count,
                                            double size) {
  if (!is_attribute(parameters.kind)) return std::nullopt;
  const bool per_unit = parameters.kind == ChartKind::p || parameters.kind == ChartKind::u;
  if (per_unit && !(size > 0)) return std::nullopt;
  return plot(parameters, mode, per_unit ? count / size : count, size);
}

std::optional<PlottedPoint> dispersion_point(const ProcessParameters& parameters, SubgroupMode mode, double statistic,
                                             double n) {
  if (parameters.kind != ChartKind::i_mr && !(n >= 2)) return std::nullopt;
  const std::optional<Scale> scale = dispersion_scale(parameters, size_for_limits(parameters, mode, n));
  if (!scale) return std::nullopt;
  return PlottedPoint{statistic, *scale};
}

}  // namespace openspc::spc
