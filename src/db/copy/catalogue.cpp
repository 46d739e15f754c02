#include "db/copy/catalogue.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/error.h"

namespace openspc::db::copy {
namespace {

/// The catalogue's questions; each of the last three is asked with the name of a table.
struct Questions {
  const char* tables;      // name
  const char* columns;     // name, type, not null, computed
  const char* key;         // column
  const char* references;  // constraint, table, column
};

constexpr Questions kSqlite{
    .tables =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1",
    .columns = R"SQL(SELECT name, type, "notnull", hidden FROM pragma_table_xinfo(?) ORDER BY cid)SQL",
    .key = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk",
    .references = R"SQL(SELECT id, "table", "from" FROM pragma_foreign_key_list(?) ORDER BY id, seq)SQL"};

constexpr Questions kPostgresql{
    .tables =
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1",
    .columns =
        "SELECT a.attname, format_type(a.atttypid, NULL), CASE WHEN a.attnotnull THEN 1 ELSE 0 END,"
        " CASE WHEN a.attgenerated = '' THEN 0 ELSE 1 END"
        " FROM pg_attribute a WHERE a.attrelid = CAST(quote_ident(?) AS regclass) AND a.attnum > 0"
        " AND NOT a.attisdropped ORDER BY a.attnum",
    .key =
        "SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place)"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number"
        " WHERE i.indisprimary AND i.indrelid = CAST(quote_ident(?) AS regclass) ORDER BY k.place",
    .references =
        "SELECT r.conname, t.relname, a.attname FROM pg_constraint r JOIN pg_class t ON t.oid = r.confrelid"
        " CROSS JOIN LATERAL unnest(r.conkey) WITH ORDINALITY AS k(number, place)"
        " JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = k.number"
        " WHERE r.contype = 'f' AND r.conparentid = 0 AND r.conrelid = CAST(quote_ident(?) AS regclass)"
        " ORDER BY r.conname, k.place"};

// The keys of MariaDB's tables are called PRIMARY.
constexpr Questions kMariadb{
    .tables =
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
        " ORDER BY 1",
    .columns =
        "SELECT column_name, column_type, CASE WHEN is_nullable = 'NO' THEN 1 ELSE 0 END,"
        " CASE WHEN is_generated = 'NEVER' THEN 0 ELSE 1 END FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position",
    .key =
        "SELECT column_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND"
        " index_name = 'PRIMARY' ORDER BY seq_in_index",
    .references =
        "SELECT constraint_name, referenced_table_name, column_name FROM information_schema.key_column_usage WHERE"
        " table_schema = DATABASE() AND table_name = ? AND referenced_table_name IS NOT NULL"
        " ORDER BY constraint_name, ordinal_position"};

const Questions& questions_to(DialectKind kind) {
  switch (kind) {
    case DialectKind::sqlite:
      return kSqlite;
    case DialectKind::mysql:
      return kMariadb;
    default:
      return kPostgresql;
  }
}

/// By the words that a declared type holds; SQLite's rules of affinity in their order, and the servers' names.
Kind kind_of(std::string type) {
  std::ranges::transform(type, type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  struct Sign {
    std::string_view word;
    Kind kind;
  };
  static constexpr std::array<Sign, 12> signs{{{"[]", Kind::reals},
                                               {"tinyint(1)", Kind::boolean},
                                               {"bool", Kind::boolean},
                                               {"timestamp", Kind::timestamp},
                                               {"datetime", Kind::timestamp},
                                               {"int", Kind::integer},
                                               {"real", Kind::real},
                                               {"floa", Kind::real},
                                               {"doub", Kind::real},
                                               {"blob", Kind::bytes},
                                               {"bytea", Kind::bytes},
                                               {"binary", Kind::bytes}}};
  const auto found = std::ranges::find_if(signs, [&](const Sign& sign) { return type.find(sign.word) != type.npos; });
  return found == signs.end() ? Kind::text : found->kind;
}

Table read_table(Link& link, const Questions& questions, const std::string& name) {
  Table table;
  table.name = name;
  const Cells asked{text_cell(name)};
  // SQLite's hidden columns that are not computed belong to virtual tables, of which there are none.
  for (const auto& column : link.texts(questions.columns, asked, 4))
    if (column[3] == "0") table.columns.push_back({column[0], kind_of(column[1]), column[2] == "0"});
  for (const auto& column : link.texts(questions.key, asked, 1)) table.key.push_back(column[0]);
  std::string last;
  for (const auto& part : link.texts(questions.references, asked, 3)) {
    if (table.references.empty() || part[0] != last) table.references.push_back({part[1], {}});
    table.references.back().columns.push_back(part[2]);
    last = part[0];
  }
  return table;
}

/// The columns of a reference that may be NULL; one of them is enough to leave it open.
std::vector<std::string> open_columns(const Table& table, const Reference& reference) {
  std::vector<std::string> open;
  for (const std::string& name : reference.columns) {
    const Column* column = table.find(name);
    const bool is_of_key = std::ranges::find(table.key, name) != table.key.end();
    if (column != nullptr && column->is_nullable && !is_of_key) open.push_back(name);
  }
  return open;
}

}  // namespace

const Column* Table::find(std::string_view column) const {
  const auto at = std::ranges::find(columns, column, &Column::name);
  return at == columns.end() ? nullptr : &*at;
}

std::vector<Table> tables_of(Link& link) {
  const Questions& questions = questions_to(link.dialect().kind());
  std::vector<Table> tables;
  for (const auto& name : link.texts(questions.tables, {}, 1)) tables.push_back(read_table(link, questions, name[0]));
  return tables;
}

std::vector<Place> in_order_of_references(const std::vector<Table>& tables) {
  std::vector<Place> order;
  std::set<std::string, std::less<>> waiting;
  for (const Table& table : tables) waiting.insert(table.name);

  // What a table still waits for, unless these columns may be filled later: nothing, when it can come now.
  const auto late_columns = [&](const Table& table, bool also_others) -> std::optional<std::vector<std::string>> {
    std::vector<std::string> late;
    for (const Reference& reference : table.references) {
      if (!waiting.contains(reference.table)) continue;
      const auto open = open_columns(table, reference);
      if (open.empty() || (reference.table != table.name && !also_others)) return std::nullopt;
      late.insert(late.end(), open.begin(), open.end());
    }
    return late;
  };
  const auto place_one = [&](bool also_others) {
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (!waiting.contains(tables[i].name)) continue;
      auto late = late_columns(tables[i], also_others);
      if (!late) continue;
      order.push_back({i, std::move(*late)});
      waiting.erase(tables[i].name);
      return true;
    }
    return false;
  };
  // Columns that refer to other tables are left open only where tables refer to one another.
  while (!waiting.empty())
    if (!place_one(false) && !place_one(true))
      throw base::conflict("The tables refer to one another in a circle that no order resolves: " + *waiting.begin());
  return order;
}

}  // namespace openspc::db::copy
