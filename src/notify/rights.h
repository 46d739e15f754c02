// Who may see and change what belongs to a plant, or to all of them. Called by the services of this room.
#pragma once

#include <optional>

#include "base/ids.h"
#include "db/session.h"
#include "net/access.h"
#include "notify/problems.h"

namespace openspc::notify {

/// What belongs to every plant is everybody's to see.
inline bool can_see(const net::Principal& principal, std::optional<base::PlantId> plant) {
  return !plant || principal.can_see(*plant);
}

/// An engineer of the plant; an admin for what belongs to every plant. Throws forbidden.
inline void require_right(const net::Principal& principal, std::optional<base::PlantId> plant) {
  if (plant) {
    principal.require_at(*plant, net::Role::engineer);
  } else {
    principal.require_any(net::Role::admin);
  }
}

inline void check_plant(db::Session& session, std::optional<base::PlantId> plant, Problems& problems) {
  if (plant && !session.scalar<std::optional<base::PlantId>>("SELECT id FROM plant WHERE id = ?", *plant))
    problems.add({"plant_id"}, "there is no such plant", plant->value);
}

}  // namespace openspc::notify
