// Where a sample stands on its chart: samples are ordered by time of measurement, equal times by id. A value type.
#pragma once

#include <compare>
#include <limits>

#include "base/ids.h"
#include "base/time.h"

namespace openspc::quality::judge {

struct Position {
  base::Timestamp timestamp;
  base::SampleId id;

  friend constexpr auto operator<=>(const Position&, const Position&) = default;

  /// After every sample that can exist.
  static constexpr Position end() { return {base::Timestamp::max(), {std::numeric_limits<std::int64_t>::max()}}; }
};

}  // namespace openspc::quality::judge
