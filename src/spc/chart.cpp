#include "spc/chart.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace openspc::spc {
namespace {

SigmaMethod default_method(ChartKind kind) {
  switch (kind) {
    case ChartKind::xbar_r:
      return SigmaMethod::r_bar_d2;
    case ChartKind::xbar_s:
      return SigmaMethod::s_bar_c4;
    case ChartKind::i_mr:
      return SigmaMethod::moving_range;
    case ChartKind::p:
    case ChartKind::np:
      return SigmaMethod::binomial;
    case ChartKind::c:
    case ChartKind::u:
      return SigmaMethod::poisson;
  }
  return SigmaMethod::manual;
}

// The most frequent size, the larger of equally frequent ones.
template <class Item, class SizeOf>
double usual_size(std::span<const Item> items, SizeOf size_of) {
  std::map<double, std::size_t> frequency;
  for (const Item& item : items) ++frequency[size_of(item)];
  const auto usual = std::max_element(frequency.begin(), frequency.end(),
                                      [](const auto& a, const auto& b) { return a.second <= b.second; });
  return usual == frequency.end() ? 0 : usual->first;
}

struct Estimate {
  ProcessParameters parameters;
  std::optional<SigmaEstimate> sigma;
};

Result<Estimate> estimate(ChartKind kind, std::span<const Summary> subgroups, const EstimateOptions& options) {
  if (is_attribute(kind)) return Failure::invalid_parameter;
  if (subgroups.empty()) return Failure::too_few_points;
  if (std::any_of(subgroups.begin(), subgroups.end(), [](const Summary& s) { return s.count == 0; })) {
    return Failure::size_out_of_range;
  }
  const SigmaMethod method = options.method.value_or(default_method(kind));
  const Result<SigmaEstimate> sigma = estimate_sigma(method, subgroups, options.span);
  if (!sigma) return sigma.failure();
  Estimate result;
  result.sigma = *sigma;
  result.parameters.kind = kind;
  result.parameters.center = merge(subgroups).mean;
  result.parameters.sigma = sigma->sigma.value;
  result.parameters.method = method;
  result.parameters.nominal_size = usual_size(subgroups, [](const Summary& s) { return static_cast<double>(s.count); });
  result.parameters.span = options.span;
  if (!std::isfinite(result.parameters.center)) return Failure::not_finite;
  return result;
}

// The mean as merge() finds it of summaries of one reading.
double merged_mean(std::span<const double> readings) {
  double mean = 0;
  double count = 0;
  for (const double reading : readings) {
    count += 1;
    mean += (reading - mean) * (1 / count);
  }
  double rest = 0;
  for (const double reading : readings) rest += reading - mean;
  return mean + rest / count;
}

Result<Estimate> estimate(ChartKind kind, std::span<const double> readings, const EstimateOptions& options) {
  if (readings.empty()) return Failure::too_few_points;
  const SigmaMethod method = options.method.value_or(default_method(kind));
  const Result<SigmaEstimate> sigma = individuals_sigma(method, readings, options.span);
  if (!sigma) return sigma.failure();
  Estimate result;
  result.sigma = *sigma;
  result.parameters = {.kind = kind,
                       .center = merged_mean(readings),
                       .sigma = sigma->sigma.value,
                       .method = method,
                       .nominal_size = 1,
                       .span = options.span};
  if (!std::isfinite(result.parameters.center)) return Failure::not_finite;
  return result;
}

bool is_possible(ChartKind kind, const AttributeSample& sample) {
  const bool counts_items = kind == ChartKind::p || kind == ChartKind::np;
  return std::isfinite(sample.count) && sample.count >= 0 && std::isfinite(sample.size) && sample.size > 0 &&
         (sample.count <= sample.size || !counts_items);
}

Result<Estimate> estimate(ChartKind kind, std::span<const AttributeSample> samples, const EstimateOptions& /*unused*/) {
  if (!is_attribute(kind)) return Failure::invalid_parameter;
  if (samples.empty()) return Failure::too_few_points;
  double counts = 0;
  double sizes = 0;
  for (const AttributeSample& sample : samples) {
    if (!is_possible(kind, sample)) return Failure::invalid_counts;
    counts += sample.count;
    sizes += sample.size;
  }
  Estimate result;
  result.parameters.kind = kind;
  result.parameters.method = default_method(kind);
  result.parameters.nominal_size = usual_size(samples, [](const AttributeSample& s) { return s.size; });
  result.parameters.center = counts / (kind == ChartKind::c ? sizes / result.parameters.nominal_size : sizes);
  if (!std::isfinite(result.parameters.center)) return Failure::not_finite;
  return result;
}

template <class Item>
Result<Estimate> parameters_for(ChartKind kind, std::span<const Item> items, const ChartOptions& options) {
  if (options.parameters) {
    if (options.parameters->kind != kind) return Failure::invalid_parameter;
    return Estimate{*options.parameters, std::nullopt};
  }
  if (!options.baseline) return estimate(kind, items, options.estimate);
  const auto [first, last] = *options.baseline;
  if (first > last || last >= items.size()) return Failure::invalid_parameter;
  return estimate(kind, items.subspan(first, last - first + 1), options.estimate);
}

// Judges a series by those of the rules that are valid on it.
ChartSeries judged(ChartSeries series, RuleConfig rules, ChartKind kind, ChartPart part) {
  rules.enabled = rules.enabled & applicable_rules(kind, part);
  series.judge(rules);
  return series;
}

void add_if_any(ChartSeries& series, std::size_t index, const std::optional<PlottedPoint>& point) {
  if (point) series.add(index, *point);
}

ChartSeries moving_range_series(const ProcessParameters& parameters, std::span<const Summary> subgroups) {
  ChartSeries series;
  std::vector<double> means;
  means.reserve(subgroups.size());
  for (const Summary& subgroup : subgroups) means.push_back(subgroup.mean);
  const std::vector<double> ranges = moving_ranges(means, parameters.span);
  series.reserve(ranges.size());
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    double reciprocals = 0;
    for (const Summary& subgroup : subgroups.subspan(i, parameters.span)) {
      reciprocals += 1 / static_cast<double>(subgroup.count);
    }
    const double harmonic_mean = static_cast<double>(parameters.span) / reciprocals;
    add_if_any(series, i + parameters.span - 1, dispersion_point(parameters, ranges[i], harmonic_mean));
  }
  return series;
}

