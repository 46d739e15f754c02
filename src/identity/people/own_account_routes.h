// HTTP of the own account below /api/v1/auth, and of anybody's sessions and password below /api/v1/users. Called by
// Identity.
#pragma once

#include "net/router.h"

namespace openspc::identity {

class OwnAccountService;

// The service must outlive the router.
void add_own_account_routes(net::Router& router, OwnAccountService& service);

}  // namespace openspc::identity
