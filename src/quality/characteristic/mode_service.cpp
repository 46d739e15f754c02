#include "quality/characteristic/mode_service.h"

#include "base/error.h"
#include "quality/characteristic/access.h"
#include "quality/characteristic/limits_change.h"
#include "quality/characteristic/listing.h"
#include "quality/characteristic/store.h"
#include "quality/judge/limits.h"

namespace openspc::quality::characteristic {

void require_mode_possible(db::Session& session, const judge::Characteristic& after) {
  if (after.subgroup_mode == judge::SubgroupMode::NOMINAL_TOLERANCE || make_context(after, {}).has_limits()) return;
  if (!has_samples(session, after)) return;
  throw base::bad_request(
      "The samples of this characteristic cannot be converted: the mode needs a stored center line and sigma. "
      "Calculate or "
      "set the control limits first");
}

base::Task<ChangeModeResult> ModeService::change(identity::Caller caller, base::CharacteristicId id,
                                                 ChangeModeRequest request) {
  const base::Timestamp now = clock_.now();
  auto job = [&](db::Session& session) {
    const OwnedCharacteristic before = require_engineer(session, caller.principal, id);
    LimitsChange change{.after = before.row, .action = "characteristic.mode_changed"};
    change.after.subgroup_mode = request.new_mode;
    require_mode_possible(session, change.after);
    apply_limits_change({session, events_, now, caller}, before, change);
    return ChangeModeResult{.previous_mode = before.row.subgroup_mode,
                            .new_mode = request.new_mode,
                            .samples_migrated = count_live_samples(session, change.after.series()),
                            .characteristic = view_of(session, change.after)};
  };
  co_return co_await database_.write(std::move(job));
}

}  // namespace openspc::quality::characteristic
