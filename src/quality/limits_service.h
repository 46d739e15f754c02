// Control limits of a characteristic: estimated from its samples, or set by hand. Called by limits_routes and by the
// demo. Any coroutine. Errors: not_found, forbidden (engineer at the owning plant), bad_request with the reason why the
// samples give no limits, invalid.
#pragma once

#include "base/event_bus.h"
#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "quality/limits_view.h"

namespace openspc::quality {

class LimitsService {
 public:
  LimitsService(db::Database& database, base::EventBus& events, const base::Clock& clock)
      : database_(database), events_(events), clock_(clock) {}

  /// Estimates center and sigma from stored samples and stores the limits that follow.
  base::Task<RecalculateResult> recalculate(identity::Caller caller, base::CharacteristicId id, RecalculateQuery query);
  /// Stores limits determined elsewhere.
  base::Task<SetLimitsResult> set(identity::Caller caller, base::CharacteristicId id, SetLimitsRequest request);

 private:
  db::Database& database_;
  base::EventBus& events_;
  const base::Clock& clock_;
};

}  // namespace openspc::quality
