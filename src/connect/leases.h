// The leases of db/ under this room's name: sources are taken in by one server each. Called by the supervisor of the
// links, and inside every write that depends on a lease.
#pragma once

#include "db/leases.h"

namespace openspc::connect {

using db::HeldLease;
using db::LeaseLost;
using db::Leases;
using db::LeaseToken;

}  // namespace openspc::connect
