// One program at a time looks at the schema of a database and changes it: two servers that start at once migrate once,
// and the second never takes what is half-way for old. Made before a Migrator; blocks, never on a network thread.
#pragma once

#include <memory>
#include <string_view>

#include "db/database.h"

namespace openspc::db {

class MigrationTurn {
 public:
  /// Waits for whoever has the turn. It ends with this object, or with its process. Throws Error(unavailable) when the
  /// server of a database gives no connection.
  MigrationTurn(std::string_view url, const DatabaseOptions& options);
  MigrationTurn(const MigrationTurn&) = delete;
  MigrationTurn& operator=(const MigrationTurn&) = delete;
  ~MigrationTurn() = default;

 private:
  std::shared_ptr<void> held_;
};

}  // namespace openspc::db
