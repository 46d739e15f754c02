// Control-chart constants for normal data, computed from their definitions (no printed table, whose last digits are
// wrong in places). Called by every estimator and limit of this room. The table is built on first use (a few
// milliseconds), then shared read-only: safe from any thread.
//
//   d2 = E[R]/sigma, d3 = sd[R]/sigma of the range of n readings; c4 = E[s]/sigma of the sample standard deviation.
//   A = 3/sqrt(n), A2 = A/d2, A3 = A/c4 (mean charts); B3..B6 (s charts), D1..D4 (range charts); E2 = 3/d2, E3 = 3/c4
//   (individuals). Lower factors are floored at zero. Names as in ASTM STP 15D / ISO 7870-2.
#pragma once

#include <cstddef>

namespace openspc::spc {

inline constexpr std::size_t kMinConstantSize = 2;
inline constexpr std::size_t kMaxConstantSize = 100;

struct ChartConstants {
  double d2 = 0, d3 = 0, c4 = 0;
  double A = 0, A2 = 0, A3 = 0;
  double B3 = 0, B4 = 0, B5 = 0, B6 = 0;
  double D1 = 0, D2 = 0, D3 = 0, D4 = 0;
  double E2 = 0, E3 = 0;
};

// Constants of subgroup size n, or nullptr outside 2..100. The pointer lives as long as the program.
[[nodiscard]] const ChartConstants* chart_constants(std::size_t n);

// c4 for any n >= 2 (an s chart has no upper limit of n); NaN below. Absolute error < 1e-14.
[[nodiscard]] double c4(std::size_t n);

// Median of |x1 - x2| for two standard normal readings, sqrt(2) * quantile(0.75): divisor of the median moving range.
inline constexpr double kMedianMovingRange = 0.95387255240893868;

}  // namespace openspc::spc
