// Switching the subgroup mode of a characteristic: row and derived values of all its samples in one transaction. Called
// by mode routes; a PATCH of the mode goes the same way (require_mode_possible, then apply_limits_change).
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>

#include "base/event_bus.h"
#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "net/schema.h"
#include "quality/characteristic/view.h"

namespace openspc::quality::characteristic {

struct ChangeModeRequest {
  judge::SubgroupMode new_mode = judge::SubgroupMode::NOMINAL_TOLERANCE;
};
BOOST_DESCRIBE_STRUCT(ChangeModeRequest, (), (new_mode))

struct ChangeModeResult {
  judge::SubgroupMode previous_mode = judge::SubgroupMode::NOMINAL_TOLERANCE;
  judge::SubgroupMode new_mode = judge::SubgroupMode::NOMINAL_TOLERANCE;
  std::int64_t samples_migrated = 0;  // all stored samples, excluded ones too
  CharacteristicView characteristic;
};
BOOST_DESCRIBE_STRUCT(ChangeModeResult, (), (previous_mode, new_mode, samples_migrated, characteristic))

/// STANDARDIZED and VARIABLE_LIMITS rest on center and sigma: throws bad_request when samples exist and these do not.
void require_mode_possible(db::Session& session, const judge::Characteristic& after);

class ModeService {
 public:
  ModeService(db::Database& database, base::EventBus& events, const base::Clock& clock)
      : database_(database), events_(events), clock_(clock) {}

  /// Throws not_found, forbidden (engineer at the owning plant), bad_request (see require_mode_possible).
  base::Task<ChangeModeResult> change(identity::Caller caller, base::CharacteristicId id, ChangeModeRequest request);

 private:
  db::Database& database_;
  base::EventBus& events_;
  const base::Clock& clock_;
};

}  // namespace openspc::quality::characteristic
