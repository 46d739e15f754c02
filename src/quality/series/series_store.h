// SQL of a characteristic as its charts see it: the samples that count (neither excluded nor deleted) in the order of
// time, reduced to what charts plot. Called inside database jobs by intake and reconciliation. Ranges go by
// the key of the table.
#pragma once

#include <cstddef>
#include <vector>

#include "db/session.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/limits.h"
#include "quality/judge/position.h"

namespace openspc::quality::series {

struct SeriesSample {
  judge::Position at;
  judge::SampleStatistics statistics;
  bool rules_skipped = false;  // stored without being judged, as history that was judged elsewhere
};

struct SeriesPage {
  std::vector<SeriesSample> samples;  // oldest first
  bool complete = true;               // nothing further in that direction
  judge::Position next;               // where samples_from continues
};

/// Up to `count` samples just before `position`.
SeriesPage samples_before(db::Session& session, const judge::Characteristic& characteristic, judge::Position position,
                          std::size_t count);

/// Up to `count` samples from `position` on (included).
SeriesPage samples_from(db::Session& session, const judge::Characteristic& characteristic, judge::Position position,
                        std::size_t count);

}  // namespace openspc::quality::series