// Single readings have one scale, so that their points differ in nothing but their values.
ChartSeries moving_range_series(const ProcessParameters& parameters, std::span<const double> readings) {
  const std::optional<Scale> scale = dispersion_scale(parameters, 1);
  if (!scale) return {};
  return {parameters.span - 1, moving_ranges(readings, parameters.span), *scale};
}

ChartSeries individuals_series(const ProcessParameters& parameters, SubgroupMode mode,
                               std::span<const double> readings) {
  if (readings.empty()) return {};
  const std::optional<PlottedPoint> first = location_point(parameters, mode, readings.front(), 1);
  if (!first) return {};
  std::vector<double> values(readings.begin(), readings.end());
  if (mode == SubgroupMode::standardized) {
    for (double& value : values) {
      if (const auto point = location_point(parameters, mode, value, 1)) value = point->value;
    }
  }
  return {0, std::move(values), first->scale};
}

ChartSeries spread_series(const ProcessParameters& parameters, std::span<const Summary> subgroups) {
  if (parameters.kind == ChartKind::i_mr) return moving_range_series(parameters, subgroups);
  ChartSeries series;
  series.reserve(subgroups.size());
  for (std::size_t i = 0; i < subgroups.size(); ++i) {
    const Summary& subgroup = subgroups[i];
    const double statistic = parameters.kind == ChartKind::xbar_r ? subgroup.range() : subgroup.sd();
    add_if_any(series, i, dispersion_point(parameters, statistic, static_cast<double>(subgroup.count)));
  }
  return series;
}

}  // namespace

Result<ProcessParameters> estimate_parameters(ChartKind kind, std::span<const Summary> subgroups,
                                              const EstimateOptions& options) {
  const Result<Estimate> result = estimate(kind, subgroups, options);
  if (!result) return result.failure();
  return result->parameters;
}

Result<ProcessParameters> estimate_parameters(ChartKind kind, std::span<const AttributeSample> samples) {
  const Result<Estimate> result = estimate(kind, samples, {});
  if (!result) return result.failure();
  return result->parameters;
}

ChartSeries::ChartSeries(std::size_t first_index, std::vector<double> values, const Scale& scale)
    : values_(std::move(values)) {
  if (values_.empty()) return;
  scales_ = {values_.size(), scale};
  skipped_ = {values_.size(), first_index};
}

