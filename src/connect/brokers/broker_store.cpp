#include "connect/brokers/broker_store.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "db/rows.h"
#include "db/stored_enum.h"

namespace openspc::connect::brokers::broker_store {
namespace {

using Columns = std::tuple<base::BrokerId, std::string, std::string, std::int64_t, std::optional<std::string>,
                           std::optional<std::string>, std::string, std::int64_t, std::int64_t, bool, bool,
                           std::optional<base::PlantId>, bool, std::string, std::string, double, base::Timestamp,
                           base::Timestamp, std::optional<std::string>, std::optional<bool>, std::optional<std::string>,
                           std::optional<std::string>, std::optional<std::string>, std::optional<std::string>,
                           std::optional<std::string>, std::optional<std::string>, std::optional<std::string>>;

constexpr std::string_view kSelect =
    "SELECT b.id, b.name, b.host, b.port, b.username, b.password, b.client_id, b.keepalive, b.max_reconnect_delay, "
    "b.use_tls, b.is_active, b.plant_id, b.outbound_enabled, b.outbound_topic_prefix, b.outbound_format, "
    "b.outbound_rate_limit, b.created_at, b.updated_at, o.protocol, o.verify_certificate, o.ca_certificate, "
    "o.client_certificate, o.client_key, o.outbound_events, o.outbound_severity, o.sparkplug_host_id, o.time_zone "
    "FROM mqtt_broker b LEFT JOIN mqtt_broker_option o ON o.broker_id = b.id ";

Row to_row(Columns&& columns) {
  auto& [id, name, host, port, username, password, client_id, keepalive, max_delay, use_tls, is_active, plant_id,
         outbound_enabled, prefix, format, rate_limit, created_at, updated_at, protocol, verify, ca, certificate,
         client_key, events, severity, host_id, zone] = columns;
  Row row;
  row.broker = {.id = id,
                .name = std::move(name),
                .host = std::move(host),
                .port = port,
                .username = std::nullopt,
                .client_id = std::move(client_id),
                .keepalive = keepalive,
                .max_reconnect_delay = max_delay,
                .use_tls = use_tls,
                .is_active = is_active,
                .plant_id = plant_id,
                .outbound_enabled = outbound_enabled,
                .outbound_topic_prefix = std::move(prefix),
                .outbound_format = db::enum_of<outbound::OutboundFormat>(format),
                .outbound_rate_limit = std::min(rate_limit, outbound::kLongestInterval),
                .created_at = created_at,
                .updated_at = updated_at,
                .protocol = db::enum_of<mqtt::MqttProtocol>(protocol.value_or("")),
                .verify_certificate = verify.value_or(true),
                .ca_certificate = std::move(ca),
                .client_certificate = std::move(certificate),
                .outbound_events = outbound::outbound_events_of(events),
                .outbound_severity = db::enum_of(severity.value_or(""), source::OutboundSeverity::WARNING),
                .sparkplug_host_id = std::move(host_id),
                .time_zone = std::move(zone)};
  row.username = std::move(username);
  row.password = std::move(password);
  row.client_key = std::move(client_key);
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
  Condition where{"WHERE (b.plant_id IS NULL OR " + filter.visible.sql + ")", filter.visible.values};
  if (filter.active_only) {
    where.sql += " AND b.is_active = ?";
    where.values.push_back(db::to_value(true));
  }
  if (filter.plant_id) {
    where.sql += " AND b.plant_id = ?";
    where.values.push_back(db::to_value(*filter.plant_id));
  }
  return where;
}

void write_options(db::Session& session, const Row& row) {
  session.execute("DELETE FROM mqtt_broker_option WHERE broker_id = ?", row.broker.id);
  session.execute(
      "INSERT INTO mqtt_broker_option (broker_id, ca_certificate, client_certificate, client_key, verify_certificate, "
      "protocol, outbound_events, outbound_severity, sparkplug_host_id, time_zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?)",
      row.broker.id, row.broker.ca_certificate, row.broker.client_certificate, row.client_key,
      row.broker.verify_certificate, db::word_of(row.broker.protocol), column_of(row.broker.outbound_events),
      row.broker.outbound_severity == source::OutboundSeverity::CRITICAL ? "CRITICAL" : "WARNING",
      row.broker.sparkplug_host_id, row.broker.time_zone);
}

}  // namespace

std::vector<Row> list(db::Session& session, const Filter& filter, std::int64_t offset, std::int64_t limit) {
  Condition where = condition(filter);
  where.sql += " ORDER BY b.id";
  if (limit > 0) {
    where.sql += " LIMIT ? OFFSET ?";
    where.values.push_back(db::to_value(limit));
    where.values.push_back(db::to_value(offset));
  }
  return query(session, where.sql, where.values);
}

std::int64_t count(db::Session& session, const Filter& filter) {
  const Condition where = condition(filter);
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM mqtt_broker b " + where.sql, where.values);
}

std::vector<Row> list_all(db::Session& session) {
  return query(session, "ORDER BY b.id");
}

std::optional<Row> find(db::Session& session, base::BrokerId id) {
  std::vector<Row> rows = query(session, "WHERE b.id = ?", id);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::optional<base::BrokerId> find_by_name(db::Session& session, std::string_view name) {
  return session.scalar<std::optional<base::BrokerId>>("SELECT id FROM mqtt_broker WHERE name = ? ORDER BY id", name);
}

base::BrokerId insert(db::Session& session, const Row& row) {
  const Broker& broker = row.broker;
  Row stored_row = row;
  stored_row.broker.id = {session.insert(
      "INSERT INTO mqtt_broker (plant_id, name, host, port, username, password, client_id, keepalive, "
      "max_reconnect_delay, use_tls, is_active, payload_format, outbound_enabled, outbound_topic_prefix, "
      "outbound_format, outbound_rate_limit, created_at, updated_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'json', ?, ?, ?, ?, ?, ?)",
      broker.plant_id, broker.name, broker.host, broker.port, row.username, row.password, broker.client_id,
      broker.keepalive, broker.max_reconnect_delay, broker.use_tls, broker.is_active, broker.outbound_enabled,
      broker.outbound_topic_prefix, db::word_of(broker.outbound_format), broker.outbound_rate_limit, broker.created_at,
      broker.updated_at)};
  write_options(session, stored_row);
  return stored_row.broker.id;
}

void update(db::Session& session, const Row& row) {
  const Broker& broker = row.broker;
  session.execute(
      "UPDATE mqtt_broker SET name = ?, host = ?, port = ?, username = ?, password = ?, client_id = ?, keepalive = ?, "
      "max_reconnect_delay = ?, use_tls = ?, is_active = ?, outbound_enabled = ?, outbound_topic_prefix = ?, "
      "outbound_format = ?, outbound_rate_limit = ?, updated_at = ? WHERE id = ?",
      broker.name, broker.host, broker.port, row.username, row.password, broker.client_id, broker.keepalive,
      broker.max_reconnect_delay, broker.use_tls, broker.is_active, broker.outbound_enabled,
      broker.outbound_topic_prefix, db::word_of(broker.outbound_format), broker.outbound_rate_limit, broker.updated_at,
      broker.id);
  write_options(session, row);
}

void remove(db::Session& session, base::BrokerId id) {
  session.execute("DELETE FROM mqtt_broker WHERE id = ?", id);
}

}  // namespace openspc::connect::brokers::broker_store
