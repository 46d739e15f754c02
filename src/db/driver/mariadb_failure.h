// What a refusal of MariaDB means to the house, told by its error number (MariaDB documentation, "MariaDB Error
// Codes"). Private to driver/. Pure functions but for the log and the shortage that they note.
#pragma once

#include <string>

#include "db/strategy/storage_state.h"

namespace openspc::db::driver {

struct Failure {
  unsigned code = 0;
  std::string message;
};

/// The connection is gone.
bool is_lost(const Failure& failure);
/// A prepared statement whose tables were changed by somebody: it must be prepared anew.
bool is_outdated(const Failure& failure);
/// Another transaction was in the way: the same work may succeed when it is run again.
bool is_conflict(const Failure& failure);

/// A change of the schema that does not fit it: what was written before it has been committed nevertheless.
bool is_mismatch(const Failure& failure);

/// Throws what the failure of `sql` on a connection that is still open means, as driver.h says.
[[noreturn]] void throw_failure(const Failure& failure, const std::string& sql, detail::StorageState& state);

}  // namespace openspc::db::driver