void ChartSeries::add(std::size_t index, const PlottedPoint& point) {
  skipped_.push_back(index - values_.size());
  values_.push_back(point.value);
  scales_.push_back(point.scale);
}

void ChartSeries::judge(const RuleConfig& rules) {
  hits_ = find_hits(values_, scales_, rules);
}

std::optional<Limits> ChartSeries::constant_limits() const {
  const std::span<const Scale> said = scales_.said();
  const auto differ = [](const Scale& a, const Scale& b) { return a.limits() != b.limits(); };
  if (said.empty() || std::adjacent_find(said.begin(), said.end(), differ) != said.end()) return std::nullopt;
  return said.front().limits();
}

RuleSet ChartSeries::fired(std::size_t place) const {
  RuleSet fired;
  const auto before = [](const SeriesHit& hit, std::size_t wanted) { return hit.index < wanted; };
  for (auto hit = std::lower_bound(hits_.begin(), hits_.end(), place, before);
       hit != hits_.end() && hit->index == place; ++hit) {
    fired.insert(hit->hit.rule);
  }
  return fired;
}

std::vector<std::size_t> ChartSeries::involved(const SeriesHit& hit) const {
  std::vector<std::size_t> result;
  hit.hit.for_each_involved([&](std::size_t back) { result.push_back(index(hit.index - back)); });
  return result;
}

Result<Chart> make_chart(ChartKind kind, std::span<const Summary> subgroups, const ChartOptions& options) {
  if (is_attribute(kind) || invalid_rule(options.rules)) return Failure::invalid_parameter;
  const Result<Estimate> estimated = parameters_for(kind, subgroups, options);
  if (!estimated) return estimated.failure();
  Chart chart;
  chart.parameters = estimated->parameters;
  chart.sigma = estimated->sigma;
  ChartSeries location;
  location.reserve(subgroups.size());
  for (std::size_t i = 0; i < subgroups.size(); ++i) {
    const auto n = static_cast<double>(subgroups[i].count);
    add_if_any(location, i, location_point(chart.parameters, options.mode, subgroups[i].mean, n));
  }
  chart.location = judged(std::move(location), options.rules, kind, ChartPart::location);
  chart.dispersion = judged(spread_series(chart.parameters, subgroups), options.rules, kind, ChartPart::dispersion);
  return chart;
}

Result<Chart> make_chart(ChartKind kind, std::span<const AttributeSample> samples, const ChartOptions& options) {
  if (!is_attribute(kind) || invalid_rule(options.rules)) return Failure::invalid_parameter;
  if (!std::all_of(samples.begin(), samples.end(), [&](const AttributeSample& s) { return is_possible(kind, s); })) {
    return Failure::invalid_counts;
  }
  const Result<Estimate> estimated = parameters_for(kind, samples, options);
  if (!estimated) return estimated.failure();
  Chart chart;
  chart.parameters = estimated->parameters;
  ChartSeries location;
  location.reserve(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    add_if_any(location, i, attribute_point(chart.parameters, options.mode, samples[i].count, samples[i].size));
  }
  chart.location = judged(std::move(location), options.rules, kind, ChartPart::location);
  return chart;
}

Result<Chart> individuals_chart(std::span<const double> readings, const ChartOptions& options) {
  constexpr ChartKind kKind = ChartKind::i_mr;
  if (invalid_rule(options.rules)) return Failure::invalid_parameter;
  const Result<Estimate> estimated = parameters_for(kKind, readings, options);
  if (!estimated) return estimated.failure();
  Chart chart;
  chart.parameters = estimated->parameters;
  chart.sigma = estimated->sigma;
  chart.location =
      judged(individuals_series(chart.parameters, options.mode, readings), options.rules, kKind, ChartPart::location);
  chart.dispersion =
      judged(moving_range_series(chart.parameters, readings), options.rules, kKind, ChartPart::dispersion);
  return chart;
}

std::vector<Summary> subgroups_of(std::span<const double> readings, std::size_t n) {
  std::vector<Summary> subgroups;
  if (n == 0) return subgroups;
  subgroups.reserve(readings.size() / n + 1);
  for (std::size_t first = 0; first < readings.size(); first += n) {
    subgroups.push_back(summarize(readings.subspan(first, std::min(n, readings.size() - first))));
  }
  return subgroups;
}

}  // namespace openspc::spc
