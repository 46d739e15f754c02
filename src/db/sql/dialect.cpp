#include "db/sql/dialect.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "db/sql/sql_text.h"

namespace openspc::db {
namespace {

constexpr std::array<std::string_view, 4> kNames{"sqlite", "postgresql", "mysql", "mssql"};

/// A word of the migrations and its meaning in each dialect, in the order of DialectKind.
struct Word {
  std::string_view name;
  std::array<std::string_view, 4> meaning;
};

constexpr std::array<Word, 12> kWords{{
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
    {"reals", {"TEXT", "DOUBLE PRECISION[]", "LONGTEXT", "NVARCHAR(MAX)"}},
    // MariaDB's own has another collation than all other text.
    {"json", {"JSON", "JSON", "LONGTEXT", "NVARCHAR(MAX)"}},
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

/// A column "table.column" that is not nullable.
struct ColumnName {
  std::string table, column;
};

ColumnName column_of(std::string_view name) {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) throw std::invalid_argument("No column in a migration: " + std::string(name));
  return {std::string(name.substr(0, dot)), std::string(name.substr(dot + 1))};
}

std::string widened(DialectKind kind, std::string_view name) {
  if (kind == DialectKind::sqlite) return {};
  const auto [table, column] = column_of(name);
  const std::string alter = "ALTER TABLE " + table;
  if (kind == DialectKind::postgresql) return alter + " ALTER COLUMN " + column + " TYPE BIGINT;";
  const std::string_view change = kind == DialectKind::mysql ? " MODIFY " : " ALTER COLUMN ";
  return alter + std::string(change) + column + " BIGINT NOT NULL;";
}

std::string narrowed(DialectKind kind, std::string_view name) {
  if (kind != DialectKind::postgresql && kind != DialectKind::mysql) return {};
  const auto [table, column] = column_of(name);
  if (kind == DialectKind::mysql)
    return "EXECUTE IMMEDIATE 'BEGIN NOT ATOMIC IF NOT EXISTS (SELECT 1 FROM " + table + " WHERE " + column +
           " NOT BETWEEN -2147483648 AND 2147483647) THEN ALTER TABLE " + table + " MODIFY " + column +
           " INTEGER NOT NULL; END IF; END';";
  return "DO 'BEGIN IF NOT EXISTS (SELECT 1 FROM " + table + " WHERE " + column +
         " NOT BETWEEN -2147483648 AND 2147483647) THEN ALTER TABLE " + table + " ALTER COLUMN " + column +
         " TYPE INTEGER; END IF; END';";
}

std::string word_meaning(DialectKind kind, std::string_view word) {
  constexpr std::string_view widen = "widen ", narrow = "narrow ";
  if (word.starts_with(widen)) return widened(kind, word.substr(widen.size()));
  if (word.starts_with(narrow)) return narrowed(kind, word.substr(narrow.size()));
  // "where_not_null COLUMN": a partial index; MySQL has none and needs none, since NULLs are distinct there anyway.
  constexpr std::string_view partial = "where_not_null ";
  if (word.starts_with(partial)) {
    if (kind == DialectKind::mysql) return {};
    return "WHERE " + std::string(word.substr(partial.size())) + " IS NOT NULL";
  }
  constexpr std::string_view only = "only ", also = "also ";
  static_assert(only.size() == also.size());
  if (const auto colon = word.find(": ");
      (word.starts_with(only) || word.starts_with(also)) && colon != std::string_view::npos) {
    const std::string_view dialect = word.substr(only.size(), colon - only.size());
    if (std::find(kNames.begin(), kNames.end(), dialect) == kNames.end())
      throw std::invalid_argument("Unknown dialect in a migration: ${" + std::string(word) + "}");
    return dialect == kNames[index_of(kind)] ? std::string(word.substr(colon + 2)) : std::string();
  }
  for (const auto& [name, meaning] : kWords) {
    if (name == word) return std::string(meaning[index_of(kind)]);
  }
  throw std::invalid_argument("Unknown word in a migration: ${" + std::string(word) + "}");
}

/// MariaDB converts into its own names of types alone.
void say_casts_of_mariadb(std::string& sql) {
  using Name = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Name, 3> names{
      {{" AS BIGINT)", " AS SIGNED)"}, {" AS BOOLEAN)", " AS SIGNED)"}, {" AS DOUBLE PRECISION)", " AS DOUBLE)"}}};
  for (const auto& [standard, own] : names)
    for (auto at = sql.find(standard); at != std::string::npos; at = sql.find(standard, at))
      sql.replace(at, standard.size(), own);
}

}  // namespace

std::string_view Dialect::name() const {
  return kNames[index_of(kind_)];
}

Dialect::Numbered Dialect::placeholders(std::string_view sql) const {
  const bool is_numbered = kind_ == DialectKind::postgresql;
  Numbered numbered;
  numbered.sql = detail::replace_placeholders(sql, [&](int n) {
    numbered.count = static_cast<std::size_t>(n);
    return is_numbered ? "$" + std::to_string(n) : std::string("?");
  });
  if (kind_ == DialectKind::mysql) say_casts_of_mariadb(numbered.sql);
  return numbered;
}

bool Dialect::returns_ids() const {
  return kind_ == DialectKind::postgresql;
}

bool Dialect::answers_at_once() const {
  return kind_ == DialectKind::sqlite;
}

bool Dialect::streams_rows() const {
  return kind_ == DialectKind::postgresql;
}

bool Dialect::has_sequences() const {
  return kind_ == DialectKind::postgresql || kind_ == DialectKind::mysql;
}

std::string Dialect::next_value(std::string_view sequence) const {
  if (kind_ == DialectKind::postgresql) return "nextval('" + std::string(sequence) + "')";
  if (kind_ == DialectKind::mysql) return "NEXTVAL(" + quote(sequence) + ")";
  throw std::logic_error("No sequences on " + std::string(name()));
}

std::string_view Dialect::before_first_table() const {
  return kind_ == DialectKind::mysql ? "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin" : "";
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
  std::vector<std::string> assignments;
  assignments.reserve(columns.size());
  for (const auto& column : columns) assignments.push_back(column + " = " + offered(column));
  return on_conflict(key, assignments);
}

std::string Dialect::upsert_sum(std::string_view table, const std::vector<std::string>& key,
                                const std::vector<std::string>& columns) const {
  std::vector<std::string> assignments;
  assignments.reserve(columns.size());
  for (const auto& column : columns)
    assignments.push_back(std::string(column).append(" = ").append(table).append(".").append(column) + " + " +
                          offered(column));
  return on_conflict(key, assignments);
}

/// The value that the row would have been inserted with.
std::string Dialect::offered(std::string_view column) const {
  if (kind_ == DialectKind::mysql) return "VALUES(" + std::string(column) + ")";
  return "excluded." + std::string(column);
}

std::string Dialect::on_conflict(const std::vector<std::string>& key,
                                 const std::vector<std::string>& assignments) const {
  if (kind_ == DialectKind::mssql) throw std::logic_error("SQL Server has no upsert clause; update first, then insert");
  if (kind_ == DialectKind::mysql) return "ON DUPLICATE KEY UPDATE " + joined(assignments);
  return "ON CONFLICT (" + joined(key) + ") DO UPDATE SET " + joined(assignments);
}

std::string_view Dialect::hold_rows() const {
  switch (kind_) {
    case DialectKind::sqlite:
      return {};
    case DialectKind::postgresql:
      return " FOR SHARE";
    case DialectKind::mysql:
      return " LOCK IN SHARE MODE";
    default:
      throw std::logic_error("SQL Server holds rows by a hint behind the table's name");
  }
}

std::vector<std::string> Dialect::connection_setup(bool writer, int busy_timeout_ms) const {
  if (kind_ != DialectKind::sqlite) return {};
  std::vector<std::string> statements{
      "PRAGMA busy_timeout = " + std::to_string(busy_timeout_ms),
      "PRAGMA foreign_keys = ON",
      "PRAGMA temp_store = MEMORY",
      "PRAGMA cache_size = -16000",  // KiB
      // Debian's SQLite overwrites what is deleted: dropping a table would write all of it once more.
      "PRAGMA secure_delete = FAST",
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
  switch (kind_) {
    case DialectKind::sqlite:
      return "BEGIN";
    case DialectKind::mysql:
      return "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";
    default:
      return "START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
  }
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
      return "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
             "current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname";
    case DialectKind::mysql:
      return "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = "
             "'BASE TABLE' ORDER BY table_name";
    default:
      return "SELECT name FROM sys.tables ORDER BY name";
  }
}

std::string_view Dialect::indexes_query() const {
  if (kind_ == DialectKind::postgresql)
    return "SELECT i.relname, a.attname FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i"
           " ON i.oid = x.indexrelid CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(number, place)"
           " LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number"
           " WHERE t.relname = ? AND x.indpred IS NULL AND pg_table_is_visible(t.oid) ORDER BY i.relname, k.place";
  if (kind_ == DialectKind::mysql)
    return "SELECT index_name, column_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND"
           " table_name = ? ORDER BY index_name, seq_in_index";
  if (kind_ != DialectKind::sqlite) throw std::logic_error("Adopting is not built for SQL Server");
  return "SELECT i.name, c.name FROM pragma_index_list(?) AS i JOIN pragma_index_info(i.name) AS c "
         "WHERE i.partial = 0 ORDER BY i.name, c.seqno";
}

}  // namespace openspc::db
