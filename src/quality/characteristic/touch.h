// What tells every intake, here and on other servers, that its window of a characteristic is old: called inside the
// write that changes its limits, rules or samples, so that both hold or neither.
#pragma once

#include "base/ids.h"
#include "db/session.h"

namespace openspc::quality::characteristic {

/// The next submission builds the window anew.
void touch(db::Session& session, base::CharacteristicId characteristic);

}  // namespace openspc::quality::characteristic
