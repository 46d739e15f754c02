#include "connect/brokers/tag_store.h"

#include <tuple>
#include <utility>

#include "db/rows.h"
#include "db/stored_enum.h"

namespace openspc::connect::brokers::tag_store {
namespace {

using Text = std::optional<std::string>;
using Columns =
    std::tuple<base::DataSourceId, base::CharacteristicId, std::string, std::string, std::string, Text,
               std::optional<base::BrokerId>, Text, Text, bool, std::optional<base::PlantId>, Text, Text, Text, Text,
               Text, Text, Text, std::optional<double>, std::optional<double>, std::optional<bool>, std::optional<bool>,
               std::optional<double>, std::optional<double>, std::optional<bool>, Text, Text, Text,
               std::optional<std::int64_t>, Text, std::optional<bool>, Text, std::int64_t, std::string>;

constexpr std::string_view kSelect =
    "SELECT d.id, d.characteristic_id, c.name, m.topic, d.trigger_strategy, m.trigger_tag, m.broker_id, b.name, "
    "m.metric_name, d.is_active, h.plant_id, o.payload_format, o.value_path, o.timestamp_path, o.batch_path, "
    "o.operator_path, o.serial_path, o.pattern, o.dead_band, o.timeout_seconds, "
    "o.subgroup_across_sources, o.take_birth_values, o.scale, o.value_offset, o.decimal_comma, o.timestamp_format, "
    "o.time_zone, o.array_values, o.array_index, o.sequence_path, o.every_message_counts, bo.time_zone, "
    "c.subgroup_size, "
    "c.data_type "
    "FROM data_source d JOIN mqtt_data_source m ON m.id = d.id JOIN characteristic c ON c.id = d.characteristic_id "
    "JOIN hierarchy h ON h.id = c.hierarchy_id LEFT JOIN mqtt_broker b ON b.id = m.broker_id "
    "LEFT JOIN mqtt_broker_option bo ON bo.broker_id = m.broker_id "
    "LEFT JOIN data_source_option o ON o.data_source_id = d.id ";

Ingested to_row(Columns&& columns) {
  auto& [id, characteristic, name, topic, strategy, trigger, broker, broker_name, metric, active, plant, format, value,
         timestamp, batch, worker, serial, pattern, dead_band, timeout, across, births, scale, offset, comma,
         time_format, zone, array_use, array_index, sequence, every, broker_zone, subgroup_size, data_type] = columns;
  Ingested row;
  TagMapping& mapping = row.mapping;
  mapping.data_source_id = id;
  mapping.characteristic_id = characteristic;
  mapping.characteristic_name = std::move(name);
  mapping.mqtt_topic = std::move(topic);
  mapping.trigger_strategy = db::enum_of<source::TriggerStrategy>(strategy);
  mapping.trigger_tag = std::move(trigger);
  mapping.broker_id = broker;
  mapping.broker_name = std::move(broker_name);
  mapping.metric_name = std::move(metric);
  mapping.is_active = active;
  mapping.plant_id = plant;
  mapping.payload_format = db::enum_of<payload::PayloadFormat>(format.value_or(""));
  mapping.value_path = std::move(value);
  mapping.timestamp_path = std::move(timestamp);
  mapping.batch_path = std::move(batch);
  mapping.operator_path = std::move(worker);
  mapping.serial_path = std::move(serial);
  mapping.pattern = std::move(pattern);
  mapping.timestamp_format = db::enum_of<payload::TimestampFormat>(time_format.value_or(""));
  mapping.time_zone = std::move(zone);
  mapping.sequence_path = std::move(sequence);
  mapping.every_message_counts = every.value_or(false);
  mapping.dead_band = dead_band;
  mapping.timeout_seconds = timeout.value_or(60);
  mapping.subgroup_across_sources = across.value_or(false);
  mapping.take_birth_values = births.value_or(false);
  static_cast<source::ValueRule&>(mapping) = {.scale = scale.value_or(1),
                                              .offset = offset.value_or(0),
                                              .decimal_comma = comma.value_or(false),
                                              .array_values = db::enum_of<payload::ArrayUse>(array_use.value_or("")),
                                              .array_index = array_index.value_or(0)};
  row.broker_zone = std::move(broker_zone);
  row.subgroup_size = subgroup_size;
  row.counts = data_type != "variable";
  return row;
}

template <class... Args>
std::vector<Ingested> query(db::Session& session, std::string_view tail, const Args&... args) {
  return db::rows<Columns>(session, std::string(kSelect) + std::string(tail), to_row, args...);
}

}  // namespace

std::vector<TagMapping> list(db::Session& session, const plants::VisibleFilter& visible, const TagListQuery& filter) {
  std::string where = "WHERE " + visible.sql;
  std::vector<db::Value> values = visible.values;
  if (filter.plant_id) {
    where += " AND h.plant_id = ?";
    values.push_back(db::to_value(*filter.plant_id));
  }
  if (filter.broker_id) {
    where += " AND m.broker_id = ?";
    values.push_back(db::to_value(*filter.broker_id));
  }
  std::vector<TagMapping> mappings;
  for (Ingested& row : query(session, where + " ORDER BY c.name, d.id", values))
    mappings.push_back(std::move(row.mapping));
  return mappings;
}

std::optional<TagMapping> find(db::Session& session, base::CharacteristicId characteristic) {
  std::vector<Ingested> rows = query(session, "WHERE d.characteristic_id = ?", characteristic);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front().mapping);
}

