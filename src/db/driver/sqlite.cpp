#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/private_file.h"
#include "db/driver/driver.h"
#include "db/error.h"

namespace openspc::db::driver {
namespace {

/// SQLite makes an unusable file's reason hard to tell, so the usual ones are found out before.
void refuse_unusable_file(const std::filesystem::path& path, bool create) {
  std::error_code ignored;
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const auto refuse = [&](const std::string& why) {
    throw base::unavailable("Cannot open the database " + path.string() + ": " + why);
  };
  if (!std::filesystem::is_directory(folder, ignored)) refuse("there is no folder " + folder.string());
  if (std::filesystem::is_directory(path, ignored)) refuse("it is a folder");
  const bool exists = std::filesystem::exists(path, ignored);
  if (!create && !exists) refuse("there is no such file");
  // SQLite would open what it may not write for reading alone, and fail at the first write.
  if (exists && ::access(path.c_str(), W_OK) != 0) refuse("the file may not be written");
  if (::access(folder.c_str(), W_OK) != 0) refuse("nothing may be written in its folder");
}

/// SQLite gives its other files the rights of the database.
void keep_private(const std::string& path) {
  base::make_private_file(path);  // an impossible one is reported by SQLite
  for (const char* end : {"", "-wal", "-shm"}) base::tighten_private_file(path + end);
}

/// "UNIQUE constraint failed: plant.code" -> "plant.code"
std::string after_colon(std::string_view message) {
  const auto at = message.find(": ");
  return at == std::string_view::npos ? std::string() : std::string(message.substr(at + 2));
}

[[noreturn]] void throw_constraint(int extended_code, std::string_view message) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      throw ConstraintViolation(ConstraintKind::unique, after_colon(message));
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      throw ConstraintViolation(ConstraintKind::foreign_key, {});
    case SQLITE_CONSTRAINT_NOTNULL:
      throw ConstraintViolation(ConstraintKind::not_null, after_colon(message));
    default:
      throw ConstraintViolation(ConstraintKind::check, after_colon(message));
  }
}

/// Notes what is wrong beyond the statement that failed.
void note(int primary_code, detail::StorageState& state) {
  switch (primary_code) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return state.note_damage(detail::kDamagedText);
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
      return state.note_shortage();
    default:
      return;
  }
}

/// What a person is told when the database cannot do its work now; empty when the fault is in the statement.
std::string_view outage_of(int primary_code) {
  switch (primary_code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "The database is busy; try again";
    case SQLITE_FULL:
      return "The database has no room left: make room on its disk";
    case SQLITE_READONLY:
      return "The database is read-only: look at its disk and the rights of its file";
    case SQLITE_IOERR:
      return "The database cannot be read or written: look at its disk";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return detail::kDamagedText;
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "The database is not available";
    default:
      return {};
  }
}

