// What the rules say of a chart, for people: a run that goes on is one signal, not one for each of its points. Called
// by analysis.cpp and the reports. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "spc/chart.h"

namespace openspc::server::analyze {

enum class Side { upper, lower, both };

struct Signal {
  spc::ChartPart part = spc::ChartPart::location;
  spc::Rule rule = spc::Rule::outlier;
  Side side = Side::both;           // where the points lie, or whether they rise (upper) or fall (lower)
  std::vector<std::size_t> points;  // 1-based, ascending: all points involved
};

// Overlapping hits of one rule on one side are joined. In the order of the first point.
[[nodiscard]] std::vector<Signal> find_signals(const spc::ChartSeries& series, spc::ChartPart part);

// "11 in a row above the center line". `beyond` describes the limit that rule 1 found broken.
[[nodiscard]] std::string describe(const Signal& signal);

// What usually lies behind a rule, a sentence.
[[nodiscard]] std::string usual_cause(spc::Rule rule, spc::ChartPart part);

}  // namespace openspc::server::analyze
