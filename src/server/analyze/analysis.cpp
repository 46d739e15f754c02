#include "server/analyze/analysis.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"

namespace openspc::server::analyze {
namespace {

using base::bad_request;

std::string text(std::string_view part) {
  return std::string(part);
}

spc::ChartKind choose_chart(const Dataset& data, const AnalyzeOptions& options) {
  const std::size_t largest = data.sizes.empty() ? 0 : *std::ranges::max_element(data.sizes);
  const spc::ChartKind kind = options.chart.value_or(spc::recommended_chart(largest));
  const bool needs_subgroups = kind == spc::ChartKind::xbar_r || kind == spc::ChartKind::xbar_s;
  if (needs_subgroups && largest < 2) {
    throw bad_request("--chart " + text(spc::name(kind)) +
                      " needs subgroups of two or more: --subgroup-size N, --subgroup-column NAME or several columns "
                      "after --value-column");
  }
  return kind;
}

// A chart of individuals takes the mean of each subgroup for its reading.
void reduce_to_means(Dataset& data, std::vector<spc::Summary>& subgroups) {
  if (std::ranges::all_of(data.sizes, [](std::size_t size) { return size == 1; })) return;
  data.readings.clear();
  for (spc::Summary& subgroup : subgroups) {
    data.readings.push_back(subgroup.mean);
    subgroup = spc::summarize(std::span(&data.readings.back(), 1));
  }
  data.sizes.assign(data.readings.size(), 1);
  data.notes.emplace_back("The mean of each subgroup enters the chart of individuals as one reading.");
}

spc::ChartOptions chart_options(const AnalyzeOptions& options, std::size_t points) {
  spc::ChartOptions chart;
  chart.mode = options.mode;
  chart.estimate.method = options.sigma_method;
  chart.estimate.span = options.span;
  if (!options.rules.empty()) {
    chart.rules.enabled = {};
    for (const int number : options.rules) chart.rules.enabled.insert(*spc::rule_from_number(number));
  }
  if (options.baseline) {
    const auto [first, last] = *options.baseline;
    if (last > points) {
      throw bad_request("--baseline " + std::to_string(first) + ":" + std::to_string(last) + " reaches beyond the " +
                        std::to_string(points) + " points of the chart");
    }
    chart.baseline = spc::IndexRange{first - 1, last - 1};
  }
  return chart;
}

spc::Chart chart_or_throw(spc::Result<spc::Chart> chart, spc::ChartKind kind) {
  if (!chart) throw bad_request("no " + text(spc::name(kind)) + " chart: " + text(spc::describe(chart.failure())));
  return std::move(chart.value());
}

void explain_unfit_rules(Analysis& analysis, const AnalyzeOptions& options) {
  const spc::RuleSet valid = spc::applicable_rules(analysis.kind, spc::ChartPart::location);
  std::string unfit;
  for (const int number : options.rules) {
    if (!valid.contains(*spc::rule_from_number(number))) unfit += (unfit.empty() ? "" : ", ") + std::to_string(number);
  }
  if (!unfit.empty()) {
    analysis.remarks.push_back("Not judged by rule " + unfit +
                               ": it presumes a normal distribution, which counts do not have.");
  }
}

void explain_missing_points(Analysis& analysis) {
  if (analysis.chart.location.points.size() < analysis.data.points()) {
    analysis.remarks.emplace_back("Points for which no limits exist are not drawn.");
  }
  if (analysis.chart.sigma && analysis.chart.sigma->sigma.value == 0) {
    analysis.remarks.emplace_back("The readings that set the limits do not vary: all limits lie on the center line.");
  }
}

void add_capability(Analysis& analysis, const AnalyzeOptions& options) {
  analysis.specification = {.lsl = options.lsl, .usl = options.usl, .target = options.target};
  const bool has_limit = options.lsl || options.usl;
  if (!has_limit) {
    if (options.target) analysis.remarks.emplace_back("A target alone gives no capability; add --lsl or --usl.");
    return;
  }
  const auto capability =
      spc::capability(analysis.data.readings, *analysis.chart.sigma, analysis.specification, options.confidence);
  if (capability) {
    analysis.capability = *capability;
  } else if (capability.failure() == spc::Failure::invalid_specification) {
    throw bad_request("--lsl must be below --usl");
  } else {
    analysis.remarks.push_back("No capability: " + text(spc::describe(capability.failure())) + ".");
  }
}

void add_distribution(Analysis& analysis) {
  analysis.overall = spc::summarize(analysis.data.readings);
  const auto normality = spc::anderson_darling(analysis.data.readings);
  if (normality) {
    analysis.normality = *normality;
  } else {
    analysis.remarks.push_back("No test of normality: " + text(spc::describe(normality.failure())) + ".");
  }
  const double bins = std::ceil(1.5 * std::sqrt(static_cast<double>(analysis.data.readings.size())));
  const spc::HistogramOptions options{.bins = static_cast<std::size_t>(std::clamp(bins, 7.0, 40.0)), .curve_points = 0};
  if (const auto histogram = spc::histogram(analysis.data.readings, options)) analysis.histogram = *histogram;
}

void refuse_specification_of_counts(const AnalyzeOptions& options) {
  if (options.lsl || options.usl || options.target || options.sigma_method) {
    throw bad_request("--lsl, --usl, --target and --sigma-method belong to charts of readings, not of counts");
  }
}

void chart_counts(Analysis& analysis, const AnalyzeOptions& options) {
  refuse_specification_of_counts(options);
  const spc::ChartOptions how = chart_options(options, analysis.data.points());
  analysis.chart = chart_or_throw(spc::make_chart(analysis.kind, analysis.data.samples, how), analysis.kind);
}

void chart_readings(Analysis& analysis, const AnalyzeOptions& options) {
  std::vector<spc::Summary> subgroups = analysis.data.subgroups();
  if (analysis.kind == spc::ChartKind::i_mr) reduce_to_means(analysis.data, subgroups);
  const spc::ChartOptions how = chart_options(options, analysis.data.points());
  analysis.chart = chart_or_throw(spc::make_chart(analysis.kind, subgroups, how), analysis.kind);
  add_capability(analysis, options);
  add_distribution(analysis);
}

}  // namespace

std::vector<std::string> Analysis::all_notes() const {
  std::vector<std::string> notes = data.choices;
  notes.insert(notes.end(), remarks.begin(), remarks.end());
  return notes;
}

std::optional<double> Analysis::constant_size() const {
  for (std::size_t i = 1; i < data.points(); ++i) {
    if (size_of(i) != size_of(0)) return std::nullopt;
  }
  return size_of(0);
}

double Analysis::size_of(std::size_t point) const {
  return is_attribute() ? data.samples[point].size : static_cast<double>(data.sizes[point]);
}

std::string Analysis::label_of(std::size_t point) const {
  return point < data.labels.size() ? data.labels[point] : std::string();
}

Analysis analyze(Dataset data, const AnalyzeOptions& options) {
  Analysis analysis;
  analysis.kind = choose_chart(data, options);
  analysis.mode = options.mode;
  analysis.baseline = options.baseline;
  analysis.data = std::move(data);
  if (analysis.is_attribute()) {
    chart_counts(analysis, options);
  } else {
    chart_readings(analysis, options);
  }
  explain_missing_points(analysis);
  explain_unfit_rules(analysis, options);
  analysis.remarks.insert(analysis.remarks.begin(), analysis.data.notes.begin(), analysis.data.notes.end());

  analysis.signals = find_signals(analysis.chart.location, spc::ChartPart::location);
  if (analysis.chart.dispersion) {
    const auto spread = find_signals(*analysis.chart.dispersion, spc::ChartPart::dispersion);
    analysis.signals.insert(analysis.signals.end(), spread.begin(), spread.end());
  }
  return analysis;
}

}  // namespace openspc::server::analyze
