// Who may change what belongs to one plant, or to none in particular: a broker, an OPC UA server, a channel. The one
// rule of all rooms. Called by their services.
#pragma once

#include <optional>

#include "base/error.h"
#include "base/ids.h"
#include "net/access.h"

namespace openspc::identity {

/// What belongs to every plant is everybody's to see.
inline bool can_see(const net::Principal& principal, std::optional<base::PlantId> plant) {
  return !plant || principal.can_see(*plant);
}

/// Changes only what lies below some branches (people/reach.h), so nothing that is a whole plant's.
inline bool is_limited(const net::Principal& principal) {
  return principal.reach.changes && !principal.is_admin();
}

/// May the caller change, use or command it? What belongs to no plant is an administrator's, whatever `role` is wanted
/// at a plant: an engineer of one plant would otherwise hold what all of them depend on.
inline bool has_right(const net::Principal& principal, std::optional<base::PlantId> plant, net::Role role) {
  return plant ? principal.at(*plant) >= role && !is_limited(principal) : principal.is_admin();
}

/// The same; throws forbidden.
inline void require_right(const net::Principal& principal, std::optional<base::PlantId> plant, net::Role role) {
  if (plant) {
    principal.require_at(*plant, role);
    if (is_limited(principal))
      throw base::forbidden("Your account is limited to branches of the hierarchy; this concerns the whole plant");
  } else {
    principal.require_any(net::Role::admin);
  }
}

}  // namespace openspc::identity
