#include "connect/opcua/server_store.h"

#include <tuple>
#include <utility>

#include "db/rows.h"
#include "db/stored_enum.h"

namespace openspc::connect::opcua::opcua_server_store {
namespace {

using Text = std::optional<std::string>;
using Columns = std::tuple<base::OpcuaServerId, std::string, std::string, std::string, Text, Text, std::string,
                           std::string, bool, std::int64_t, std::int64_t, std::int64_t, std::optional<base::PlantId>,
                           base::Timestamp, base::Timestamp, Text, Text>;

constexpr std::string_view kSelect =
    "SELECT s.id, s.name, s.endpoint_url, s.auth_mode, s.username, s.password, s.security_policy, s.security_mode, "
    "s.is_active, s.session_timeout, s.publishing_interval, s.sampling_interval, s.plant_id, s.created_at, "
    "s.updated_at, o.client_certificate, o.client_key FROM opcua_server s LEFT JOIN opcua_server_option o ON "
    "o.server_id = s.id ";

Row to_row(Columns&& columns) {
  auto& [id, name, url, auth, username, password, policy, mode, active, session_timeout, publishing, sampling, plant,
         created, updated, certificate, key] = columns;
  Row row;
  row.server = {.id = id,
                .name = std::move(name),
                .endpoint_url = std::move(url),
                .auth_mode = db::enum_of<OpcuaAuthMode>(auth),
                .username = std::nullopt,
                .security_policy = db::enum_of<OpcuaSecurityPolicy>(policy),
                .security_mode = db::enum_of<OpcuaSecurityMode>(mode),
                .is_active = active,
                .session_timeout = session_timeout,
                .publishing_interval = publishing,
                .sampling_interval = sampling,
                .plant_id = plant,
                .created_at = created,
                .updated_at = updated,
                .client_certificate = std::move(certificate)};
  row.username = std::move(username);
  row.password = std::move(password);
  row.client_key = std::move(key);
  return row;
}

template <class... Args>
std::vector<Row> query(db::Session& session, std::string_view tail, const Args&... args) {
  return db::rows<Columns>(session, std::string(kSelect) + std::string(tail), to_row, args...);
}

struct Condition {
  std::string sql;
  std::vector<db::Value> values;
};

Condition condition(const Filter& filter) {
  Condition where{"WHERE (s.plant_id IS NULL OR " + filter.visible.sql + ")", filter.visible.values};
  if (filter.active_only) {
    where.sql += " AND s.is_active = ?";
    where.values.push_back(db::to_value(true));
  }
  if (filter.plant_id) {
    where.sql += " AND s.plant_id = ?";
    where.values.push_back(db::to_value(*filter.plant_id));
  }
  return where;
}

void write_options(db::Session& session, base::OpcuaServerId id, const Row& row) {
  session.execute("DELETE FROM opcua_server_option WHERE server_id = ?", id);
  session.execute("INSERT INTO opcua_server_option (server_id, client_certificate, client_key) VALUES (?, ?, ?)", id,
                  row.server.client_certificate, row.client_key);
}

}  // namespace

std::vector<Row> list(db::Session& session, const Filter& filter, std::int64_t offset, std::int64_t limit) {
  Condition where = condition(filter);
  where.sql += " ORDER BY s.id";
  if (limit > 0) {
    where.sql += " LIMIT ? OFFSET ?";
    where.values.push_back(db::to_value(limit));
    where.values.push_back(db::to_value(offset));
  }
  return query(session, where.sql, where.values);
}

std::int64_t count(db::Session& session, const Filter& filter) {
  const Condition where = condition(filter);
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM opcua_server s " + where.sql, where.values);
}

std::vector<Row> list_all(db::Session& session) {
  return query(session, "ORDER BY s.id");
}

std::optional<Row> find(db::Session& session, base::OpcuaServerId id) {
  std::vector<Row> rows = query(session, "WHERE s.id = ?", id);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::optional<base::OpcuaServerId> find_by_name(db::Session& session, std::string_view name) {
  return session.scalar<std::optional<base::OpcuaServerId>>("SELECT id FROM opcua_server WHERE name = ? ORDER BY id",
                                                            name);
}

base::OpcuaServerId insert(db::Session& session, const Row& row) {
  const OpcuaServer& server = row.server;
  const base::OpcuaServerId id{session.insert(
      "INSERT INTO opcua_server (plant_id, name, endpoint_url, auth_mode, username, password, security_policy, "
      "security_mode, is_active, session_timeout, publishing_interval, sampling_interval, created_at, updated_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      server.plant_id, server.name, server.endpoint_url, db::word_of(server.auth_mode), row.username, row.password,
      db::word_of(server.security_policy), db::word_of(server.security_mode), server.is_active, server.session_timeout,
      server.publishing_interval, server.sampling_interval, server.created_at, server.updated_at)};
  write_options(session, id, row);
  return id;
}

void update(db::Session& session, const Row& row) {
  const OpcuaServer& server = row.server;
  session.execute(
      "UPDATE opcua_server SET name = ?, endpoint_url = ?, auth_mode = ?, username = ?, password = ?, security_policy "
      "= ?, security_mode = ?, is_active = ?, session_timeout = ?, publishing_interval = ?, sampling_interval = ?, "
      "updated_at = ? WHERE id = ?",
      server.name, server.endpoint_url, db::word_of(server.auth_mode), row.username, row.password,
      db::word_of(server.security_policy), db::word_of(server.security_mode), server.is_active, server.session_timeout,
      server.publishing_interval, server.sampling_interval, server.updated_at, server.id);
  write_options(session, server.id, row);
}

void remove(db::Session& session, base::OpcuaServerId id) {
  session.execute("DELETE FROM data_source WHERE id IN (SELECT id FROM opcua_data_source WHERE server_id = ?)", id);
  session.execute("DELETE FROM opcua_server WHERE id = ?", id);
}

}  // namespace openspc::connect::opcua::opcua_server_store
