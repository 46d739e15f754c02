// Streams stored samples, reduced to their statistics, in the order of the chart: the input of limit estimation and of
// rewriting derived values. SQL only; runs on the database's threads. Memory is bounded by one sample.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/limits.h"
#include "quality/judge/position.h"
#include "spc/summary.h"

namespace openspc::quality::series {

struct SampleFilter {
  enum class Excluded { left_out, included };

  std::optional<base::Timestamp> from{}, to{};  // both inclusive
  Excluded excluded = Excluded::left_out;
};

struct StoredSample {
  judge::Position at{};
  judge::SampleStatistics statistics{};
  spc::Summary readings{};  // of a variable; empty for an attribute
};

/// Calls visit for each sample, oldest first (by time, then id). Deleted samples and samples without data are passed
/// over.
void each_sample(db::Session& session, const judge::Characteristic& characteristic, const SampleFilter& filter,
                 const std::function<void(const StoredSample&)>& visit);

/// Samples that pass the filter.
std::int64_t count_samples(db::Session& session, judge::SeriesKey series, const SampleFilter& filter);

}  // namespace openspc::quality::series
