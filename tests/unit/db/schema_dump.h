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

inline std::string describe_table(Session& s, const std::string& table) {
  if (s.dialect().kind() == DialectKind::postgresql) return describe_on_server(s, table);
  return table + "\n" + describe_columns(s, table) + describe_indexes(s, table) + "\n";
}

/// The columns of each primary key and unique index of the table.
inline std::vector<std::string> keys_of(Session& s, const std::string& table) {
  const bool on_server = s.dialect().kind() == DialectKind::postgresql;
  std::vector<std::string> keys;
  s.each<std::string>(
      on_server ? "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indisunique AND indrelid ="
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
