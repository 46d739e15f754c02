#include "db/schema/adoption.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "db/schema/mariadb_adoption.h"

namespace openspc::db::detail {
namespace {

struct Index {
  std::string_view table;
  std::array<std::string_view, 2> columns;  // the second may be empty
};

/// Every plain index of step 0001.
constexpr std::array<Index, 23> kExpectedIndexes{{
    {"user_plant_role", {"user_id"}},
    {"user_plant_role", {"plant_id"}},
    {"api_keys", {"key_prefix"}},
    {"hierarchy", {"parent_id"}},
    {"characteristic", {"hierarchy_id"}},
    {"characteristic_config", {"characteristic_id"}},
    {"sample", {"char_id"}},
    {"sample", {"timestamp"}},
    {"sample", {"char_id", "timestamp"}},
    {"measurement", {"sample_id"}},
    {"sample_edit_history", {"sample_id"}},
    {"violation", {"sample_id"}},
    {"violation", {"char_id"}},
    {"violation", {"acknowledged"}},
    {"annotation", {"characteristic_id"}},
    {"annotation_history", {"annotation_id"}},
    {"mqtt_data_source", {"broker_id"}},
    {"opcua_data_source", {"server_id"}},
    {"retention_policy", {"plant_id"}},
    {"retention_policy", {"hierarchy_id"}},
    {"retention_policy", {"characteristic_id"}},
    {"purge_history", {"plant_id"}},
    {"purge_history", {"started_at"}},
}};

/// The column lists of the indexes that a table has, by index name.
std::map<std::string, std::vector<std::string>> indexes_of(Session& session, std::string_view table) {
  std::map<std::string, std::vector<std::string>> indexes;
  session.each<std::string, std::optional<std::string>>(
      session.dialect().indexes_query(),
      [&](const std::string& index, const std::optional<std::string>& column) {
        indexes[index].push_back(column.value_or(""));  // an indexed expression has no column
      },
      table);
  return indexes;
}

std::vector<std::string> columns_of(const Index& index) {
  std::vector<std::string> columns{std::string(index.columns[0])};
  if (!index.columns[1].empty()) columns.emplace_back(index.columns[1]);
  return columns;
}

void create(Session& session, const Index& index) {
  std::string name = "ix_" + std::string(index.table);
  std::string list;
  for (const auto& column : columns_of(index)) {
    name += "_" + column;
    list += (list.empty() ? "" : ", ") + session.dialect().quote(column);
  }
  session.execute_script("CREATE INDEX " + name + " ON " + std::string(index.table) + " (" + list + ")");
}

}  // namespace

void take_over_types(Session& session) {
  if (session.dialect().kind() == DialectKind::mysql) return take_over_types_of_mariadb(session);
  if (session.dialect().kind() != DialectKind::postgresql) return;
  std::map<std::string, std::string> changes;
  std::vector<std::string> sequences;
  session.each<std::string, std::string, std::optional<std::string>>(
      "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)"
      " FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'integer'"
      " AND (column_name = 'id' OR column_name LIKE '%\\_id') AND column_name <> 'rule_id' AND table_name NOT IN"
      " ('sample', 'measurement', 'sample_edit_history', 'violation', 'annotation', 'annotation_history')"
      " ORDER BY table_name, column_name",
      [&](const std::string& table, const std::string& column, std::optional<std::string> sequence) {
        std::string& change = changes[table];
        change +=
            (change.empty() ? " ALTER COLUMN " : ", ALTER COLUMN ") + session.dialect().quote(column) + " TYPE BIGINT";
        if (sequence) sequences.push_back(*std::move(sequence));
      });
  for (const auto& [table, change] : changes)
    session.execute_script("ALTER TABLE " + session.dialect().quote(table) + change);
  for (const std::string& sequence : sequences) session.execute_script("ALTER SEQUENCE " + sequence + " AS BIGINT");
}

std::optional<std::string> revision_of_reference(Session& session) {
  const auto tables = session.query<std::string>(session.dialect().tables_query());
  const bool found =
      std::find(tables.begin(), tables.end(), std::tuple<std::string>("alembic_version")) != tables.end();
  if (!found) return std::nullopt;
  return session.scalar<std::optional<std::string>>("SELECT version_num FROM alembic_version");
}

void add_missing_indexes(Session& session) {
  for (const auto& wanted : kExpectedIndexes) {
    const auto existing = indexes_of(session, wanted.table);
    const bool present = std::any_of(existing.begin(), existing.end(),
                                     [&](const auto& entry) { return entry.second == columns_of(wanted); });
    if (!present) create(session, wanted);
  }
}

void keep_rules_in_force(Session& session) {
  constexpr int rules = 8;
  for (int rule = 1; rule <= rules; ++rule) {
    session.execute(
        "INSERT INTO characteristic_rules (char_id, rule_id, is_enabled, require_acknowledgement)"
        " SELECT c.id, ?, ?, ? FROM characteristic c WHERE NOT EXISTS"
        " (SELECT 1 FROM characteristic_rules r WHERE r.char_id = c.id AND r.rule_id = ?)",
        rule, false, true, rule);
  }
}

}  // namespace openspc::db::detail
