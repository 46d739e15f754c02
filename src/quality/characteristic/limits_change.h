// The one way by which the limits or the mode of a characteristic change, whoever asks (recalculation, set-limits,
// PATCH, change-mode): row, revision, derived values of stored samples, mark for the intake, audit, all in the caller's
// transaction, and judge::LimitsUpdated after the commit. Runs on the database's writer thread.
//
// A change opens a stage (stages.h): it holds for samples measured from now on, and whatever is stored keeps the lines
// and violations that it has. Limits that no sample has met yet are replaced by the new ones from their own beginning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/event_bus.h"
#include "base/time.h"
#include "db/session.h"
#include "identity/caller.h"
#include "quality/characteristic/access.h"
#include "quality/characteristic/limit_revision.h"
#include "quality/characteristic/stages.h"

namespace openspc::quality::characteristic {

struct LimitsChange {
  judge::Characteristic after{};
  std::string action = "characteristic.limits_set";  // for the audit trail
  LimitOrigin origin = LimitOrigin::changed;
  LimitBasis basis{};  // of an estimate
  std::optional<std::string> note{};
};

struct ChangeContext {
  db::Session& session;
  base::EventBus& events;
  base::Timestamp now{};
  const identity::Caller& caller;
};

/// Stores the change; the number of samples whose derived values were rewritten: all when the mode changed or when
/// these are the first limits, which reach back, else none.
std::int64_t apply_limits_change(const ChangeContext& context, const OwnedCharacteristic& before,
                                 const LimitsChange& change);

/// Rewrites z_score, effective_ucl and effective_lcl of every sample as the mode of the row and the limits of the
/// sample's stage define them, null where they do not apply. The number of samples.
std::int64_t rewrite_derived_values(db::Session& session, const judge::Characteristic& characteristic,
                                    const Stages& stages);

}  // namespace openspc::quality::characteristic
