// SQL on one connection, as seen by the functions that are given to Database::read and Database::write. A Session is
// used by one thread at a time and only during that function. Statements are prepared once and cached by their text.
//
// SQL has `?` placeholders in order. Arguments and columns: bool, integers, double, std::string, std::string_view (as a
// column of each() only), Timestamp, Microseconds, Id<Tag>, described enums by their names, std::vector<double>,
// boost::json::value and object, and std::optional of these for what may be NULL.
// Errors: db::ConstraintViolation; Error(unavailable) when the database is locked, full or read-only; Error(invalid)
// for NaN and infinity, and on PostgreSQL for text with the character NUL; std::logic_error for bad SQL, a wrong number
// of arguments, or NULL read into a type without it.
//
// A job whose statement failed ends or throws: PostgreSQL takes nothing more in that transaction.
//
// One row that cannot be read must not hide all others: each() and query() leave out a row with a column that its type
// cannot hold (db::Unreadable) and report its table and id to the log, once. first() and scalar() throw.
//
// A database that was made by the reference from its model lacks some column defaults: an INSERT names every column
// that is not nullable.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "db/error.h"
#include "db/sql/dialect.h"
#include "db/value.h"

namespace openspc::db {

class Session;

namespace detail {

class RowInserter;
class SessionImpl;
class StatementImpl;
class TableCore;

/// Borrows a cached statement; puts it back, reset, at the end of the scope.
class Lease {
 public:
  explicit Lease(StatementImpl& statement) noexcept : statement_(&statement) {}
  Lease(Lease&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Lease& operator=(Lease&&) = delete;
  ~Lease();

  std::span<Cell> parameters() const noexcept;
  std::span<const Cell> columns() const noexcept;
  /// Runs the statement; true when a row is in columns().
  bool execute();
  bool fetch();
  /// As execute(), for its effect alone: see Session::post.
  void post();
  std::int64_t affected_rows();
  void report_row(const Unreadable& reason) const;

 private:
  StatementImpl* statement_;
};

/// "ttd>ii": the cell types of parameters and columns, a part of the cache key.
template <class ArgList, class ColList>
struct Signature;
template <class... Args, class... Cols>
struct Signature<std::tuple<Args...>, std::tuple<Cols...>> {
  static constexpr std::array<char, sizeof...(Args) + sizeof...(Cols) + 1> text{
      static_cast<char>(Codec<Bound<Args>>::type)..., '>', static_cast<char>(Codec<Cols>::type)...};
  static constexpr std::string_view view() { return {text.data(), text.size()}; }
};

/// Where rows of insert_many go: in a stream where the database has one and they are many, else a statement each.
class RowInserter {
 public:
  /// `table` with its columns: "subgroup (id, readings)"; `types` of a row, one letter each.
  RowInserter(Session& session, std::string_view table, std::string_view types, std::size_t rows);
  RowInserter(const RowInserter&) = delete;
  RowInserter& operator=(const RowInserter&) = delete;
  ~RowInserter();

  /// The cells of the next row.
  std::span<Cell> cells() noexcept;
  void add();
  void finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

template <class... Cols, std::size_t... I>
std::tuple<Cols...> read_row(std::span<const Cell> cells, std::index_sequence<I...>) {
  return std::tuple<Cols...>(read<Cols>(cells[I])...);
}

/// Nothing for a row that cannot be read, which is reported.
template <class... Cols>
std::optional<std::tuple<Cols...>> read_or_report(const Lease& lease) {
  try {
    return read_row<Cols...>(lease.columns(), std::index_sequence_for<Cols...>{});
  } catch (const Unreadable& reason) {
    lease.report_row(reason);
    return std::nullopt;
  }
}

}  // namespace detail

/// A stretch of a connection's life in which nothing changed but by jobs that kept it (Session::keep_epoch): what one
/// job has read and knows how it changed, the next need not read again.
struct Epoch {
  const void* connection = nullptr;
  std::uint64_t number = 0;

  friend bool operator==(const Epoch&, const Epoch&) = default;
};

/// What a job tells all servers of a database, its own included.
struct Notice {
  /// Made when it is needed: a JSON value, or several with commas between.
  std::function<std::string()> text;
  /// Tells this process, after the commit, when the notice does not come back from the database (notice/notices.h).
  std::function<void()> deliver;
};

class Session {
 public:
  using Values = std::span<const Value>;

  explicit Session(std::unique_ptr<detail::SessionImpl> impl);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  /// Runs a statement; the number of rows that it changed.
  template <class... Args>
  std::int64_t execute(std::string_view sql, const Args&... args) {
    auto lease = prepare<>(sql, args...);
    lease.execute();
    return lease.affected_rows();
  }

  /// Runs a statement for its effect alone. Where that saves a trip to the server the job goes on at once, and a
  /// failure ends it at its next statement or at the commit. Writes only.
  template <class... Args>
  void post(std::string_view sql, const Args&... args) {
    prepare<>(sql, args...).post();
  }

