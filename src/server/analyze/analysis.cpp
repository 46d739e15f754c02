#include "server/analyze/analysis.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "base/certain.h"
#include "base/error.h"

namespace openspc::server::analyze {
namespace {

using base::bad_request;

std::string text(std::string_view part) {
  return std::string(part);
}

spc::ChartKind choose_chart(const Dataset& data, const AnalyzeOptions& options) {
  const std::size_t largest = data.sizes.empty() ? 0 : *std::ranges::max_element(data.sizes.said());
  const spc::ChartKind kind = options.chart.value_or(spc::recommended_chart(largest));
  const bool needs_subgroups = kind == spc::ChartKind::xbar_r || kind == spc::ChartKind::xbar_s;
  if (needs_subgroups && largest < 2) {
    throw bad_request("--chart " + text(spc::name(kind)) +
                      " needs subgroups of two or more: --subgroup-size N, --subgroup-column NAME or several columns "
                      "after --value-column");
  }
  return kind;
}

// What a chart of individuals plots of subgroups: their means, each as one reading.
std::vector<double> means_of(std::span<const spc::Summary> subgroups) {
  std::vector<double> means;
  means.reserve(subgroups.size());
  for (const spc::Summary& subgroup : subgroups) means.push_back(subgroup.mean);
  return means;
}

spc::ChartOptions chart_options(const AnalyzeOptions& options, std::size_t points) {
  spc::ChartOptions chart;
  chart.mode = options.mode;
  chart.estimate.method = options.sigma_method;
  chart.estimate.span = options.span;
  if (!options.rules.empty()) {
    chart.rules.enabled = {};
    for (const int number : options.rules) chart.rules.enabled.insert(base::certain(spc::rule_from_number(number)));
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
    if (!valid.contains(base::certain(spc::rule_from_number(number))))
      unfit += (unfit.empty() ? "" : ", ") + std::to_string(number);
  }
  if (!unfit.empty()) {
    analysis.remarks.push_back("Not judged by rule " + unfit +
                               ": it presumes a normal distribution, which counts do not have.");
  }
}

void explain_moving_centers(Analysis& analysis) {
  const auto moves = [](const spc::ChartSeries& series) {
    const std::span<const spc::Scale> scales = series.scales().said();
    return std::ranges::adjacent_find(scales, std::ranges::not_equal_to{}, &spc::Scale::center) != scales.end();
  };
  if (moves(analysis.chart.location) || (analysis.chart.dispersion && moves(*analysis.chart.dispersion))) {
    analysis.remarks.emplace_back(
        "Where the center line moves with the size, rules 3 and 4 compare distances from it in sigmas.");
  }
}

void explain_missing_points(Analysis& analysis) {
  if (analysis.chart.location.size() < analysis.data.points()) {
    analysis.remarks.emplace_back("Points for which no limits exist are not drawn.");
  }
  if (analysis.chart.sigma && analysis.chart.sigma->sigma.value == 0) {
    analysis.remarks.emplace_back("The readings that set the limits do not vary: all limits lie on the center line.");
  }
}

// The spread of single readings. That of subgroup means tells nothing of it, so behind a chart of means stand the
// subgroups that set its limits.
void add_within(Analysis& analysis, std::span<const spc::Summary> subgroups, const spc::ChartOptions& how) {
  if (!analysis.plots_means()) {
    analysis.within = analysis.chart.sigma;
    return;
  }
  if (how.baseline) subgroups = subgroups.subspan(how.baseline->first, how.baseline->last - how.baseline->first + 1);
  const bool small = std::ranges::all_of(subgroups, [](const spc::Summary& subgroup) {
    return spc::recommended_chart(subgroup.count) != spc::ChartKind::xbar_s;
  });
  const auto within = spc::estimate_sigma(small ? spc::SigmaMethod::r_bar_d2 : spc::SigmaMethod::s_bar_c4, subgroups);
  if (within) {
    analysis.within = *within;
  } else {
    analysis.remarks.push_back("No sigma within subgroups: " + text(spc::describe(within.failure())) + ".");
  }
}

void add_capability(Analysis& analysis, const AnalyzeOptions& options) {
  analysis.specification = {.lsl = options.lsl, .usl = options.usl, .target = options.target};
  const bool has_limit = options.lsl || options.usl;
  if (!has_limit) {
    if (options.target) analysis.remarks.emplace_back("A target alone gives no capability; add --lsl or --usl.");
    return;
  }
  if (!analysis.within) {
    analysis.remarks.emplace_back("No capability without a sigma within subgroups.");
    return;
  }
  const auto capability =
      spc::capability(analysis.data.readings, *analysis.within, analysis.specification, options.confidence);
  if (capability) {
    analysis.capability = *capability;
  } else if (capability.failure() == spc::Failure::invalid_specification) {
    throw bad_request("--lsl must be below --usl");
  } else {
    analysis.remarks.push_back("No capability: " + text(spc::describe(capability.failure())) + ".");
  }
}

void add_normality(Analysis& analysis, const spc::Result<spc::AndersonDarling>& normality) {
  if (normality) {
    analysis.normality = *normality;
  } else {
    analysis.remarks.push_back("No test of normality: " + text(spc::describe(normality.failure())) + ".");
  }
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

// What a method estimates from the spread within subgroups, single readings do not have.
void refuse_unfit_method(const Dataset& data, const AnalyzeOptions& options) {
  if (!options.sigma_method) return;
  const spc::SigmaMethod method = *options.sigma_method;
  const bool of_singles = method == spc::SigmaMethod::moving_range || method == spc::SigmaMethod::median_moving_range;
  const bool are_singles = std::ranges::all_of(data.sizes.said(), [](std::size_t size) { return size == 1; });
  if (of_singles || !are_singles) return;
  throw bad_request("--sigma-method " + text(spc::name(method)) +
                    " takes subgroups of two or more readings, and these are single ones: say --subgroup-size or "
                    "--subgroup-column, or take moving_range or median_moving_range");
}

spc::Result<spc::Chart> chart_of(const Analysis& analysis, std::span<const spc::Summary> subgroups,
                                 const spc::ChartOptions& how) {
  if (analysis.plots_readings()) return spc::individuals_chart(analysis.data.readings, how);
  if (analysis.plots_means()) return spc::individuals_chart(means_of(subgroups), how);
  return spc::make_chart(analysis.kind, subgroups, how);
}

void chart_readings(Analysis& analysis, const AnalyzeOptions& options) {
  refuse_unfit_method(analysis.data, options);
  analysis.overall = spc::summarize(analysis.data.readings);
  // Sorts a copy of the readings: before the chart takes memory too.
  const auto normality = spc::anderson_darling(analysis.data.readings, *analysis.overall);
  std::vector<spc::Summary> subgroups;  // a reading that is plotted by itself needs no summary
  if (!analysis.plots_readings()) subgroups = analysis.data.subgroups();
  if (analysis.plots_means()) {
    analysis.data.notes.emplace_back("The mean of each subgroup enters the chart of individuals as one reading.");
  }
  const spc::ChartOptions how = chart_options(options, analysis.data.points());
  analysis.chart = chart_or_throw(chart_of(analysis, subgroups, how), analysis.kind);
  add_within(analysis, subgroups, how);
  add_capability(analysis, options);
  add_normality(analysis, normality);
}

}  // namespace

std::vector<std::string> Analysis::all_notes() const {
  std::vector<std::string> notes = data.choices;
  notes.insert(notes.end(), remarks.begin(), remarks.end());
  return notes;
}

bool Analysis::plots_means() const {
  return kind == spc::ChartKind::i_mr && !plots_readings();
}

bool Analysis::plots_readings() const {
  return kind == spc::ChartKind::i_mr && std::ranges::all_of(data.sizes.said(), [](std::size_t n) { return n == 1; });
}

std::optional<double> Analysis::constant_size() const {
  if (!is_attribute()) return data.sizes.is_constant() ? std::optional(size_of(0)) : std::nullopt;
  const bool vary = std::ranges::adjacent_find(data.samples, std::ranges::not_equal_to{},
                                               &spc::AttributeSample::size) != data.samples.end();
  return vary ? std::nullopt : std::optional(size_of(0));
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
  explain_moving_centers(analysis);
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
