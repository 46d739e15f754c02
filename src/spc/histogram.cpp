#include "spc/histogram.h"

#include <algorithm>
#include <cmath>

#include "spc/distributions.h"

namespace openspc::spc {
namespace {

std::vector<CurvePoint> normal_curve(const Histogram& histogram, const Summary& summary, std::size_t points) {
  std::vector<CurvePoint> curve;
  const double sd = summary.sd();
  if (points < 2 || !(sd > 0)) return curve;
  curve.reserve(points);
  const double area = static_cast<double>(summary.count) * histogram.width;
  const double length = histogram.width * static_cast<double>(histogram.counts.size());
  for (std::size_t i = 0; i < points; ++i) {
    const double x = histogram.lower + length * static_cast<double>(i) / static_cast<double>(points - 1);
    curve.push_back({x, area * normal_pdf((x - summary.mean) / sd) / sd});
  }
  return curve;
}

}  // namespace

Result<Histogram> histogram(std::span<const double> readings, const HistogramOptions& options) {
  return histogram(readings, summarize(readings), options);
}

Result<Histogram> histogram(std::span<const double> readings, const Summary& summary, const HistogramOptions& options) {
  constexpr std::size_t kMostBins = 1000;
  constexpr double kMargin = 0.1;
  if (options.bins < 1 || options.bins > kMostBins) return Failure::invalid_parameter;
  if (readings.empty()) return Failure::too_few_points;
  double range = summary.range();
  if (!summary.is_finite() || !std::isfinite(range)) return Failure::not_finite;
  if (range == 0) range = 0.01 * std::abs(summary.min);
  if (!std::isnormal(range)) range = 1;

  Histogram result;
  result.lower = summary.min - kMargin * range;
  result.width = (summary.range() + 2 * kMargin * range) / static_cast<double>(options.bins);
  result.counts.resize(options.bins);
  const double last = static_cast<double>(options.bins - 1);
  for (const double reading : readings) {
    const double bin = std::clamp(std::floor((reading - result.lower) / result.width), 0.0, last);
    ++result.counts[static_cast<std::size_t>(bin)];
  }
  result.curve = normal_curve(result, summary, options.curve_points);
  return result;
}

}  // namespace openspc::spc
