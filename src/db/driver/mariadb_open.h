// How a connection to MariaDB is opened, and what its session is set to. Private to driver/.
#pragma once

#include <mysql.h>

#include <memory>
#include <string>

#include "db/driver/driver.h"

namespace openspc::db::driver {

struct CloseMariadb {
  void operator()(MYSQL* handle) const noexcept { mysql_close(handle); }
};
using MariadbHandle = std::unique_ptr<MYSQL, CloseMariadb>;

/// Of several hosts the first that lets us in. Throws CannotConnect, also for a server that is no MariaDB: it would
/// take the schema and leave out its references between tables.
MariadbHandle open_mariadb(const DatabaseUrl& url, const DatabaseOptions& options);

/// The statement that makes a session the house's: standard SQL, refusals instead of silent changes of values, UTC,
/// text by its code points, one snapshot for a reader's transaction and the newest rows for a writer's statements.
std::string session_settings(Role role, const DatabaseOptions& options);

}  // namespace openspc::db::driver
