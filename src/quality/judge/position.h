// Where samples are found: those of a characteristic stand together, in the order of their chart, by time of
// measurement and equal times by id. Value types.
#pragma once

#include <compare>
#include <limits>

#include "base/ids.h"
#include "base/time.h"

namespace openspc::quality::judge {

/// What leads the key of a characteristic's samples. Plant 0: its node belongs to no plant.
struct SeriesKey {
  base::PlantId plant;
  base::CharacteristicId characteristic;

  friend constexpr auto operator<=>(const SeriesKey&, const SeriesKey&) = default;
};

struct Position {
  base::Timestamp timestamp;
  base::SampleId id;

  friend constexpr auto operator<=>(const Position&, const Position&) = default;

  /// After every sample that can exist.
  static constexpr Position end() { return {base::Timestamp::max(), {std::numeric_limits<std::int64_t>::max()}}; }
};

}  // namespace openspc::quality::judge
