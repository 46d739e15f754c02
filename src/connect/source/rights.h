// Who may see and change a source of measurements (a broker, an OPC UA server), which belongs to one plant or to all.
// Called by the services of sources.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/ids.h"
#include "db/session.h"
#include "identity/plant_right.h"

namespace openspc::connect::source {

inline bool can_see_source(const net::Principal& principal, std::optional<base::PlantId> plant) {
  return identity::can_see(principal, plant);
}

using identity::require_right;

/// Of a secret's column: an empty one is none.
inline bool is_kept(const std::optional<std::string>& secret) {
  return secret && !secret->empty();
}

/// Throws invalid for a plant that does not exist.
inline void require_plant(db::Session& session, std::optional<base::PlantId> plant) {
  if (!plant) return;
  if (!session.scalar<std::optional<base::PlantId>>("SELECT id FROM plant WHERE id = ?", *plant))
    throw base::invalid_field({"body", "plant_id"}, "value_error", "Value error, there is no such plant", plant->value);
}

}  // namespace openspc::connect::source
