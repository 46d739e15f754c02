#include "connect/opcua/mapping_store.h"

#include <tuple>
#include <utility>

#include "connect/opcua/session/node_id.h"
#include "db/rows.h"
#include "db/stored_enum.h"

namespace openspc::connect::opcua::opcua_mapping_store {
namespace {

using Text = std::optional<std::string>;
using Number = std::optional<std::int64_t>;
using Columns = std::tuple<base::DataSourceId, base::CharacteristicId, std::string, std::string, std::string, bool,
                           base::OpcuaServerId, std::string, std::optional<base::PlantId>, Number, Number, Text, Number,
                           Text, Text, Text, std::optional<bool>, std::optional<double>, std::optional<double>,
                           std::optional<double>, std::optional<double>, std::optional<bool>, Text,
                           std::optional<std::int64_t>, std::optional<bool>, std::int64_t, std::string>;

constexpr std::string_view kSelect =
    "SELECT d.id, d.characteristic_id, c.name, m.node_id, d.trigger_strategy, d.is_active, m.server_id, s.name, "
    "h.plant_id, m.sampling_interval, m.publishing_interval, u.change_trigger, u.queue_size, u.trigger_node_id, "
    "u.namespace_uri, u.trigger_namespace_uri, u.take_initial_value, o.dead_band, o.timeout_seconds, o.scale, "
    "o.value_offset, o.decimal_comma, o.array_values, o.array_index, o.every_message_counts, c.subgroup_size, "
    "c.data_type "
    "FROM data_source d JOIN opcua_data_source m ON m.id = d.id JOIN opcua_server s ON s.id = m.server_id "
    "JOIN characteristic c ON c.id = d.characteristic_id JOIN hierarchy h ON h.id = c.hierarchy_id "
    "LEFT JOIN opcua_source_option u ON u.data_source_id = d.id "
    "LEFT JOIN data_source_option o ON o.data_source_id = d.id ";

Ingested to_row(Columns&& columns) {
  auto& [id, characteristic, name, node, strategy, active, server, server_name, plant, sampling, publishing, trigger,
         queue_size, trigger_node, namespace_uri, trigger_uri, take_initial, dead_band, timeout, scale, offset, comma,
         array_use, array_index, every, subgroup_size, data_type] = columns;
  Ingested row;
  OpcuaMapping& mapping = row.mapping;
  mapping.data_source_id = id;
  mapping.characteristic_id = characteristic;
  mapping.characteristic_name = std::move(name);
  mapping.server_id = server;
  mapping.server_name = std::move(server_name);
  mapping.plant_id = plant;
  mapping.node_id = std::move(node);
  mapping.change_trigger = db::enum_of<OpcuaChangeTrigger>(trigger.value_or(""));
  mapping.dead_band = dead_band;
  mapping.sampling_interval = sampling;
  mapping.publishing_interval = publishing;
  mapping.queue_size = queue_size.value_or(Rule{}.queue_size);
  mapping.trigger_strategy = db::enum_of<source::TriggerStrategy>(strategy);
  mapping.take_initial_value = take_initial.value_or(false);
  mapping.every_value_counts = every.value_or(false);
  mapping.trigger_node_id = std::move(trigger_node);
  mapping.node_uri = node_uri_of(mapping.node_id, namespace_uri);
  if (mapping.trigger_node_id) mapping.trigger_node_uri = node_uri_of(*mapping.trigger_node_id, trigger_uri);
  mapping.namespace_uri = std::move(namespace_uri);
  mapping.trigger_namespace_uri = std::move(trigger_uri);
  mapping.timeout_seconds = timeout.value_or(60);
  static_cast<source::ValueRule&>(mapping) = {.scale = scale.value_or(1),
                                              .offset = offset.value_or(0),
                                              .decimal_comma = comma.value_or(false),
                                              .array_values = db::enum_of<payload::ArrayUse>(array_use.value_or("")),
                                              .array_index = array_index.value_or(0)};
  mapping.is_active = active;
  row.subgroup_size = subgroup_size;
  row.counts = data_type != "variable";
  return row;
}

template <class... Args>
std::vector<Ingested> query(db::Session& session, std::string_view tail, const Args&... args) {
  return db::rows<Columns>(session, std::string(kSelect) + std::string(tail), to_row, args...);
}

void write_options(db::Session& session, base::DataSourceId source, const OpcuaMappingUpdate& mapping,
                   const NodeNamespaces& namespaces) {
  session.execute("DELETE FROM opcua_source_option WHERE data_source_id = ?", source);
  session.execute(
      "INSERT INTO opcua_source_option (data_source_id, change_trigger, queue_size, trigger_node_id, namespace_uri, "
      "trigger_namespace_uri, take_initial_value) VALUES (?, ?, ?, ?, ?, ?, ?)",
      source, db::word_of(mapping.change_trigger), mapping.queue_size, mapping.trigger_node_id, namespaces.node,
      namespaces.trigger, mapping.take_initial_value);
  session.execute("DELETE FROM data_source_option WHERE data_source_id = ?", source);
  session.execute(
      "INSERT INTO data_source_option (data_source_id, payload_format, dead_band, timeout_seconds, scale, "
      "value_offset, decimal_comma, array_values, array_index, every_message_counts) "
      "VALUES (?, 'number', ?, ?, ?, ?, ?, ?, ?, ?)",
      source, mapping.dead_band, mapping.timeout_seconds, mapping.scale, mapping.offset, mapping.decimal_comma,
      db::word_of(mapping.array_values), mapping.array_index, mapping.every_value_counts);
}

}  // namespace

std::vector<OpcuaMapping> list(db::Session& session, const plants::VisibleFilter& visible, const MappingQuery& filter) {
  std::string where = "WHERE " + visible.sql;
  std::vector<db::Value> values = visible.values;
  if (filter.plant_id) {
    where += " AND h.plant_id = ?";
    values.push_back(db::to_value(*filter.plant_id));
  }
  if (filter.server_id) {
    where += " AND m.server_id = ?";
    values.push_back(db::to_value(*filter.server_id));
  }
  std::vector<OpcuaMapping> mappings;
  for (Ingested& row : query(session, where + " ORDER BY c.name, d.id", values))
    mappings.push_back(std::move(row.mapping));
  return mappings;
}

std::optional<OpcuaMapping> find(db::Session& session, base::CharacteristicId characteristic) {
  std::vector<Ingested> rows = query(session, "WHERE d.characteristic_id = ?", characteristic);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front().mapping);
}

