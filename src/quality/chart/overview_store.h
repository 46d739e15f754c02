// SQL of the signals that an overview counts. Runs on the database's threads.
#pragma once

#include <functional>

#include "base/time.h"
#include "db/session.h"
#include "quality/judge/position.h"

namespace openspc::quality::chart {

struct SignalMark {
  base::Timestamp at{};  // of the sample
  bool is_critical = false;
  bool is_unacknowledged = false;
};

/// Violations in force of samples from `from` to `to` (both included), in the order of time.
void each_signal(db::Session& session, base::CharacteristicId characteristic, base::Timestamp from, base::Timestamp to,
                 const std::function<void(const SignalMark&)>& visit);

}  // namespace openspc::quality::chart
