// The one way by which the limits or the mode of a characteristic change, whoever asks (recalculation, set-limits,
// PATCH, change-mode): row, revision, derived values of stored samples, mark for the intake, audit, all in the caller's
// transaction, and LimitsUpdated after the commit. Runs on the database's writer thread.
// Violations already recorded stay as they are: they state how a sample was judged when it arrived.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/event_bus.h"
#include "base/time.h"
#include "db/session.h"
#include "identity/caller.h"
#include "quality/characteristic_access.h"

namespace openspc::quality {

struct LimitsChange {
  Characteristic after{};
  std::string action = "characteristic.limits_set";  // for the audit trail
  std::int64_t sample_count = 0;                     // behind an estimate
  std::int64_t excluded_count = 0;
  std::optional<std::string> note{};
};

struct ChangeContext {
  db::Session& session;
  base::EventBus& events;
  base::Timestamp now{};
  const identity::Caller& caller;
};

/// Stores the change; the number of samples whose derived values were rewritten (none in NOMINAL_TOLERANCE when the
/// mode stayed, since only the other modes have such values).
std::int64_t apply_limits_change(const ChangeContext& context, const OwnedCharacteristic& before,
                                 const LimitsChange& change);

/// Rewrites z_score, effective_ucl and effective_lcl of every sample as the mode and limits of the row define them,
/// null where they do not apply. The number of samples.
std::int64_t rewrite_derived_values(db::Session& session, const Characteristic& characteristic);

}  // namespace openspc::quality
