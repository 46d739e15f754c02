// HTTP of /api/v1/users. Called by Identity.
#pragma once

#include "net/router.h"

namespace openspc::identity {

class UserService;

// The service must outlive the router.
void add_user_routes(net::Router& router, UserService& service);

}  // namespace openspc::identity
