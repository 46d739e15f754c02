// Who may see and change a source of measurements (a broker, an OPC UA server), which belongs to one plant or to all.
// Called by the services of sources.
#pragma once

#include <optional>

#include "base/error.h"
#include "base/ids.h"
#include "db/session.h"
#include "net/access.h"

namespace openspc::connect {

/// What belongs to every plant is everybody's to see.
inline bool can_see_source(const net::Principal& principal, std::optional<base::PlantId> plant) {
  return !plant || principal.can_see(*plant);
}

/// Throws forbidden.
inline void require_right(const net::Principal& principal, std::optional<base::PlantId> plant, net::Role role) {
  if (plant) {
    principal.require_at(*plant, role);
  } else {
    principal.require_any(role);
  }
}

/// Throws invalid for a plant that does not exist.
inline void require_plant(db::Session& session, std::optional<base::PlantId> plant) {
  if (!plant) return;
  if (!session.scalar<std::optional<base::PlantId>>("SELECT id FROM plant WHERE id = ?", *plant))
    throw base::invalid_field({"body", "plant_id"}, "value_error", "Value error, there is no such plant", plant->value);
}

}  // namespace openspc::connect
