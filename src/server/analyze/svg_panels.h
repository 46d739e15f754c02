// The two plots of the SVG report: a control chart and a histogram with its specification. Called by svg_report.cpp.
// Pure functions that add to a canvas.
#pragma once

#include "server/analyze/analysis.h"
#include "server/analyze/svg_canvas.h"

namespace openspc::server::analyze {

// `area` holds the heading, the plot, its axis and the labels of the limits on the right.
void draw_chart_panel(SvgCanvas& canvas, const Rect& area, const Analysis& analysis, spc::ChartPart part);
void draw_histogram_panel(SvgCanvas& canvas, const Rect& area, const Analysis& analysis);

}  // namespace openspc::server::analyze
