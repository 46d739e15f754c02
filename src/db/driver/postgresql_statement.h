// A prepared statement of PostgreSQL. Private to driver/.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "db/driver/postgresql_connection.h"

namespace openspc::db::driver {

/// As Connection::prepare, with the number of columns. The connection and `sql` outlive the statement.
std::unique_ptr<Statement> make_statement(PostgresqlConnection& connection, const std::string& sql,
                                          std::string_view parameters, std::size_t columns);

}  // namespace openspc::db::driver
