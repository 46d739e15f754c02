// Who may see and change what belongs to a plant, or to all of them. Called by the services of this room.
#pragma once

#include <optional>

#include "base/ids.h"
#include "db/session.h"
#include "identity/plant_right.h"
#include "notify/problems.h"

namespace openspc::notify {

using identity::can_see;

/// An engineer of the plant; an admin for what belongs to every plant. Throws forbidden.
inline void require_right(const net::Principal& principal, std::optional<base::PlantId> plant) {
  identity::require_right(principal, plant, net::Role::engineer);
}

inline void check_plant(db::Session& session, std::optional<base::PlantId> plant, Problems& problems) {
  if (plant && !session.scalar<std::optional<base::PlantId>>("SELECT id FROM plant WHERE id = ?", *plant))
    problems.add({"plant_id"}, "there is no such plant", plant->value);
}

}  // namespace openspc::notify
