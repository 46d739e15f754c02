// HTTP of control limits and the subgroup mode: recalculate-limits, set-limits, their previews, limit-revisions and
// change-mode. Called by quality.cpp.
#pragma once

#include "net/router.h"
#include "quality/characteristic/limits_service.h"
#include "quality/characteristic/mode_service.h"

namespace openspc::quality::characteristic {

void add_limits_routes(net::Router& router, LimitsService& limits, ModeService& modes);

}  // namespace openspc::quality::characteristic
