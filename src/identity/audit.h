// The audit trail: who changed what. Called by every room's services inside the same write job as the change, so that a
// change and its trace are stored together or not at all; the time is that of the session's clock. Never pass a
// credential as detail.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>

#include "base/ids.h"
#include "db/session.h"
#include "identity/caller.h"
#include "net/access.h"

namespace openspc::identity::audit {

// What was done to what. `action` is "<noun>.<verb in the past>", for example "plant.created".
struct Subject {
  std::string_view entity_type;  // "plant", "user", "auth_session", ...
  std::string_view entity_id;
  std::optional<base::PlantId> plant;
};

void record(db::Session& session, const Caller& caller, std::string_view action, const Subject& subject,
            const boost::json::object& detail = {});

// For services that know the principal only; null = the server itself.
void record(db::Session& session, const net::Principal* principal, std::string_view action,
            std::string_view entity_type, std::string_view entity_id, std::optional<base::PlantId> plant,
            const boost::json::object& detail = {});

}  // namespace openspc::identity::audit
