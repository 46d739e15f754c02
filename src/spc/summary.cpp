#include "spc/summary.h"

#include <algorithm>

namespace openspc::spc {

Summary summarize(std::span<const double> readings) {
  Summary summary;
  if (readings.empty()) return summary;
  const auto n = static_cast<double>(readings.size());
  // Differences from the first reading keep the digits that a sum of large readings would lose.
  const double origin = readings.front();
  double shifted_sum = 0;
  for (const double reading : readings) shifted_sum += reading - origin;
  const double mean = origin + shifted_sum / n;
  double rest = 0;  // the sum of deviations is zero but for rounding: what remains corrects mean and squares
  double squares = 0;
  double lowest = origin;
  double highest = origin;
  for (const double reading : readings) {
    const double deviation = reading - mean;
    rest += deviation;
    squares += deviation * deviation;
    lowest = std::min(lowest, reading);
    highest = std::max(highest, reading);
  }
  summary.count = readings.size();
  summary.mean = mean + rest / n;
  summary.sum_squares = std::max(0.0, squares - rest * rest / n);
  summary.min = lowest;
  summary.max = highest;
  return summary;
}

Summary merge(const Summary& a, const Summary& b) {
  if (a.count == 0) return b;
  if (b.count == 0) return a;
  const auto count_a = static_cast<double>(a.count);
  const auto count_b = static_cast<double>(b.count);
  const double difference = b.mean - a.mean;
  const double share = count_b / (count_a + count_b);
  Summary both;
  both.count = a.count + b.count;
  both.mean = a.mean + difference * share;
  both.sum_squares = a.sum_squares + b.sum_squares + difference * difference * count_a * share;
  both.min = std::min(a.min, b.min);
  both.max = std::max(a.max, b.max);
  return both;
}

Summary merge(std::span<const Summary> parts) {
  Summary all;
  for (const Summary& part : parts) all = merge(all, part);
  if (all.count == 0) return all;
  // Every step rounded the mean; what remains of the deviations from it takes that back.
  double rest = 0;
  for (const Summary& part : parts) rest += static_cast<double>(part.count) * (part.mean - all.mean);
  all.mean += rest / static_cast<double>(all.count);
  return all;
}

void Accumulator::add(double reading) {
  ++summary_.count;
  const double deviation = reading - summary_.mean;
  summary_.mean += deviation / static_cast<double>(summary_.count);
  summary_.sum_squares += deviation * (reading - summary_.mean);
  summary_.min = std::min(summary_.min, reading);
  summary_.max = std::max(summary_.max, reading);
}

}  // namespace openspc::spc
