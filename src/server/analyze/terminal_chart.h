// A control chart drawn in characters: limits as lines, points as circles (filled where a rule fires, with the rule's
// number below), joined by braille strokes. Called by the text report. Pure function, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "server/analyze/chart_labels.h"
#include "spc/chart.h"

namespace openspc::server::analyze {

struct TerminalArea {
  std::size_t width = 100;  // in characters, the labels of the limits included
  std::size_t height = 13;  // lines of the plot; the axis adds two
  int decimals = 3;         // of the labels
  Script script = Script::unicode;
  std::size_t label_width = 0;  // at least this much for the labels, so that charts above each other align
};

// Characters that the labels of the limits take.
[[nodiscard]] std::size_t limit_label_width(const spc::ChartSeries& series, int decimals);

// `points`: how many the chart has from left to right, so that charts of one analysis align. Lines without their ends.
[[nodiscard]] std::vector<std::string> draw_terminal_chart(const spc::ChartSeries& series, std::size_t points,
                                                           const TerminalArea& area);

}  // namespace openspc::server::analyze
