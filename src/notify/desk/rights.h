// Who may see and change what belongs to a plant, or to all of them. Called by the services of this room.
#pragma once

#include "base/problems.h"
#include "plants/ownership.h"

namespace openspc::notify {

using base::Problems;
using plants::check_plant;
using plants::Owner;
using plants::require_own;
using plants::require_seen;

/// An engineer of the plant; an admin for what belongs to every plant. Throws forbidden.
inline void require_right(const net::Principal& principal, Owner plant) {
  plants::require_right(principal, plant, net::Role::engineer);
}

}  // namespace openspc::notify
