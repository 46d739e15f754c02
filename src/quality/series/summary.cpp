#include "quality/series/summary.h"

#include <algorithm>
#include <cmath>

#include "base/certain.h"

namespace openspc::quality::series {

void widen(std::optional<Spread>& spread, const std::optional<Spread>& by) {
  if (!by) return;
  if (!spread) {
    spread = by;
    return;
  }
  spread->smallest = std::min(spread->smallest, by->smallest);
  spread->largest = std::max(spread->largest, by->largest);
}

void widen(std::optional<Spread>& spread, double by) {
  widen(spread, std::optional(Spread{by, by}));
}

Summary summary_of(base::Timestamp time, const judge::SampleStatistics& sample, bool is_excluded) {
  Summary summary{.first = time, .last = time};
  if (is_excluded) {
    summary.excluded = 1;
    return summary;
  }
  summary.samples = 1;
  summary.mean = sample.value;
  summary.smallest = summary.largest = Extreme{sample.value, time};
  if (sample.range) summary.range = Spread{*sample.range, *sample.range};
  if (sample.std_dev) summary.deviation = Spread{*sample.std_dev, *sample.std_dev};
  summary.first_value = summary.last_value = sample.value;
  return summary;
}

void append(Summary& summary, const Summary& next) {
  if (!summary.first) summary.first = next.first;
  if (next.last) summary.last = next.last;
  summary.excluded += next.excluded;
  if (next.samples == 0) return;
  summary.samples += next.samples;
  // Step by step towards the next mean: a sum of 1e100 would leave the range of exact numbers.
  summary.mean +=
      (next.mean - summary.mean) * (static_cast<double>(next.samples) / static_cast<double>(summary.samples));
  const Extreme& smallest = base::certain(next.smallest);
  const Extreme& largest = base::certain(next.largest);
  if (!summary.smallest || smallest.value < summary.smallest->value) summary.smallest = smallest;
  if (!summary.largest || largest.value > summary.largest->value) summary.largest = largest;
  widen(summary.range, next.range);
  widen(summary.deviation, next.deviation);
  if (!summary.first_value) summary.first_value = next.first_value;
  summary.last_value = next.last_value;
}

void MovingRanges::add_to(Summary& next) {
  if (!is_moving_ || !next.first_value) return;
  if (previous_) widen(next.range, std::abs(*next.first_value - *previous_));
  previous_ = next.last_value;
}

}  // namespace openspc::quality::series