  /// Runs an INSERT of one row; the id that the row was given.
  template <class... Args>
  std::int64_t insert(std::string_view sql, const Args&... args) {
    if (dialect().returns_ids()) return scalar<std::int64_t>(std::string(sql) + " RETURNING id", args...);
    execute(sql, args...);
    return last_insert_id();
  }

  /// Inserts rows into `table`, named with its columns: "subgroup (id, readings)". A failure is told as that of post().
  template <class... Args>
  void insert_many(std::string_view table, std::span<const std::tuple<Args...>> rows) {
    if (rows.empty()) return;
    constexpr std::string_view signature = detail::Signature<std::tuple<Args...>, std::tuple<>>::view();
    detail::RowInserter inserter(*this, table, signature.substr(0, sizeof...(Args)), rows.size());
    for (const auto& row : rows) {
      std::size_t i = 0;
      const auto cells = inserter.cells();
      std::apply([&](const Args&... args) { (detail::write(cells[i++], args), ...); }, row);
      inserter.add();
    }
    inserter.finish();
  }

  /// The next id of rows whose ids are drawn from blocks (table id_block, or the sequence of that name): it rises on
  /// this connection, never comes twice, and leaves gaps. Writes only.
  std::int64_t next_id(std::string_view name);

  /// Calls on_row(Cols...) for each row. The fast path: no allocation for each row beyond what the columns need.
  template <class... Cols, class F, class... Args>
  void each(std::string_view sql, F&& on_row, const Args&... args) {
    auto lease = prepare<Cols...>(sql, args...);
    for (bool more = lease.execute(); more; more = lease.fetch()) {
      if (auto row = detail::read_or_report<Cols...>(lease)) std::apply(on_row, *std::move(row));
    }
  }

  /// All rows.
  template <class... Cols, class... Args>
  std::vector<std::tuple<Cols...>> query(std::string_view sql, const Args&... args) {
    std::vector<std::tuple<Cols...>> rows;
    auto lease = prepare<Cols...>(sql, args...);
    for (bool more = lease.execute(); more; more = lease.fetch()) {
      if (auto row = detail::read_or_report<Cols...>(lease)) rows.push_back(*std::move(row));
    }
    return rows;
  }

  /// The first row, if there is one.
  template <class... Cols, class... Args>
  std::optional<std::tuple<Cols...>> first(std::string_view sql, const Args&... args) {
    auto lease = prepare<Cols...>(sql, args...);
    if (!lease.execute()) return std::nullopt;
    return detail::read_row<Cols...>(lease.columns(), std::index_sequence_for<Cols...>{});
  }

  /// The only column of the first row. No row: nullopt for an optional T, std::logic_error otherwise.
  template <class T, class... Args>
  T scalar(std::string_view sql, const Args&... args) {
    auto lease = prepare<T>(sql, args...);
    if (lease.execute()) return detail::read<T>(lease.columns()[0]);
    if constexpr (detail::is_optional<T>) {
      return std::nullopt;
    } else {
      refuse_no_row(sql);
    }
  }

  /// Runs several statements without arguments, divided by ';', uncached: schema changes.
  void execute_script(std::string_view sql);

  /// Runs on the database thread once the transaction that this job is part of is durable, in order of registration
  /// and of jobs, before the job's caller resumes. Must be short; what it throws is logged. Writes only.
  void after_commit(std::function<void()> hook);
  /// Runs when this job was rolled back, or the commit of its whole group failed. Writes only.
  void after_rollback(std::function<void()> hook);

  /// Tells all servers of this database together with the commit (notice/notices.h). Writes only.
  void tell(Notice notice);

  /// What nobody else can have changed since within the transaction: see Epoch. Writes only.
  Epoch epoch() const noexcept;
  /// Promises that this job changes nothing that another job may remember under the epoch but what it will remember
  /// itself. Writes only.
  void keep_epoch() noexcept;

  const Dialect& dialect() const noexcept;
  /// By the clock that the database was opened with.
  base::Timestamp now() const;
  detail::SessionImpl& impl() noexcept { return *impl_; }

 private:
  friend class detail::TableCore;
  friend class detail::RowInserter;

  template <class... Cols, class... Args>
  detail::Lease prepare(std::string_view sql, const Args&... args) {
    if constexpr (sizeof...(Args) == 1 && (std::is_convertible_v<const Args&, Values> && ...)) {
      return lease_values(sql, Values(args...), detail::Signature<std::tuple<>, std::tuple<Cols...>>::view());
    } else {
      detail::Lease lease = lease_statement(sql, detail::Signature<std::tuple<Args...>, std::tuple<Cols...>>::view());
      [[maybe_unused]] std::size_t i = 0;
      (detail::write(lease.parameters()[i++], args), ...);
      return lease;
    }
  }

  detail::Lease lease_statement(std::string_view sql, std::string_view signature);
  detail::Lease lease_values(std::string_view sql, Values args, std::string_view column_signature);
  std::int64_t last_insert_id();
  [[noreturn]] static void refuse_no_row(std::string_view sql);

  std::unique_ptr<detail::SessionImpl> impl_;
};

}  // namespace openspc::db
