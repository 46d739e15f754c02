// The routes that belong to no room: GET / (who answers here) and GET /health (can the database be reached).
#pragma once

#include <string>

#include "db/database.h"
#include "net/router.h"

namespace openspc::server {

/// `database` must outlive the router. A health check younger than a second is reused.
void add_app_routes(net::Router& router, db::Database& database, std::string app_version);

}  // namespace openspc::server
