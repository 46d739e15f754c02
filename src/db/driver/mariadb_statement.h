// A statement of MariaDB. Private to driver/.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "db/driver/mariadb_connection.h"

namespace openspc::db::driver {

/// As Connection::prepare. The connection and `sql` outlive the statement.
std::unique_ptr<Statement> make_statement(MariadbConnection& connection, const std::string& sql,
                                          std::string_view parameters, std::string_view columns);

}  // namespace openspc::db::driver
