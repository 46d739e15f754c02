// HTTP of /api/v1/api-keys. Called by Identity.
#pragma once

#include "net/router.h"

namespace openspc::identity {

class KeyService;

// The service must outlive the router.
void add_key_routes(net::Router& router, KeyService& service);

}  // namespace openspc::identity