base::DataSourceId insert(db::Session& session, const TagMappingCreate& mapping, base::Timestamp now) {
  const base::DataSourceId id{session.insert(
      "INSERT INTO data_source (type, characteristic_id, trigger_strategy, is_active, created_at, updated_at) "
      "VALUES ('mqtt', ?, ?, ?, ?, ?)",
      mapping.characteristic_id, db::word_of(mapping.trigger_strategy), mapping.is_active, now, now)};
  session.execute(
      "INSERT INTO mqtt_data_source (id, broker_id, topic, metric_name, trigger_tag) VALUES (?, ?, ?, ?, ?)", id,
      mapping.broker_id, mapping.mqtt_topic, mapping.metric_name, mapping.trigger_tag);
  session.execute(
      "INSERT INTO data_source_option (data_source_id, payload_format, value_path, timestamp_path, batch_path, "
      "operator_path, serial_path, pattern, dead_band, timeout_seconds, subgroup_across_sources, take_birth_values, "
      "scale, value_offset, decimal_comma, timestamp_format, time_zone, array_values, array_index, sequence_path, "
      "every_message_counts) VALUES (?, ?, ?, ?, ?, ?, "
      "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?, ?, ?)",
      id, db::word_of(mapping.payload_format), mapping.value_path, mapping.timestamp_path, mapping.batch_path,
      mapping.operator_path, mapping.serial_path, mapping.pattern, mapping.dead_band, mapping.timeout_seconds,
      mapping.subgroup_across_sources, mapping.take_birth_values, mapping.scale, mapping.offset, mapping.decimal_comma,
      db::word_of(mapping.timestamp_format), mapping.time_zone, db::word_of(mapping.array_values), mapping.array_index,
      mapping.sequence_path, mapping.every_message_counts);
  return id;
}

std::vector<Ingested> list_active(db::Session& session) {
  return query(session, "WHERE d.is_active = ? ORDER BY d.id", true);
}

std::string signature(db::Session& session) {
  using Part = std::tuple<std::int64_t, std::optional<std::int64_t>, std::optional<std::string>>;
  std::string text;
  const auto add = [&](std::string_view sql) {
    const auto part = session.first<std::int64_t, std::optional<std::int64_t>, std::optional<std::string>>(sql);
    const auto& [count, newest, changed] = part.value_or(Part{});
    text += std::to_string(count) + '/' + std::to_string(newest.value_or(0)) + '/' + changed.value_or("") + ' ';
  };
  add("SELECT COUNT(*), MAX(id), MAX(updated_at) FROM mqtt_broker");
  add("SELECT COUNT(*), MAX(id), MAX(updated_at) FROM data_source");
  return text;
}

}  // namespace openspc::connect::brokers::tag_store
