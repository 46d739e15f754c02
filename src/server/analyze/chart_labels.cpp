#include "server/analyze/chart_labels.h"

#include <algorithm>
#include <cmath>

#include "server/analyze/number_text.h"

namespace openspc::server::analyze {

namespace {

bool is_standardized(const Analysis& analysis) {
  return analysis.mode == spc::SubgroupMode::standardized;
}

}  // namespace

std::string chart_title(const Analysis& analysis, Script script) {
  const spc::ChartKind kind = analysis.kind;
  const bool z = is_standardized(analysis);
  const std::string mean = z ? "Z" : script == Script::ascii ? "X-bar" : "X\u0304";
  switch (kind) {
    case spc::ChartKind::xbar_r:
      return mean + " and R chart";
    case spc::ChartKind::xbar_s:
      return mean + " and s chart";
    case spc::ChartKind::i_mr:
      return z ? "Z and moving range chart" : "Individuals and moving range chart";
    case spc::ChartKind::p:
    case spc::ChartKind::np:
    case spc::ChartKind::c:
    case spc::ChartKind::u:
      break;
  }
  const std::string name(spc::name(kind));
  return z ? "Z chart (" + name + ")" : name + " chart";
}

std::string statistic_symbol(const Analysis& analysis, spc::ChartPart part, Script script) {
  const bool location = part == spc::ChartPart::location;
  const spc::ChartKind kind = analysis.kind;
  if (location && is_standardized(analysis)) return "Z";
  switch (kind) {
    case spc::ChartKind::xbar_r:
    case spc::ChartKind::xbar_s:
      if (location) return script == Script::ascii ? "X-bar" : "X\u0304";
      return kind == spc::ChartKind::xbar_r ? "R" : "s";
    case spc::ChartKind::i_mr:
      return location ? "X" : "MR";
    case spc::ChartKind::p:
    case spc::ChartKind::np:
    case spc::ChartKind::c:
    case spc::ChartKind::u:
      break;
  }
  return std::string(spc::name(kind));
}

std::string statistic_name(const Analysis& analysis, spc::ChartPart part) {
  const bool location = part == spc::ChartPart::location;
  const auto plain = [&]() -> std::string {
    switch (analysis.kind) {
      case spc::ChartKind::xbar_r:
        return location ? "subgroup mean" : "subgroup range";
      case spc::ChartKind::xbar_s:
        return location ? "subgroup mean" : "subgroup standard deviation";
      case spc::ChartKind::i_mr:
        if (analysis.plots_means()) return location ? "subgroup mean" : "moving range of the means";
        return location ? "individual value" : "moving range";
      case spc::ChartKind::p:
        return "fraction nonconforming";
      case spc::ChartKind::np:
        return "nonconforming items";
      case spc::ChartKind::c:
        return "nonconformities";
      case spc::ChartKind::u:
        return "nonconformities per unit";
    }
    return {};
  };
  const bool standardized = location && is_standardized(analysis);
  return plain() + (standardized ? ", standardized (z)" : "");
}

std::string sigma_method_text(spc::SigmaMethod method, Script script) {
  const bool ascii = script == Script::ascii;
  switch (method) {
    case spc::SigmaMethod::moving_range:
      return ascii ? "mean moving range / d2" : "mean moving range / d\u2082";
    case spc::SigmaMethod::median_moving_range:
      return "median moving range / 0.9539";
    case spc::SigmaMethod::r_bar_d2:
      return ascii ? "mean range / d2" : "mean range / d\u2082";
    case spc::SigmaMethod::s_bar_c4:
      return ascii ? "mean s / c4" : "mean s / c\u2084";
    case spc::SigmaMethod::pooled_sd:
      return "pooled standard deviation";
    case spc::SigmaMethod::binomial:
      return "binomial distribution";
    case spc::SigmaMethod::poisson:
      return "Poisson distribution";
    case spc::SigmaMethod::manual:
      break;
  }
  return "given";
}

std::string extent_text(const Analysis& analysis) {
  const std::size_t count = analysis.data.points();
  if (analysis.kind == spc::ChartKind::i_mr && !analysis.plots_means()) return counted(count, "reading");
  std::string text = counted(count, analysis.is_attribute() ? "sample" : "subgroup");
  if (analysis.kind == spc::ChartKind::c && analysis.constant_size() == 1) return text;
  if (const auto size = analysis.constant_size()) return text + " of " + shortest(*size);
  double smallest = analysis.size_of(0);
  double largest = smallest;
  for (std::size_t i = 1; i < count; ++i) {
    smallest = std::min(smallest, analysis.size_of(i));
    largest = std::max(largest, analysis.size_of(i));
  }
  return text + " of " + shortest(smallest) + " to " + shortest(largest);
}

std::string baseline_text(const Analysis& analysis) {
  if (!analysis.baseline) return "limits from all points";
  return "limits from points " + std::to_string(analysis.baseline->first) + " to " +
         std::to_string(analysis.baseline->last);
}

std::string normality_verdict(double p_value) {
  if (p_value < 0.005) return "strong evidence against a normal distribution: read the capability with care";
  if (p_value < 0.05) return "evidence against a normal distribution: read the capability with care";
  return "no evidence against a normal distribution";
}

std::string p_value_text(double p_value) {
  return p_value < 0.0001 ? "p < 0.0001" : "p = " + fixed(p_value, p_value < 0.01 ? 4 : 3);
}

int decimals_of(const spc::ChartSeries& series) {
  double scale = 0;
  for (const spc::Scale& each : series.scales().said()) scale = std::max(scale, each.sigma);
  return decimals_for(scale);
}

}  // namespace openspc::server::analyze
