#include "db/schema/mariadb_adoption.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/schema/migrations.h"

namespace openspc::db::detail {
namespace {

struct OldColumn {
  std::string name, type, collation, extra;
  std::optional<std::string> standard;  // its default, as SQL
  bool is_nullable = false;
  std::int64_t fraction = 0;  // digits of a time's seconds
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_time(const OldColumn& column) {
  return is_one_of(column.type, {"datetime", "timestamp"});
}

/// The type that the column is to have; nothing: it has it.
std::string_view wanted_type(const OldColumn& column) {
  const bool is_id = column.name == "id" || (column.name.ends_with("_id") && column.name != "rule_id");
  if (column.type == "int" && is_id) return "BIGINT";
  if (is_time(column) && (column.type == "timestamp" || column.fraction < 6)) return "DATETIME(6)";
  if (column.type == "float") return "DOUBLE";
  if (is_one_of(column.type, {"tinytext", "text", "mediumtext"})) return "LONGTEXT";
  // What MariaDB calls JSON.
  if (column.type == "longtext" && column.collation != "utf8mb4_nopad_bin") return "LONGTEXT";
  if (column.type == "enum") return "VARCHAR(50)";
  return {};
}

std::string changed(const Session& session, const OldColumn& column, std::string_view type) {
  std::string change = "MODIFY " + session.dialect().quote(column.name) + " " + std::string(type);
  if (!column.is_nullable) change += " NOT NULL";
  if (column.extra.find("auto_increment") != std::string::npos) return change + " AUTO_INCREMENT";
  if (!column.standard || *column.standard == "NULL") return change;
  return change + " DEFAULT (" + (is_time(column) ? "CURRENT_TIMESTAMP(6)" : *column.standard) + ")";
}

std::vector<OldColumn> columns_of(Session& session, const std::string& table) {
  std::vector<OldColumn> columns;
  session.each<std::string, std::string, std::optional<std::string>, std::string, std::optional<std::string>,
               std::string, std::optional<std::int64_t>>(
      "SELECT column_name, data_type, collation_name, extra, column_default, is_nullable,"
      " datetime_precision FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?"
      " ORDER BY ordinal_position",
      [&columns](std::string name, std::string type, std::optional<std::string> collation, std::string extra,
                 std::optional<std::string> standard, const std::string& nullable,
                 std::optional<std::int64_t> fraction) {
        columns.push_back({.name = std::move(name),
                           .type = std::move(type),
                           .collation = std::move(collation).value_or(""),
                           .extra = std::move(extra),
                           .standard = std::move(standard),
                           .is_nullable = nullable == "YES",
                           .fraction = fraction.value_or(0)});
      },
      table);
  return columns;
}

void take_over(Session& session, const std::string& table) {
  std::string changes, digits;
  for (const OldColumn& column : columns_of(session, table)) {
    const std::string_view type = wanted_type(column);
    if (type.empty()) continue;
    changes += changed(session, column, type) + ", ";
    if (column.type != "float") continue;
    const std::string name = session.dialect().quote(column.name);
    digits.append(digits.empty() ? "" : ", ").append(name);
    digits.append(" = CAST(CAST(CAST(").append(name).append(" AS FLOAT) AS CHAR) AS DOUBLE)");
  }
  const std::string quoted = session.dialect().quote(table);
  session.execute_script("ALTER TABLE " + quoted + " " + changes +
                         "CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
  // 0.4 was told a FLOAT by its six digits: 0.1, not the 0.10000000149 that is stored for it.
  if (!digits.empty()) session.execute_script("UPDATE " + quoted + " SET " + digits);
}

/// "table column": a column that refers to another table, as the first step writes it, and to what.
std::map<std::string, std::string> references_of_first_step() {
  constexpr std::string_view create = "CREATE TABLE ", refers = " REFERENCES ";
  std::map<std::string, std::string> references;
  std::istringstream lines{std::string(embedded_migrations().front().up)};
  std::string table;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(create)) table = line.substr(create.size(), line.rfind(" (") - create.size());
    const auto at = line.find(refers);
    if (at == std::string::npos) continue;
    const auto begin = line.find_first_not_of(' ');
    const std::string column = line.substr(begin, line.find(' ', begin) - begin);
    std::string place = table;
    references[place.append(" ").append(column)] = line.substr(at + 1, line.rfind(',') - at - 1);
  }
  return references;
}

/// Of "table column" as references_of_first_step() has it: the name of the reference.
std::map<std::string, std::string> references_there(Session& session) {
  std::map<std::string, std::string> names;
  session.each<std::string, std::string, std::string>(
      "SELECT table_name, column_name, constraint_name FROM information_schema.key_column_usage WHERE table_schema ="
      " DATABASE() AND referenced_table_name IS NOT NULL ORDER BY table_name, column_name",
      [&names](const std::string& table, const std::string& column, const std::string& name) {
        names[(table == "user" ? "\"user\"" : table) + " " + column] = name;
      });
  return names;
}

std::string table_in(const std::string& reference) {
  return reference.substr(0, reference.find(' '));
}

/// MariaDB changes no type of a column that a reference begins or ends at.
void drop_references(Session& session) {
  for (const auto& [reference, name] : references_there(session))
    session.execute_script("ALTER TABLE " + table_in(reference) + " DROP FOREIGN KEY " + session.dialect().quote(name));
}

void add_references(Session& session) {
  const auto there = references_there(session);
  for (const auto& [reference, target] : references_of_first_step()) {
    if (there.contains(reference)) continue;
    const std::string column = reference.substr(reference.find(' ') + 1);
    std::string statement = "ALTER TABLE " + table_in(reference) + " ADD FOREIGN KEY (";
    session.execute_script(statement.append(column).append(") ").append(target));
  }
}

}  // namespace

void take_over_types_of_mariadb(Session& session) {
  session.execute_script(session.dialect().before_first_table());
  drop_references(session);
  for (const auto& [table] : session.query<std::string>(session.dialect().tables_query()))
    if (table != "openspc_migration") take_over(session, table);
  add_references(session);
}

}  // namespace openspc::db::detail
