// SQL of violations as people read them: lists, counters, one violation with the name and place of its characteristic.
// Called by violation_service inside database jobs. Hidden are violations of deleted samples, and those that an edit,
// an exclusion or a late sample made untrue before anybody acknowledged them; one that was acknowledged stays, since it
// records what a person did.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "db/session.h"
#include "net/access.h"
#include "quality/sample/violation_view.h"

namespace openspc::quality::sample {

/// The page that the query asks for, highest id first, from the plants that the caller sees.
ViolationPage list_violations(db::Session& session, const net::Principal& caller, const ViolationQuery& query);

ViolationStats count_violations(db::Session& session, const net::Principal& caller, const ViolationStatsQuery& query);

/// Unless its sample was deleted. Whether the caller may see it is for the service to decide, by plant_id.
std::optional<Violation> find_violation(db::Session& session, base::ViolationId id);

}  // namespace openspc::quality::sample
