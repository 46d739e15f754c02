// Count, mean, spread and extremes of readings, in one cache line. `summarize` is for readings at hand (one subgroup, a
// whole series); `Accumulator` for readings that arrive one by one. Called by intake, charts, capability and reports.
//
// Accuracy: deviations are taken from a shifted origin and corrected (two-pass, Chan, Golub & LeVeque 1983), so
// readings like 10000000.1 keep all their digits. Readings must be finite; values near the end of double's range
// overflow to infinity, which `is_finite` reveals.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace openspc::spc {

struct Summary {
  std::size_t count = 0;
  double mean = 0;
  double sum_squares = 0;  // sum of (x - mean)^2
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();

  [[nodiscard]] double range() const { return count == 0 ? 0.0 : max - min; }
  // Sample variance and standard deviation (divisor n - 1); zero when fewer than two readings: test `count` first.
  [[nodiscard]] double variance() const { return count < 2 ? 0.0 : sum_squares / static_cast<double>(count - 1); }
  [[nodiscard]] double sd() const { return std::sqrt(variance()); }
  [[nodiscard]] bool is_finite() const { return std::isfinite(mean) && std::isfinite(sum_squares); }
};

[[nodiscard]] Summary summarize(std::span<const double> readings);

// Summary of two disjoint sets of readings (Chan, Golub & LeVeque 1979): the overall spread out of subgroup summaries.
[[nodiscard]] Summary merge(const Summary& a, const Summary& b);
[[nodiscard]] Summary merge(std::span<const Summary> parts);

// Welford (1962), one reading at a time.
class Accumulator {
 public:
  void add(double reading);
  [[nodiscard]] const Summary& summary() const { return summary_; }

 private:
  Summary summary_;
};

}  // namespace openspc::spc
