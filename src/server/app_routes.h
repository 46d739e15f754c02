// The routes that belong to no room: GET / (who answers here), GET /health (can the database be read and written) and
// GET /healthz (does the process live).
#pragma once

#include <string>

#include "db/database.h"
#include "net/router.h"

namespace openspc::server {

/// `database` must outlive the router.
void add_app_routes(net::Router& router, db::Database& database, std::string app_version);

}  // namespace openspc::server
