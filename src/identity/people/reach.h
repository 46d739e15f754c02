// Branches that an account or an API key is limited to (net::Reach): does what hangs on a node lie below one of them?
// Called by the services of the hierarchy, of characteristics and of samples, within their jobs and after their checks
// of roles. Who is not limited costs nothing here. An administrator is not limited.
#pragma once

#include <optional>

#include "base/ids.h"
#include "db/session.h"
#include "net/access.h"

namespace openspc::identity {

/// Something in the hierarchy: a node, or a characteristic on it.
struct Place {
  base::NodeId node{};
  std::optional<base::CharacteristicId> characteristic{};
};

bool may_read_at(db::Session& session, const net::Principal& principal, const Place& place);

/// Throws forbidden.
void require_change_at(db::Session& session, const net::Principal& principal, const Place& place);

/// What is of a whole plant, or at its top, is not for who is limited. Throws forbidden.
void require_whole_plant(const net::Principal& principal);

}  // namespace openspc::identity
