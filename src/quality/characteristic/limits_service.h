// Control limits of a characteristic: estimated from its samples, or set by hand; what either would do; and what they
// were. Called by limits_routes and by the demo. Any coroutine. Errors: not_found, forbidden (engineer at the owning
// plant), bad_request with the reason why the samples give no limits, invalid.
#pragma once

#include "base/event_bus.h"
#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "quality/characteristic/limits_view.h"
#include "quality/characteristic/stage_view.h"

namespace openspc::quality::characteristic {

class LimitsService {
 public:
  LimitsService(db::Database& database, base::EventBus& events, const base::Clock& clock)
      : database_(database), events_(events), clock_(clock) {}

  /// Estimates center and sigma from stored samples and stores the limits that follow.
  base::Task<RecalculateResult> recalculate(identity::Caller caller, base::CharacteristicId id, RecalculateQuery query);
  /// Stores limits determined elsewhere.
  base::Task<SetLimitsResult> set(identity::Caller caller, base::CharacteristicId id, SetLimitsRequest request);

  /// What the same call without `preview` would store, and how often the rules fire with the old and the new lines:
  /// at the samples of the range that was asked for, or at the newest thousand for limits set by hand.
  base::Task<LimitsPreview> preview_recalculation(identity::Caller caller, base::CharacteristicId id,
                                                  RecalculateQuery query);
  base::Task<LimitsPreview> preview_set(identity::Caller caller, base::CharacteristicId id, SetLimitsRequest request);

  /// For whoever may see the characteristic; newest first.
  base::Task<LimitHistoryPage> history(const net::Principal& caller, base::CharacteristicId id,
                                       LimitHistoryQuery query);

 private:
  db::Database& database_;
  base::EventBus& events_;
  const base::Clock& clock_;
};

}  // namespace openspc::quality::characteristic
