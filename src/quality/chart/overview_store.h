// SQL of the signals that an overview counts. Runs on the database's threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"

namespace openspc::quality::chart {

struct SignalCounts {
  std::int64_t all = 0, critical = 0, unacknowledged = 0;
};

/// Violations in force, by the time of their samples: from each of `begins` (ascending) to the next one, and from the
/// last one to `end`, included. Counted by the database, since of a long history there are a hundred thousand.
std::vector<SignalCounts> count_signals(db::Session& session, base::CharacteristicId characteristic,
                                        std::span<const base::Timestamp> begins, base::Timestamp end);

}  // namespace openspc::quality::chart