[[noreturn]] void throw_failure(sqlite3* connection, detail::StorageState& state, const std::string& sql) {
  const int extended_code = sqlite3_extended_errcode(connection);
  const int primary_code = extended_code & 0xff;
  const std::string message = sqlite3_errmsg(connection);
  if (primary_code == SQLITE_CONSTRAINT) throw_constraint(extended_code, message);
  if (const auto outage = outage_of(primary_code); !outage.empty()) {
    note(primary_code, state);
    base::log::error("database_unavailable", {{"code", extended_code}, {"error", message}});
    throw base::unavailable(std::string(outage));
  }
  throw std::logic_error(message + " in: " + sql);
}

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(sqlite3* connection, detail::StorageState& state, const std::string& sql, std::size_t parameters,
                  std::size_t columns)
      : connection_(connection), state_(state), sql_(sql) {
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(connection, sql.c_str(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) throw_failure(connection, state, sql);
    const auto has = static_cast<std::size_t>(sqlite3_bind_parameter_count(handle));
    if (has != parameters) refuse_shape("placeholders", has, parameters, sql);
    const auto gives = static_cast<std::size_t>(sqlite3_column_count(handle));
    if (columns != 0 && gives != columns) refuse_shape("columns", gives, columns, sql);
  }

  bool execute(std::span<const Cell> parameters, std::span<Cell> columns) override {
    reset();
    for (std::size_t i = 0; i < parameters.size(); ++i) bind(static_cast<int>(i) + 1, parameters[i]);
    return step(columns);
  }

  bool fetch(std::span<Cell> columns) override { return step(columns); }
  void post(std::span<const Cell> parameters) override { execute(parameters, {}); }

  void reset() noexcept override { sqlite3_reset(handle_.get()); }

  std::int64_t affected_rows() const override { return sqlite3_changes64(connection_); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
  };

  // The cells outlive the execution, so SQLite need not copy them.
  void bind(int place, const Cell& cell) {
    auto* const handle = handle_.get();
    int code = SQLITE_OK;
    if (cell.null) {
      code = sqlite3_bind_null(handle, place);
    } else {
      switch (cell.type) {
        case CellType::integer:
          code = sqlite3_bind_int64(handle, place, cell.integer);
          break;
        case CellType::real:
          code = sqlite3_bind_double(handle, place, cell.real);
          break;
        case CellType::text:
        case CellType::reals:
          code = sqlite3_bind_text64(handle, place, cell.text.data(), cell.text.size(), SQLITE_STATIC, SQLITE_UTF8);
          break;
      }
    }
    if (code != SQLITE_OK) throw_failure(connection_, state_, sql_);
  }

  bool step(std::span<Cell> columns) {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) throw_failure(connection_, state_, sql_);
    for (std::size_t i = 0; i < columns.size(); ++i) read(static_cast<int>(i), columns[i]);
    return true;
  }

  // A value that no mutex guards may be read where connections have none: leave_locking_to_sessions().
  void read(int place, Cell& cell) {
    auto* const value = sqlite3_column_value(handle_.get(), place);
    const int stored = sqlite3_value_type(value);
    cell.null = stored == SQLITE_NULL;
    if (cell.null) return;
    const bool is_number = cell.type == CellType::integer || cell.type == CellType::real;
    cell.is_foreign = is_number && (stored == SQLITE_TEXT || stored == SQLITE_BLOB);
    switch (cell.type) {
      case CellType::integer:
        cell.integer = sqlite3_value_int64(value);
        return;
      case CellType::real:
        cell.real = sqlite3_value_double(value);
        return;
      case CellType::text:
      case CellType::reals:
        assign(cell.text, sqlite3_value_text(value), sqlite3_value_bytes(value));
        return;
    }
  }

  static void assign(std::string& text, const void* bytes, int size) {
    if (bytes == nullptr) {
      text.clear();
    } else {
      text.assign(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
    }
  }

  sqlite3* connection_;
  detail::StorageState& state_;
  const std::string& sql_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const std::string& path, detail::StorageState& state) : state_(state) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    handle_.reset(handle);
    if (code == SQLITE_OK) return;
    throw base::unavailable("Cannot open the database " + path + ": " +
                            (handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
  }

  std::unique_ptr<Statement> prepare(const std::string& sql, std::string_view parameters,
                                     std::string_view columns) override {
    return std::make_unique<SqliteStatement>(handle_.get(), state_, sql, parameters.size(), columns.size());
  }

  std::unique_ptr<RowStream> stream_rows(const std::string&) override {
    throw std::logic_error("SQLite takes no stream of rows");
  }
  void forget_posted() noexcept override {}
  void listen() override {}
  void ring() override {}
  void hear(std::chrono::milliseconds at_most, int descriptor, bool there_are_others) override {
    constexpr std::chrono::milliseconds kLookEvery{20}, kLookForOthersEvery{500};
    wait_readable({descriptor}, std::min(at_most, there_are_others ? kLookEvery : kLookForOthersEvery));
  }

  bool in_transaction() noexcept override { return sqlite3_get_autocommit(handle_.get()) == 0; }
  std::int64_t last_insert_id() noexcept override { return sqlite3_last_insert_rowid(handle_.get()); }
  std::int64_t total_changes() noexcept override { return sqlite3_total_changes64(handle_.get()); }
  // One writer waits for no other transaction, and a file is not lost: strategy/file_watch.h sees to it.
  Fault take_fault() noexcept override { return Fault::none; }
  bool is_open() noexcept override { return true; }

  bool read_file(std::span<unsigned char> bytes) noexcept override {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
    if (file == nullptr || file->pMethods == nullptr) return false;
    return file->pMethods->xRead(file, bytes.data(), static_cast<int>(bytes.size()), 0) == SQLITE_OK;
  }

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
  };

  detail::StorageState& state_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// Each connection is used by one thread at a time, so it needs no mutex of its own, which SQLite would take at every
/// step. Nobody asks how much memory it has taken, for which all connections would share one at every allocation.
/// Effective before the first connection of the process.
void leave_locking_to_sessions() {
  [[maybe_unused]] static const bool configured =
      sqlite3_config(SQLITE_CONFIG_MULTITHREAD) == SQLITE_OK && sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
}

void run(Connection& connection, const std::string& sql) {
  connection.prepare(sql, "", "")->execute({}, {});
}

/// SQLite stays silent when a file system cannot hold a write-ahead log; readers would then block the writer.
void require_write_ahead_log(Connection& connection, const std::string& path) {
  const std::string sql = "PRAGMA journal_mode";
  Cell mode;
  const auto pragma = connection.prepare(sql, "", "t");
  pragma->execute({}, std::span(&mode, 1));
  if (mode.text != "wal")
    throw base::unavailable("Cannot open the database " + path + ": no write-ahead log can be kept there");
}

}  // namespace

std::unique_ptr<Connection> connect_sqlite(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                           detail::StorageState& state) {
  leave_locking_to_sessions();
  refuse_unusable_file(url.path, options.create);
  if (role == Role::writer) keep_private(url.path);
  auto connection = std::make_unique<SqliteConnection>(url.path, state);
  const auto settings =
      Dialect(url.kind).connection_setup(role == Role::writer, static_cast<int>(options.busy_timeout.count()));
  const auto refuse = [&url](const std::string& why) {
    throw base::unavailable("Cannot open the database " + url.path + ": " + why);
  };
  try {
    for (const auto& setting : settings) run(*connection, setting);
  } catch (const base::Error& failure) {
    refuse(failure.detail());
  } catch (const std::logic_error& failure) {
    refuse(failure.what());
  }
  if (role == Role::writer) require_write_ahead_log(*connection, url.path);
  return connection;
}

}  // namespace openspc::db::driver