base::DataSourceId insert(db::Session& session, base::OpcuaServerId server, const OpcuaMappingCreate& mapping,
                          const NodeNamespaces& namespaces, base::Timestamp now) {
  const base::DataSourceId id{session.insert(
      "INSERT INTO data_source (type, characteristic_id, trigger_strategy, is_active, created_at, updated_at) VALUES "
      "('opcua', ?, ?, ?, ?, ?)",
      mapping.characteristic_id, db::word_of(mapping.trigger_strategy), mapping.is_active, now, now)};
  session.execute(
      "INSERT INTO opcua_data_source (id, server_id, node_id, sampling_interval, publishing_interval) VALUES (?, ?, ?, "
      "?, ?)",
      id, server, mapping.node_id, mapping.sampling_interval, mapping.publishing_interval);
  write_options(session, id, mapping, namespaces);
  return id;
}

void update(db::Session& session, base::DataSourceId source, const OpcuaMappingUpdate& mapping,
            const NodeNamespaces& namespaces, base::Timestamp now) {
  session.execute("UPDATE data_source SET trigger_strategy = ?, is_active = ?, updated_at = ? WHERE id = ?",
                  db::word_of(mapping.trigger_strategy), mapping.is_active, now, source);
  session.execute(
      "UPDATE opcua_data_source SET node_id = ?, sampling_interval = ?, publishing_interval = ? WHERE id = ?",
      mapping.node_id, mapping.sampling_interval, mapping.publishing_interval, source);
  write_options(session, source, mapping, namespaces);
}

std::vector<Ingested> list_active(db::Session& session, base::OpcuaServerId server) {
  return query(session, "WHERE m.server_id = ? AND d.is_active = ? ORDER BY d.id", server, true);
}

std::string signature(db::Session& session) {
  std::string text;
  const auto add = [&](std::string_view sql) {
    using Part = std::tuple<std::int64_t, Number, Text>;
    const auto part = session.first<std::int64_t, Number, Text>(sql);
    const auto& [count, newest, changed] = part.value_or(Part{});
    text += std::to_string(count) + '/' + std::to_string(newest.value_or(0)) + '/' + changed.value_or("") + ' ';
  };
  add("SELECT COUNT(*), MAX(id), MAX(updated_at) FROM opcua_server");
  add("SELECT COUNT(*), MAX(id), MAX(updated_at) FROM data_source");
  // What their node ids mean is learnt by the link.
  add("SELECT COUNT(*), MAX(id), MAX(created_at) FROM opcua_writable_node");
  return text;
}

}  // namespace openspc::connect::opcua::opcua_mapping_store
