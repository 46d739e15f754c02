// The names by which charts, statistics and estimators are shown to people. Called by the text and SVG reports. Pure
// functions, any thread.
#pragma once

#include <string>

#include "server/analyze/analysis.h"

namespace openspc::server::analyze {

enum class Script { unicode, ascii };  // ascii: without the bar over X, Greek letters and the like

[[nodiscard]] std::string chart_title(const Analysis& analysis, Script script);  // "X-bar and R chart", "Z and R chart"
[[nodiscard]] std::string statistic_symbol(const Analysis& analysis, spc::ChartPart part,
                                           Script script);  // "X̄", "MR", "Z"
// "subgroup mean", "range", "fraction nonconforming"; says so when the points are standardized.
[[nodiscard]] std::string statistic_name(const Analysis& analysis, spc::ChartPart part);
[[nodiscard]] std::string sigma_method_text(spc::SigmaMethod method, Script script);  // "mean range / d2"

// "25 subgroups of 5", "30 samples of 50", "18 samples of 32 to 58".
[[nodiscard]] std::string extent_text(const Analysis& analysis);
// "limits from points 1 to 25", "limits from all points".
[[nodiscard]] std::string baseline_text(const Analysis& analysis);
// "no evidence against a normal distribution" and the like, by the p value.
[[nodiscard]] std::string normality_verdict(double p_value);
// "p = 0.034" or "p < 0.0001".
[[nodiscard]] std::string p_value_text(double p_value);

// The smallest number of decimals that shows a chart's limits usefully.
[[nodiscard]] int decimals_of(const spc::ChartSeries& series);

}  // namespace openspc::server::analyze
