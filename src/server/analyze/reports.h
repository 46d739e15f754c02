// The three forms of an analysis. Each writes the whole report to `out`. Called by run_analyze.
#pragma once

#include <iosfwd>

#include "server/analyze/analysis.h"

namespace openspc::server::analyze {

// {"chart", "sigma", "location", "dispersion", "capability", "normality", ...}: indices are 1-based; a limit that
// varies by point is null at the top and stands with each point. docs/analyze.md describes every member.
// A summary has, instead of the points, how many there are and how often each rule fires.
enum class JsonDetail { points, summary };
void write_json(const Analysis& analysis, JsonDetail detail, std::ostream& out);

struct TextStyle {
  bool ascii = false;
  std::size_t width = 100;
};
void write_text(const Analysis& analysis, const TextStyle& style, std::ostream& out);

// One self-contained figure, 1120 units wide.
void write_svg(const Analysis& analysis, std::ostream& out);

}  // namespace openspc::server::analyze
