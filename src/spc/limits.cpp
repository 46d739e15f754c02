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

// The largest value that a chart can plot: no more items can be nonconforming than were inspected.
double cap_of(ChartKind kind, double size) {
  if (kind == ChartKind::p) return 1;
  return kind == ChartKind::np ? size : std::numeric_limits<double>::infinity();
}

// Counts cannot fall below zero nor rise above `cap`.
Scale clamp(Scale scale, double cap) {
  scale.lcl = std::max(scale.lcl, 0.0);
  scale.ucl = std::min(scale.ucl, cap);
  scale.ucl_is_cap = scale.ucl >= cap;
  return scale;
}

std::optional<Scale> attribute_scale(const ProcessParameters& parameters, double size) {
  const ChartKind kind = parameters.kind;
  const double rate = parameters.center;
  if (!(rate >= 0) || !(size > 0)) return std::nullopt;
  const double cap = cap_of(kind, size);
  if (kind == ChartKind::c) {
    const double count = parameters.nominal_size > 0 ? rate * (size / parameters.nominal_size) : rate;
    return clamp(Scale::three_sigma(count, std::sqrt(count)), cap);
  }
  if (kind == ChartKind::u) return clamp(Scale::three_sigma(rate, std::sqrt(rate / size)), cap);
  if (rate > 1) return std::nullopt;
  if (kind == ChartKind::p) return clamp(Scale::three_sigma(rate, std::sqrt(rate * (1 - rate) / size)), cap);
  return clamp(Scale::three_sigma(size * rate, std::sqrt(size * rate * (1 - rate))), cap);
}

// Readings of a process seldom lie further out than its own three sigma.
double largest_reading(const ProcessParameters& parameters) {
  return std::abs(parameters.center) + 3 * parameters.sigma;
}

// A count grows with what was inspected.
bool grows_with_size(ChartKind kind) {
  return kind == ChartKind::np || kind == ChartKind::c;
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
  const bool nominal = mode == SubgroupMode::nominal_tolerance && parameters.nominal_size > 0;
  return nominal && !grows_with_size(parameters.kind) ? parameters.nominal_size : size;
}

// z, exact on the zone lines: there the quotient's rounding would show a point that lies on the line beside it.
double standardize(double value, const Scale& scale) {
  const double allowance = scale.allowance();
  for (const int k : {-3, -2, -1, 0, 1, 2, 3}) {
    if (std::abs(value - scale.at(k)) <= allowance) return k;
  }
  return (value - scale.center) / scale.sigma;
}

// What the limits typed in by a person mean for a point of that size.
Limits hand_drawn_for(const ProcessParameters& parameters, const Limits& drawn, double size) {
  if (!grows_with_size(parameters.kind) || !(parameters.nominal_size > 0) || size == parameters.nominal_size)
    return drawn;
  const double share = size / parameters.nominal_size;
  const double spread = std::sqrt(share);
  const double center = drawn.center * share;
  return {center, std::min(center + (drawn.ucl - drawn.center) * spread, cap_of(parameters.kind, size)),
          std::max(center - (drawn.center - drawn.lcl) * spread, 0.0)};
}

std::optional<PlottedPoint> plot(const ProcessParameters& parameters, SubgroupMode mode, double value, double size) {
  std::optional<Scale> scale = location_scale(parameters, size_for_limits(parameters, mode, size));
  if (!scale) return std::nullopt;
  if (mode == SubgroupMode::standardized) {
    if (!(scale->sigma > 0)) return std::nullopt;
    Scale unit = Scale::three_sigma(0, 1);
    unit.largest = scale->magnitude() / scale->sigma;
    return PlottedPoint{standardize(value, *scale), unit};
  }
  if (mode == SubgroupMode::nominal_tolerance && parameters.hand_drawn) {
    const Limits drawn = hand_drawn_for(parameters, *parameters.hand_drawn, size);
    const bool is_cap = drawn.ucl >= cap_of(parameters.kind, size);
    scale = Scale{drawn.center, scale->sigma, drawn.ucl, drawn.lcl, scale->largest, is_cap};
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
  const double allowance = scale.allowance();
  const auto reaches = [&](double line) { return value >= line - allowance; };
  // Without spread all lines coincide with the center.
  if (!(scale.ucl > scale.lcl) && std::abs(value - scale.center) <= allowance) return Zone::zone_c_upper;
  if (scale.ucl_is_cap ? value > scale.ucl + allowance : reaches(scale.ucl)) return Zone::beyond_ucl;
  if (!reaches(scale.lcl)) return Zone::beyond_lcl;
  if (reaches(scale.at(2))) return Zone::zone_a_upper;
  if (reaches(scale.at(1))) return Zone::zone_b_upper;
  if (reaches(scale.center)) return Zone::zone_c_upper;
  if (reaches(scale.at(-1))) return Zone::zone_c_lower;
  if (reaches(scale.at(-2))) return Zone::zone_b_lower;
  return Zone::zone_a_lower;
}

bool is_outside_limits(const PlottedPoint& point) {
  const double allowance = point.scale.allowance();
  return point.value > point.scale.ucl + allowance || point.value < point.scale.lcl - allowance;
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
  if (is_attribute(parameters.kind)) return attribute_scale(parameters, size);
  if (!(size >= 1)) return std::nullopt;
  Scale scale = Scale::three_sigma(parameters.center, parameters.sigma / std::sqrt(size));
  scale.largest = largest_reading(parameters);
  return scale;
}

std::optional<Scale> dispersion_scale(const ProcessParameters& parameters, double size) {
  constexpr double kLargestSize = std::numeric_limits<std::uint32_t>::max();
  if (is_attribute(parameters.kind) || !(size >= 1 && size <= kLargestSize)) return std::nullopt;
  const auto n = static_cast<std::size_t>(size);
  std::optional<Scale> scale = parameters.kind == ChartKind::i_mr
                                   ? range_scale(parameters.sigma / std::sqrt(size), parameters.span)
                               : parameters.kind == ChartKind::xbar_r ? range_scale(parameters.sigma, n)
                                                                      : deviation_scale(parameters.sigma, n);
  if (scale) scale->largest = largest_reading(parameters);
  return scale;
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

std::optional<PlottedPoint> dispersion_point(const ProcessParameters& parameters, double statistic, double n) {
  if (parameters.kind != ChartKind::i_mr && !(n >= 2)) return std::nullopt;
  const std::optional<Scale> scale = dispersion_scale(parameters, n);
  if (!scale) return std::nullopt;
  return PlottedPoint{statistic, *scale};
}

}  // namespace openspc::spc
