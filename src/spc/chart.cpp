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

// Collects points in order and judges each as it comes.
class SeriesBuilder {
 public:
  SeriesBuilder(const RuleConfig& rules, RuleSet applicable, std::size_t points)
      : evaluator_(restricted(rules, applicable)) {
    series_.points.reserve(points);
  }

  void add(std::size_t index, const std::optional<PlottedPoint>& point) {
    if (!point) return;
    const RuleSet fired = evaluator_.push(*point);
    for (const Rule rule : kAllRules) {
      if (fired.contains(rule)) series_.hits.push_back({series_.points.size(), evaluator_.hit(rule)});
    }
    const Limits limits = point->scale.limits();
    if (series_.points.empty()) series_.constant = limits;
    if (series_.constant && *series_.constant != limits) series_.constant.reset();
    series_.points.push_back({index, *point, classify(*point), fired});
  }
  [[nodiscard]] ChartSeries take() { return std::move(series_); }

 private:
  static RuleConfig restricted(RuleConfig rules, RuleSet applicable) {
    rules.enabled = rules.enabled & applicable;
    return rules;
  }

  RuleEvaluator evaluator_;
  ChartSeries series_;
};

ChartSeries moving_range_series(const ProcessParameters& parameters, std::span<const Summary> subgroups,
                                const ChartOptions& options) {
  SeriesBuilder series(options.rules, applicable_rules(ChartKind::i_mr, ChartPart::dispersion), subgroups.size());
  std::vector<double> means;
  means.reserve(subgroups.size());
  for (const Summary& subgroup : subgroups) means.push_back(subgroup.mean);
  const std::vector<double> ranges = moving_ranges(means, parameters.span);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    double reciprocals = 0;
    for (const Summary& subgroup : subgroups.subspan(i, parameters.span)) {
      reciprocals += 1 / static_cast<double>(subgroup.count);
    }
    const double harmonic_mean = static_cast<double>(parameters.span) / reciprocals;
    series.add(i + parameters.span - 1, dispersion_point(parameters, ranges[i], harmonic_mean));
  }
  return series.take();
}

ChartSeries spread_series(const ProcessParameters& parameters, std::span<const Summary> subgroups,
                          const ChartOptions& options) {
  if (parameters.kind == ChartKind::i_mr) return moving_range_series(parameters, subgroups, options);
  SeriesBuilder series(options.rules, applicable_rules(parameters.kind, ChartPart::dispersion), subgroups.size());
  for (std::size_t i = 0; i < subgroups.size(); ++i) {
    const Summary& subgroup = subgroups[i];
    const double statistic = parameters.kind == ChartKind::xbar_r ? subgroup.range() : subgroup.sd();
    series.add(i, dispersion_point(parameters, statistic, static_cast<double>(subgroup.count)));
  }
  return series.take();
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

std::vector<std::size_t> ChartSeries::involved(const SeriesHit& hit) const {
  std::vector<std::size_t> result;
  hit.hit.for_each_involved([&](std::size_t back) { result.push_back(points[hit.index - back].index); });
  return result;
}

Result<Chart> make_chart(ChartKind kind, std::span<const Summary> subgroups, const ChartOptions& options) {
  if (is_attribute(kind) || invalid_rule(options.rules)) return Failure::invalid_parameter;
  const Result<Estimate> estimated = parameters_for(kind, subgroups, options);
  if (!estimated) return estimated.failure();
  Chart chart;
  chart.parameters = estimated->parameters;
  chart.sigma = estimated->sigma;
  SeriesBuilder location(options.rules, applicable_rules(kind, ChartPart::location), subgroups.size());
  for (std::size_t i = 0; i < subgroups.size(); ++i) {
    const auto n = static_cast<double>(subgroups[i].count);
    location.add(i, location_point(chart.parameters, options.mode, subgroups[i].mean, n));
  }
  chart.location = location.take();
  chart.dispersion = spread_series(chart.parameters, subgroups, options);
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
  SeriesBuilder location(options.rules, applicable_rules(kind, ChartPart::location), samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    location.add(i, attribute_point(chart.parameters, options.mode, samples[i].count, samples[i].size));
  }
  chart.location = location.take();
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
