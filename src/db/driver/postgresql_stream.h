// Rows on their way into a table of PostgreSQL. Private to driver/.
#pragma once

#include <memory>
#include <string>

#include "db/driver/postgresql_connection.h"

namespace openspc::db::driver {

/// `table` with its columns, as Connection::stream_rows. The connection outlives the stream and does nothing else
/// meanwhile.
std::unique_ptr<RowStream> open_stream(PostgresqlConnection& connection, const std::string& table);

}  // namespace openspc::db::driver
