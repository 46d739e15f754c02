// Bins of equal width and the normal curve fitted over them. Called by chart-data, reports and the command line.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "spc/result.h"
#include "spc/summary.h"

namespace openspc::spc {

struct CurvePoint {
  double x = 0, y = 0;
};

struct Histogram {
  double lower = 0, width = 0;  // bin i covers [lower + i width, lower + (i + 1) width), the last one closed
  std::vector<std::size_t> counts;
  std::vector<CurvePoint> curve;  // normal density * N * width with mean and s of the readings; empty when s is zero
  [[nodiscard]] double edge(std::size_t i) const { return lower + static_cast<double>(i) * width; }
};

struct HistogramOptions {
  std::size_t bins = 20;           // 1..1000
  std::size_t curve_points = 101;  // over the whole width of the histogram; 0: no curve
};

// Spans [min - 0.1 r, max + 0.1 r], r the range of the readings (1 % of |min| if zero, 1 if that is zero too).
[[nodiscard]] Result<Histogram> histogram(std::span<const double> readings, const HistogramOptions& options = {});
// The same when their summary is known.
[[nodiscard]] Result<Histogram> histogram(std::span<const double> readings, const Summary& summary,
                                          const HistogramOptions& options = {});

}  // namespace openspc::spc
