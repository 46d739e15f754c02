// The schema of a database as text that a person can compare: columns, defaults, references and indexes of each
// table.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "db/session.h"

namespace openspc::db {

inline std::string describe_columns(Session& s, const std::string& table) {
  std::map<std::string, std::string> references;
  s.each<std::string, std::string, std::string>(
      "SELECT \"from\", \"table\", lower(on_delete) FROM pragma_foreign_key_list(?)",
      [&](const std::string& from, const std::string& to, const std::string& rule) {
        references[from] = " -> " + to + " " + rule;
      },
      table);
  std::string text;
  s.each<std::string, std::string, bool, std::optional<std::string>>(
      "SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info(?) ORDER BY cid",
      [&](const std::string& name, const std::string& type, bool not_null, const std::optional<std::string>& value) {
        text += "  " + name + " " + type + (not_null ? " not null" : "");
        if (value) text += " default " + *value;
        text += references[name] + "\n";
      },
      table);
  return text;
}

inline std::string describe_indexes(Session& s, const std::string& table) {
  std::map<std::string, std::string> columns;
  s.each<std::string, bool, std::string>(
      "SELECT l.name, l.\"unique\", i.name FROM pragma_index_list(?) AS l JOIN pragma_index_info(l.name) AS i "
      "WHERE l.origin <> 'pk' ORDER BY l.name, i.seqno",
      [&](const std::string& index, bool unique, const std::string& column) {
        auto& list = columns[index];
        list += list.empty() ? (unique ? "  unique (" : "  index (") + column : ", " + column;
      },
      table);
  std::vector<std::string> lines;
  for (const auto& [index, list] : columns) lines.push_back(list + ")\n");
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const auto& line : lines) text += line;
  return text;
}

/// As PostgreSQL's catalogue says it.
inline std::string describe_on_server(Session& s, const std::string& table) {
  std::string text;
  const auto add = [&text](const std::string& line) { text += "  " + line + "\n"; };
  s.each<std::string>(
      "SELECT column_name || ' ' || data_type || ' ' || is_nullable || ' ' || COALESCE(column_default, '')"
      " FROM information_schema.columns WHERE table_name = ? AND table_schema = current_schema()"
      " ORDER BY ordinal_position",
      add, table);
  s.each<std::string>(
      "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = CAST(quote_ident(?) AS regclass) ORDER BY "
      "1",
      add, table);
  s.each<std::string>(
      "SELECT indexdef FROM pg_indexes WHERE tablename = ? AND schemaname = current_schema() ORDER BY 1", add, table);
  return table + "\n" + text + "\n";
}

/// As MariaDB says how to make it again, which names what made it: constraints by number, and the next id.
inline std::string describe_on_mariadb(Session& s, const std::string& table) {
  std::string text;
  const auto add = [&text](const std::string& line) { text += "  " + line + "\n"; };
  s.each<std::string>(
      "SELECT CONCAT(column_name, ' ', column_type, ' ', is_nullable, ' ', COALESCE(column_default, ''), ' ',"
      " COALESCE(collation_name, '')) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = "
      "?"
      " ORDER BY ordinal_position",
      add, table);
  s.each<std::string>(
      "SELECT CONCAT(k.column_name, ' -> ', k.referenced_table_name, ' ', r.delete_rule) FROM"
      " information_schema.key_column_usage k JOIN information_schema.referential_constraints r ON r.constraint_schema "
      "="
      " k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name"
      " WHERE k.table_schema = DATABASE() AND k.table_name = ? ORDER BY 1",
      add, table);
  s.each<std::string>(
      "SELECT CONCAT(MIN(non_unique), ' (', GROUP_CONCAT(column_name ORDER BY seq_in_index), ')') FROM"
      " information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? GROUP BY index_name ORDER BY "
      "1",
      add, table);
  return table + "\n" + text + "\n";
}

inline std::string describe_table(Session& s, const std::string& table) {
  if (s.dialect().kind() == DialectKind::postgresql) return describe_on_server(s, table);
  if (s.dialect().kind() == DialectKind::mysql) return describe_on_mariadb(s, table);
  return table + "\n" + describe_columns(s, table) + describe_indexes(s, table) + "\n";
}

/// The columns of each primary key and unique index of the table.
inline std::vector<std::string> keys_of(Session& s, const std::string& table) {
  const DialectKind kind = s.dialect().kind();
  std::vector<std::string> keys;
  s.each<std::string>(
      kind == DialectKind::mysql
          ? "SELECT GROUP_CONCAT(column_name) FROM information_schema.statistics WHERE table_schema = DATABASE() AND"
            " table_name = ? AND non_unique = 0 GROUP BY index_name"
      : kind == DialectKind::postgresql
          ? "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indisunique AND indrelid ="
            " CAST(quote_ident(?) AS regclass)"
          : "SELECT (SELECT group_concat(i.name) FROM pragma_index_info(l.name) i) FROM pragma_index_list(?) l"
            " WHERE l.\"unique\" = 1",
      [&keys](std::string key) { keys.push_back(std::move(key)); }, table);
  return keys;
}

/// All tables but those named, by name.
inline std::string describe_schema(Session& s, const std::vector<std::string>& without) {
  std::string text;
  for (const auto& [table] : s.query<std::string>(s.dialect().tables_query())) {
    if (std::find(without.begin(), without.end(), table) == without.end()) text += describe_table(s, table);
  }
  return text;
}

}  // namespace openspc::db
