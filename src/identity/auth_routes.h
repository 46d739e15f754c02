// HTTP of /api/v1/auth: bodies and the refresh cookie in, AuthService, bodies and cookie out. Called by Identity.
#pragma once

#include "base/rate.h"
#include "net/router.h"

namespace openspc::identity {

class AuthService;

struct AuthRouteOptions {
  bool cookie_secure = false;
  base::Rate login_rate;
};

// The service must outlive the router.
void add_auth_routes(net::Router& router, AuthService& service, const AuthRouteOptions& options);

}  // namespace openspc::identity
