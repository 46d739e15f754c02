// What the house asks of a database's own client library: a connection that prepares statements, and statements that
// fill cells. One implementation for each database; nothing else in the program includes their headers. Private to db/.
//
// A failure leaves a driver as what a service can act on: db::ConstraintViolation, db::ValueRefused, Error(unavailable)
// with the reason, std::logic_error for SQL that the database does not understand. Whether the same work may succeed
// when it is run once more is asked of the connection afterwards (`fault`).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "db/database.h"
#include "db/sql/dialect.h"
#include "db/strategy/storage_state.h"
#include "db/value.h"

namespace openspc::db::driver {

using detail::Cell;
using detail::CellType;

enum class Role { reader, writer };

/// No connection can be had. detail() is for whoever runs the server: where, why, what to do; never a password.
class CannotConnect : public base::Error {
 public:
  CannotConnect(std::string detail, std::string for_strangers)
      : Error(base::ErrorKind::unavailable, std::move(detail)), for_strangers_(std::move(for_strangers)) {}
  /// Names no host and no user.
  const std::string& for_strangers() const noexcept { return for_strangers_; }

 private:
  std::string for_strangers_;
};

/// What the last failure says about running the transaction again.
enum class Fault {
  none,   // nothing failed, or it would fail again
  retry,  // another transaction was in the way: a deadlock, a serialization failure
  lost,   // the connection is gone: nobody knows yet whether the last COMMIT took place
};

class Statement {
 public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  virtual ~Statement() = default;

  /// Runs it; true when a first row is in `columns`. Both spans live until reset() and have the types of prepare().
  virtual bool execute(std::span<const Cell> parameters, std::span<Cell> columns) = 0;
  virtual bool fetch(std::span<Cell> columns) = 0;
  /// Runs it for its effect alone. Where that saves a trip to the server nobody waits for the answer: a failure is told
  /// by whatever the connection runs next.
  virtual void post(std::span<const Cell> parameters) = 0;
  /// Gives back what it holds of its rows: no lock may outlive it.
  virtual void reset() noexcept = 0;
  /// Rows that the last execution changed.
  virtual std::int64_t affected_rows() const = 0;
};

/// Rows on their way into a table, faster than by statements. Nothing stands before finish().
class RowStream {
 public:
  RowStream() = default;
  RowStream(const RowStream&) = delete;
  RowStream& operator=(const RowStream&) = delete;
  virtual ~RowStream() = default;

  virtual void add(std::span<const Cell> row) = 0;
  virtual void finish() = 0;
};

class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  /// `sql`, which outlives the statement, has `?` for its parameters; `parameters` and `columns` say the cell types,
  /// one letter each. Throws std::logic_error when their numbers differ from the statement's. No columns: rows, if any,
  /// are not wanted.
  virtual std::unique_ptr<Statement> prepare(const std::string& sql, std::string_view parameters,
                                             std::string_view columns) = 0;

  /// `table` with its columns: "subgroup (id, readings)". Only where Dialect::streams_rows().
  virtual std::unique_ptr<RowStream> stream_rows(const std::string& table) = 0;
  /// Before a rollback: waits for what was posted and forgets how it ended.
  virtual void forget_posted() noexcept = 0;

  /// From now on hear() is woken by ring() on other connections to the same database.
  virtual void listen() = 0;
  /// Wakes them. Nothing where the database cannot.
  virtual void ring() = 0;
  /// Waits until somebody rang or the descriptor is readable, and no longer than that. Where the database cannot wake
  /// anybody it returns soon if `there_are_others`.
  virtual void hear(std::chrono::milliseconds at_most, int descriptor, bool there_are_others) = 0;

  /// False when the database itself has ended the transaction, as SQLite may do when the disk is full.
  virtual bool in_transaction() noexcept = 0;
  /// The id that the last INSERT on this connection gave a row. Only where Dialect::returns_ids() is false.
  virtual std::int64_t last_insert_id() noexcept = 0;
  /// Rows that this connection has changed since it was opened. Only of a file, whose watch asks for it.
  virtual std::int64_t total_changes() noexcept = 0;

  /// The fault of the last failure since it was asked.
  virtual Fault take_fault() noexcept = 0;
  /// False when it must be opened anew.
  virtual bool is_open() noexcept = 0;

  /// The first bytes of the database file as it is on the disk, through the connection's own handle: closing another
  /// one would give up SQLite's locks. False when there is no file or it has fewer.
  virtual bool read_file(std::span<unsigned char> bytes) noexcept = 0;
};

/// Connects and applies the settings that the house relies on. Throws Error(unavailable) with the reason, CannotConnect
/// where a server is asked for it.
std::unique_ptr<Connection> connect(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                    detail::StorageState& state);

std::unique_ptr<Connection> connect_sqlite(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                           detail::StorageState& state);
std::unique_ptr<Connection> connect_postgresql(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                               detail::StorageState& state);
std::unique_ptr<Connection> connect_mariadb(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                            detail::StorageState& state);

/// Waits until one of the descriptors is readable, or broken, and no longer than that.
void wait_readable(std::initializer_list<int> descriptors, std::chrono::milliseconds at_most);

/// Refuses a statement whose shape is not what its caller gives: `what` is "placeholders" or "columns".
[[noreturn]] void refuse_shape(std::string_view what, std::size_t wanted, std::size_t given, const std::string& sql);

}  // namespace openspc::db::driver
