// What the session needs from the database's own C library beside SOCI's portable interface. Implemented in
// dialect.cpp, the one file that knows how databases differ. Private to db/; the only header that includes SOCI.
#pragma once

#include <soci/soci.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string_view>

#include "db/database.h"
#include "db/dialect.h"
#include "db/storage_state.h"

namespace openspc::db::detail {

enum class SessionRole { reader, writer };

/// Connects and applies the dialect's settings. Throws Error(unavailable) with the reason.
void connect(soci::session& session, const DatabaseUrl& url, SessionRole role, const DatabaseOptions& options);

/// Ends a statement that may still have rows, so that it holds no lock.
void reset(const Dialect& dialect, soci::statement& statement) noexcept;

struct StatementShape {
  std::size_t parameters = 0;
  std::size_t columns = 0;
};
StatementShape shape_of(const Dialect& dialect, soci::statement& statement);

/// False when the database itself has ended the transaction, as SQLite may do when the disk is full.
bool in_transaction(const Dialect& dialect, soci::session& session) noexcept;

/// The first bytes of the database file as it is on the disk, through the connection's own handle: closing another one
/// would give up SQLite's locks. False when the file has fewer.
bool read_file(const Dialect& dialect, soci::session& session, std::span<unsigned char> bytes) noexcept;

/// Rows that this connection has changed since it was opened.
std::int64_t total_changes(const Dialect& dialect, soci::session& session) noexcept;

/// Notes in `state` what the failure of the last statement says about the storage, and throws what it means (see
/// session.h). Call it before anything else uses the session.
[[noreturn]] void rethrow_as_error(const Dialect& dialect, soci::session& session, StorageState& state,
                                   std::string_view sql, const std::exception& failure);

}  // namespace openspc::db::detail
