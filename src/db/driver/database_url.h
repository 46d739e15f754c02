// Where a database is: the URL forms of the guides, or a plain path. Called once at start; no part of a URL that holds
// a password reaches a log or an error.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/sql/dialect.h"

namespace openspc::db {

struct DatabaseUrl {
  DialectKind kind = DialectKind::sqlite;
  /// SQLite: the file; ":memory:" is refused, since every session would see another database.
  /// Others: where it is, without the password, for people.
  std::string path;
  /// Others: keywords and values as libpq names them: host, port, user, password, dbname, sslmode ...; MariaDB's also
  /// unix_socket.
  std::vector<std::pair<std::string, std::string>> settings = {};

  bool is_file() const { return kind == DialectKind::sqlite; }
};

/// "sqlite+aiosqlite:///./openspc.db", "sqlite:////abs/path.db", "/abs/path.db",
/// "postgresql+asyncpg://user:pass@host:5432,other/name?ssl=require", "mysql+aiomysql://user:pass@host:3306/name",
/// "mariadb://...". User, password and name are percent-decoded; an
/// '@' in a password may stand as it is. `password` is the user's, when the URL holds none; empty: none, and a file has
/// no use for it. Throws Error(invalid) that says which part is wrong, and Error(unavailable) for a kind of database
/// that is not built yet.
DatabaseUrl parse_database_url(std::string_view url, std::string_view password = {});

}  // namespace openspc::db
