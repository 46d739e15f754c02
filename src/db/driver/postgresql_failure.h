// What a refusal of PostgreSQL means to the house, told by its SQLSTATE. Private to driver/. Pure functions but for the
// log and the shortage that they note.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>

#include "db/strategy/storage_state.h"

namespace openspc::db::driver {

struct FreeResult {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, FreeResult>;

/// The SQLSTATE, or empty.
std::string_view state_of(const PGresult* result);

/// A prepared statement whose columns have other types since somebody changed the tables: it must be prepared anew.
bool is_outdated(const PGresult* result);
/// Another transaction was in the way: the same work may succeed when it is run again.
bool is_conflict(const PGresult* result);

/// Throws what the failure of `sql` on a connection that is still open means, as driver.h says.
[[noreturn]] void throw_failure(const PGresult* result, const std::string& sql, detail::StorageState& state);

/// Throws ValueRefused for text with the character NUL, which PostgreSQL cannot keep.
void refuse_nul(std::string_view text);

/// Without the line ends that libpq puts behind its messages.
std::string trimmed(std::string text);

}  // namespace openspc::db::driver
