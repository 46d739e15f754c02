#include "quality/judge/limits.h"

#include <algorithm>
#include <cmath>

#include "db/stored_enum.h"

namespace openspc::quality::judge {
namespace {

struct Lines {
  double ucl = 0, lcl = 0;
};

// A finite number, or nothing.
std::optional<double> usable(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? value : std::nullopt;
}

// The control limits of the row, when both are there with room between them.
std::optional<Lines> drawn_lines(const Characteristic& characteristic) {
  const auto ucl = usable(characteristic.ucl);
  const auto lcl = usable(characteristic.lcl);
  if (!ucl || !lcl || *ucl <= *lcl) return std::nullopt;
  return Lines{*ucl, *lcl};
}

// The smaller root p of ucl = p + 3 sqrt(p (1 - p) / n): the fraction whose upper three sigma line is `ucl`.
double fraction_from_ucl(double ucl, double n) {
  const double k = 9 / n;
  const double a = 1 + k;
  const double b = 2 * ucl + k;
  return (b - std::sqrt(std::max(0.0, b * b - 4 * a * ucl * ucl))) / (2 * a);
}

// The count N with N + 3 sqrt(N) = ucl.
double count_from_ucl(double ucl) {
  const double root = (-3 + std::sqrt(9 + 4 * std::max(0.0, ucl))) / 2;
  return root * root;
}

// Center of attribute limits given without one. A lower limit of zero may have been floored, so the upper one decides.
double attribute_center(DataType type, double n, const Lines& lines) {
  if (lines.lcl > 0) return (lines.ucl + lines.lcl) / 2;
  switch (type) {
    case DataType::p:
      return fraction_from_ucl(lines.ucl, n);
    case DataType::np:
      return n * fraction_from_ucl(lines.ucl / n, n);
    case DataType::u:
      return count_from_ucl(lines.ucl * n) / n;
    default:
      return count_from_ucl(lines.ucl);
  }
}

spc::ProcessParameters variable_process(const Characteristic& characteristic, const Lines& lines) {
  const auto n = static_cast<double>(characteristic.subgroup_size);
  spc::ProcessParameters process = spc::parameters_from_limits(chart_kind(characteristic), lines.ucl, lines.lcl, n);
  if (const auto center = usable(characteristic.stored_center_line)) process.center = *center;
  if (const auto sigma = usable(characteristic.stored_sigma); sigma && *sigma > 0) process.sigma = *sigma;
  process.nominal_size = n;
  process.hand_drawn = spc::Limits{process.center, lines.ucl, lines.lcl};
  return process;
}

std::optional<spc::ProcessParameters> attribute_process(const Characteristic& characteristic, const Lines& lines) {
  const auto n = static_cast<double>(characteristic.subgroup_size);
  const auto stored_center = usable(characteristic.stored_center_line);
  const double center = stored_center ? *stored_center : attribute_center(characteristic.data_type, n, lines);
  spc::ProcessParameters process;
  process.kind = chart_kind(characteristic);
  process.center = characteristic.data_type == DataType::np ? center / n : center;
  if (characteristic.data_type == DataType::c) process.nominal_size = n;
  const bool is_fraction = characteristic.data_type == DataType::p || characteristic.data_type == DataType::np;
  if (process.center <= 0 || (is_fraction && process.center >= 1)) return std::nullopt;  // no spread to judge by
  if (characteristic.limits_method == spc::name(spc::SigmaMethod::manual)) {
    process.nominal_size = n;
    process.hand_drawn = spc::Limits{center, lines.ucl, lines.lcl};
  }
  return process;
}

std::optional<spc::ProcessParameters> process_of(const Characteristic& characteristic) {
  const auto lines = drawn_lines(characteristic);
  if (!lines) return std::nullopt;
  if (characteristic.is_attribute()) return attribute_process(characteristic, *lines);
  return variable_process(characteristic, *lines);
}

spc::RuleConfig narrowed(spc::RuleConfig config, spc::ChartKind chart, spc::ChartPart part) {
  config.enabled = config.enabled & spc::applicable_rules(chart, part);
  return config;
}

// A moving range of means of n and m readings spreads like one of means of this many each.
double paired_size(double n, double m) {
  return 2 / (1 / n + 1 / m);
}

}  // namespace

bool suits(ChartType chart, const Characteristic& characteristic) {
  constexpr std::int64_t max_of_ranges = 10;  // beyond, ranges waste what the readings say
  const std::int64_t n = characteristic.subgroup_size;
  switch (chart) {
    case ChartType::i_mr:
      return !characteristic.is_attribute() && n == 1;
    case ChartType::xbar_r:
      return !characteristic.is_attribute() && n >= 2 && n <= max_of_ranges;
    case ChartType::xbar_s:
      return !characteristic.is_attribute() && n >= 2;
    default:
      return db::word_of(chart) == db::word_of(characteristic.data_type);
  }
}

spc::ChartKind chart_kind(const Characteristic& characteristic) {
  static_assert(static_cast<int>(ChartType::xbar_s) == static_cast<int>(spc::ChartKind::xbar_s) &&
                static_cast<int>(ChartType::u) == static_cast<int>(spc::ChartKind::u));
  if (characteristic.chart_type && suits(*characteristic.chart_type, characteristic))
    return static_cast<spc::ChartKind>(*characteristic.chart_type);
  switch (characteristic.data_type) {
    case DataType::p:
      return spc::ChartKind::p;
    case DataType::np:
      return spc::ChartKind::np;
    case DataType::c:
      return spc::ChartKind::c;
    case DataType::u:
      return spc::ChartKind::u;
    case DataType::variable:
      break;
  }
  return spc::recommended_chart(static_cast<std::size_t>(characteristic.subgroup_size));
}

spc::RuleSet rules_of_dispersion(const Characteristic& characteristic) {
  if (characteristic.is_attribute()) return {};
  return spc::applicable_rules(chart_kind(characteristic), spc::ChartPart::dispersion);
}

std::string_view chart_type(spc::ChartKind kind) {
  switch (kind) {
    case spc::ChartKind::xbar_r:
      return "xbar_r";
    case spc::ChartKind::xbar_s:
      return "xbar_s";
    case spc::ChartKind::i_mr:
      return "i_mr";
    default:
      return spc::name(kind);
  }
}

spc::SubgroupMode to_spc(SubgroupMode mode) {
  switch (mode) {
    case SubgroupMode::STANDARDIZED:
      return spc::SubgroupMode::standardized;
    case SubgroupMode::VARIABLE_LIMITS:
      return spc::SubgroupMode::variable_limits;
    case SubgroupMode::NOMINAL_TOLERANCE:
      break;
  }
  return spc::SubgroupMode::nominal_tolerance;
}

SampleStatistics statistics_of(std::span<const double> readings) {
  return statistics_of(spc::summarize(readings));
}

SampleStatistics statistics_of(const spc::Summary& readings) {
  SampleStatistics sample{.n = static_cast<double>(readings.count), .value = readings.mean};
  if (readings.count > 1) {
    sample.range = readings.range();
    sample.std_dev = readings.sd();
  }
  return sample;
}

SampleStatistics statistics_of(DataType type, double count, double inspected) {
  const bool is_rate = type == DataType::p || type == DataType::u;
  return {.n = inspected, .value = is_rate ? count / inspected : count, .count = count};
}

EvaluationContext make_context(const Characteristic& characteristic, const RuleSwitches& switches) {
  EvaluationContext context;
  context.data_type = characteristic.data_type;
  context.chart = chart_kind(characteristic);
  context.mode = to_spc(characteristic.subgroup_mode);
  context.nominal_n = characteristic.subgroup_size;
  context.process = process_of(characteristic);
  context.switches = switches;
  context.rules = narrowed(switches.config(), context.chart, spc::ChartPart::location);
  context.dispersion_rules = narrowed(switches.dispersion_config(), context.chart, spc::ChartPart::dispersion);
  return context;
}

std::optional<JudgedPoint> judge(const EvaluationContext& context, const SampleStatistics& sample) {
  if (!context.process) return std::nullopt;
  const auto plotted = context.data_type == DataType::variable
                           ? spc::location_point(*context.process, context.mode, sample.value, sample.n)
                           : spc::attribute_point(*context.process, context.mode, sample.count, sample.n);
  if (!plotted) return std::nullopt;
  JudgedPoint point{.plotted = *plotted,
                    .z = (plotted->value - plotted->scale.center) / plotted->scale.sigma,
                    .zone = spc::classify(*plotted)};
  if (context.mode == spc::SubgroupMode::standardized) point.z_score = plotted->value;
  if (context.mode == spc::SubgroupMode::variable_limits) {
    point.effective_ucl = plotted->scale.ucl;
    point.effective_lcl = plotted->scale.lcl;
  }
  return point;
}

std::optional<double> dispersion_value(const EvaluationContext& context, const SampleStatistics& sample,
                                       const SampleStatistics* previous) {
  switch (context.chart) {
    case spc::ChartKind::xbar_r:
      return sample.range;
    case spc::ChartKind::xbar_s:
      return sample.std_dev;
    case spc::ChartKind::i_mr:
      return previous == nullptr ? std::nullopt : std::optional(std::abs(sample.value - previous->value));
    default:
      return std::nullopt;
  }
}

std::optional<spc::PlottedPoint> judge_dispersion(const EvaluationContext& context, const SampleStatistics& sample,
                                                  const SampleStatistics* previous) {
  const auto value = dispersion_value(context, sample, previous);
  if (!context.process || !value) return std::nullopt;
  const double size = context.chart == spc::ChartKind::i_mr ? paired_size(sample.n, previous->n) : sample.n;
  return spc::dispersion_point(*context.process, *value, size);
}

std::optional<spc::Scale> nominal_location_scale(const EvaluationContext& context) {
  if (!context.process) return std::nullopt;
  return spc::location_scale(*context.process, static_cast<double>(context.nominal_n));
}

std::optional<spc::Scale> nominal_dispersion_scale(const EvaluationContext& context) {
  if (!context.process) return std::nullopt;
  return spc::dispersion_scale(*context.process, static_cast<double>(context.nominal_n));
}

std::optional<double> center_line_of(const Characteristic& characteristic) {
  if (characteristic.stored_center_line) return characteristic.stored_center_line;
  const auto scale = nominal_location_scale(make_context(characteristic, {}));
  return scale ? std::optional(scale->center) : std::nullopt;
}

bool is_undersized(const Characteristic& characteristic, std::int64_t n) {
  const std::int64_t threshold = characteristic.warn_below_count.value_or(0);
  return n < (threshold > 0 ? threshold : characteristic.subgroup_size);
}

}  // namespace openspc::quality::judge
