// Why MariaDB lets nobody in, in one line for people: where, why, what to do. Private to driver/. Pure functions.
#pragma once

#include <string_view>

#include "db/driver/database_url.h"
#include "db/driver/driver.h"
#include "db/driver/mariadb_failure.h"

namespace openspc::db::driver {

inline constexpr std::string_view kNoMoreMariadbConnections =
    "The database takes no more connections: raise its max_connections, or lower OPENSPC_DATABASE_READERS and "
    "OPENSPC_DATABASE_LANES";

CannotConnect connection_refused(const DatabaseUrl& url, const Failure& failure);
/// Of a server that lets us in and is none that OpenSPC runs on; `version` as it says it.
CannotConnect other_server(const DatabaseUrl& url, std::string_view version);

}  // namespace openspc::db::driver
