#include "db/dialect.h"

#include <unistd.h>

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/private_file.h"
#include "db/driver.h"
#include "db/error.h"
#include "db/sql_text.h"

namespace openspc::db {
namespace {

constexpr std::array<std::string_view, 4> kNames{"sqlite", "postgresql", "mysql", "mssql"};

/// A word of the migrations and its meaning in each dialect, in the order of DialectKind.
struct Word {
  std::string_view name;
  std::array<std::string_view, 4> meaning;
};

constexpr std::array<Word, 11> kWords{{
    {"id",
     {"INTEGER NOT NULL PRIMARY KEY", "BIGSERIAL PRIMARY KEY", "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "BIGINT NOT NULL IDENTITY(1,1) PRIMARY KEY"}},
    {"ref", {"INTEGER", "BIGINT", "BIGINT", "BIGINT"}},
    {"integer", {"INTEGER", "INTEGER", "INTEGER", "INTEGER"}},
    {"boolean", {"BOOLEAN", "BOOLEAN", "BOOLEAN", "BIT"}},
    {"true", {"1", "TRUE", "TRUE", "1"}},
    {"false", {"0", "FALSE", "FALSE", "0"}},
    {"double", {"FLOAT", "DOUBLE PRECISION", "DOUBLE", "FLOAT(53)"}},
    {"timestamp", {"DATETIME", "TIMESTAMP WITH TIME ZONE", "DATETIME(6)", "DATETIME2(6)"}},
    {"now", {"CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP(6)", "SYSUTCDATETIME()"}},
    {"json", {"JSON", "JSON", "JSON", "NVARCHAR(MAX)"}},
    {"text", {"TEXT", "TEXT", "LONGTEXT", "NVARCHAR(MAX)"}},
}};

std::size_t index_of(DialectKind kind) {
  return static_cast<std::size_t>(kind);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text.append(text.empty() ? "" : ", ").append(part);
  return text;
}

std::string word_meaning(DialectKind kind, std::string_view word) {
  // "where_not_null COLUMN": a partial index; MySQL has none and needs none, since NULLs are distinct there anyway.
  constexpr std::string_view partial = "where_not_null ";
  if (word.starts_with(partial)) {
    if (kind == DialectKind::mysql) return {};
    return "WHERE " + std::string(word.substr(partial.size())) + " IS NOT NULL";
  }
  for (const auto& [name, meaning] : kWords) {
    if (name == word) return std::string(meaning[index_of(kind)]);
  }
  throw std::invalid_argument("Unknown word in a migration: ${" + std::string(word) + "}");
}

DatabaseUrl sqlite_url(std::string_view path) {
  if (path.empty() || path == ":memory:") {
    throw base::invalid_text("The database must be a file: every connection would see another database in memory");
  }
  return {DialectKind::sqlite, std::string(path), {}};
}

}  // namespace

DatabaseUrl parse_database_url(std::string_view url) {
  const auto colon = url.find("://");
  if (colon == std::string_view::npos) return sqlite_url(url);
  const std::string_view scheme = url.substr(0, url.find_first_of("+:"));
  const std::string_view rest = url.substr(colon + 3);
  if (scheme == "sqlite") {
    // Three slashes before a relative path, four before an absolute one.
    if (!rest.starts_with('/')) throw base::invalid_text("An SQLite URL is sqlite:///PATH");
    return sqlite_url(rest.substr(1));
  }
  if (scheme == "postgresql" || scheme == "postgres" || scheme == "mysql" || scheme == "mariadb" || scheme == "mssql") {
    throw base::unavailable("Databases of the kind \"" + std::string(scheme) +
                            "\" are not built into this version; use SQLite: sqlite:///PATH");
  }
  throw base::invalid_text("Unknown kind of database: \"" + std::string(scheme) + "\"");
}

std::string_view Dialect::name() const {
  return kNames[index_of(kind_)];
}

std::string Dialect::placeholders(std::string_view sql) const {
  // SQLite understands `?`; for the others SOCI translates named parameters.
  if (kind_ == DialectKind::sqlite) return std::string(sql);
  return detail::replace_placeholders(sql, [](int n) { return ":p" + std::to_string(n); });
}

std::string Dialect::expand(std::string_view sql) const {
  std::string result;
  while (true) {
    const auto start = sql.find("${");
    result.append(sql.substr(0, start));
    if (start == std::string_view::npos) return result;
    const auto end = sql.find('}', start);
    if (end == std::string_view::npos) throw std::invalid_argument("A ${ without } in a migration");
    result += word_meaning(kind_, sql.substr(start + 2, end - start - 2));
    sql.remove_prefix(end + 1);
  }
}

std::string Dialect::quote(std::string_view identifier) const {
  const bool mysql = kind_ == DialectKind::mysql;
  const char quote = mysql ? '`' : '"';
  std::string result(1, quote);
  for (const char c : identifier) {
    if (c == quote) result += c;
    result += c;
  }
  return result += quote;
}

std::string Dialect::upsert(const std::vector<std::string>& key, const std::vector<std::string>& columns) const {
  if (kind_ == DialectKind::mssql) throw std::logic_error("SQL Server has no upsert clause; update first, then insert");
  const bool mysql = kind_ == DialectKind::mysql;
  std::vector<std::string> assignments;
  assignments.reserve(columns.size());
  for (const auto& column : columns) {
    std::string& assignment = assignments.emplace_back(column);
    assignment.append(mysql ? " = VALUES(" : " = excluded.").append(column).append(mysql ? ")" : "");
  }
  if (mysql) return "ON DUPLICATE KEY UPDATE " + joined(assignments);
  return "ON CONFLICT (" + joined(key) + ") DO UPDATE SET " + joined(assignments);
}

std::vector<std::string> Dialect::connection_setup(bool writer, int busy_timeout_ms) const {
  if (kind_ != DialectKind::sqlite) return {};
  std::vector<std::string> statements{
      "PRAGMA busy_timeout = " + std::to_string(busy_timeout_ms), "PRAGMA foreign_keys = ON",
      "PRAGMA temp_store = MEMORY",
      "PRAGMA cache_size = -16000",  // KiB
  };
  if (writer) {
    statements.insert(statements.end(), {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                         "PRAGMA wal_autocheckpoint = 4000", "PRAGMA journal_size_limit = 67108864"});
  } else {
    statements.emplace_back("PRAGMA query_only = ON");
  }
  return statements;
}

std::string_view Dialect::begin_read() const {
  return kind_ == DialectKind::sqlite ? "BEGIN" : "START TRANSACTION READ ONLY";
}

std::string_view Dialect::begin_write() const {
  return kind_ == DialectKind::sqlite ? "BEGIN IMMEDIATE" : "BEGIN";
}

std::string_view Dialect::tables_query() const {
  switch (kind_) {
    case DialectKind::sqlite:
      return "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY "
             "name";
    case DialectKind::postgresql:
      return "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name";
    case DialectKind::mysql:
      return "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name";
    default:
      return "SELECT name FROM sys.tables ORDER BY name";
  }
}

std::string_view Dialect::indexes_query() const {
  if (kind_ != DialectKind::sqlite) throw std::logic_error("Adopting a database is built for SQLite");
  return "SELECT i.name, c.name FROM pragma_index_list(?) AS i JOIN pragma_index_info(i.name) AS c "
         "WHERE i.partial = 0 ORDER BY i.name, c.seqno";
}

namespace detail {
namespace {

using soci::sqlite3_session_backend;
using soci::sqlite3_statement_backend;
using sqlite_api::sqlite3;
using sqlite_api::sqlite3_stmt;

// SOCI keeps the type information of its backends to itself, so neither dynamic_cast nor the sanitizer's check of the
// dynamic type can be used on them.
#define OPENSPC_NO_VPTR __attribute__((no_sanitize("vptr")))

OPENSPC_NO_VPTR sqlite3* connection_of(soci::session& session) {
  return static_cast<sqlite3_session_backend*>(session.get_backend())->conn_;
}

OPENSPC_NO_VPTR sqlite3_stmt* statement_of(soci::statement& statement) {
  return static_cast<sqlite3_statement_backend*>(statement.get_backend())->stmt_;
}

#undef OPENSPC_NO_VPTR

/// SOCI leaks the handle of a file that it cannot open, so the usual reasons are found out before.
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

/// SQLite stays silent when a file system cannot hold a write-ahead log; readers would then block the writer.
void require_write_ahead_log(soci::session& session, const std::string& path) {
  std::string mode;
  soci::statement pragma(session);
  pragma.exchange(soci::into(mode));
  pragma.alloc();
  pragma.prepare("PRAGMA journal_mode");
  pragma.define_and_bind();
  pragma.execute(true);
  if (mode != "wal")
    throw base::unavailable("Cannot open the database " + path + ": no write-ahead log can be kept there");
}

/// "UNIQUE constraint failed: plant.code" -> "plant.code"
std::string after_colon(std::string_view message) {
  const auto at = message.find(": ");
  return at == std::string_view::npos ? std::string() : std::string(message.substr(at + 2));
}

[[noreturn]] void rethrow_constraint(int extended_code, std::string_view message) {
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
void note(int primary_code, StorageState& state) {
  switch (primary_code) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return state.note_damage(kDamagedText);
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
      return kDamagedText;
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

/// Each session is used by one thread at a time, so its connection needs no mutex of its own, which SQLite would take
/// at every step. Effective before the first connection of the process.
void leave_locking_to_sessions() {
  [[maybe_unused]] static const int configured = sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
}

}  // namespace

void connect(soci::session& session, const DatabaseUrl& url, SessionRole role, const DatabaseOptions& options) {
  leave_locking_to_sessions();
  refuse_unusable_file(url.path, options.create);
  if (role == SessionRole::writer) keep_private(url.path);
  // SOCI reads key=value pairs from a connect string that has a '='; quotes keep a path with blanks in one piece.
  const bool plain = url.path.find('=') == std::string::npos;
  session.open(soci::sqlite3, plain ? url.path : "dbname=\"" + url.path + "\"");
  const Dialect dialect(url.kind);
  const auto setup =
      dialect.connection_setup(role == SessionRole::writer, static_cast<int>(options.busy_timeout.count()));
  for (const auto& statement : setup) session << statement;
  if (role == SessionRole::writer) require_write_ahead_log(session, url.path);
}

void reset(const Dialect&, soci::statement& statement) noexcept {
  if (auto* handle = statement_of(statement)) sqlite_api::sqlite3_reset(handle);
}

StatementShape shape_of(const Dialect&, soci::statement& statement) {
  auto* handle = statement_of(statement);
  return {static_cast<std::size_t>(sqlite_api::sqlite3_bind_parameter_count(handle)),
          static_cast<std::size_t>(sqlite_api::sqlite3_column_count(handle))};
}

bool in_transaction(const Dialect&, soci::session& session) noexcept {
  return sqlite_api::sqlite3_get_autocommit(connection_of(session)) == 0;
}

bool read_file(const Dialect&, soci::session& session, std::span<unsigned char> bytes) noexcept {
  sqlite_api::sqlite3_file* file = nullptr;
  sqlite_api::sqlite3_file_control(connection_of(session), "main", SQLITE_FCNTL_FILE_POINTER,
                                   static_cast<void*>(&file));
  if (file == nullptr || file->pMethods == nullptr) return false;
  return file->pMethods->xRead(file, bytes.data(), static_cast<int>(bytes.size()), 0) == SQLITE_OK;
}

std::int64_t total_changes(const Dialect&, soci::session& session) noexcept {
  return sqlite_api::sqlite3_total_changes(connection_of(session));
}

void rethrow_as_error(const Dialect&, soci::session& session, StorageState& state, std::string_view sql,
                      const std::exception& failure) {
  auto* connection = connection_of(session);
  const int extended_code = sqlite_api::sqlite3_extended_errcode(connection);
  const int primary_code = extended_code & 0xff;
  // SOCI's own text repeats the bound values, which may be secret or personal: SQLite's is used instead.
  const std::string message = sqlite_api::sqlite3_errmsg(connection);
  if (primary_code == SQLITE_CONSTRAINT) rethrow_constraint(extended_code, message);
  if (const auto outage = outage_of(primary_code); !outage.empty()) {
    note(primary_code, state);
    base::log::error("database_unavailable", {{"code", extended_code}, {"error", message}});
    throw base::unavailable(std::string(outage));
  }
  const bool from_sqlite = primary_code != SQLITE_OK && primary_code != SQLITE_ROW && primary_code != SQLITE_DONE;
  throw std::logic_error((from_sqlite ? message : std::string(failure.what())) + " in: " + std::string(sql));
}

}  // namespace detail
}  // namespace openspc::db
