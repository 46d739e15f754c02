// Why PostgreSQL lets nobody in, in one line for people: where, why, what to do. Private to driver/. Pure functions.
#pragma once

#include <string_view>

#include "db/driver/database_url.h"
#include "db/driver/driver.h"

namespace openspc::db::driver {

inline constexpr std::string_view kNoMoreConnections =
    "The database takes no more connections: raise its max_connections, or lower OPENSPC_DATABASE_READERS and "
    "OPENSPC_DATABASE_LANES";

/// `message` is libpq's, in several lines. libpq gives away no SQLSTATE of a connection that was refused, so what to do
/// is told by its words, which a server may say in another language: then the reason alone is told.
CannotConnect connection_refused(const DatabaseUrl& url, std::string_view message);

}  // namespace openspc::db::driver
