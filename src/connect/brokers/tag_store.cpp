#include "connect/brokers/tag_store.h"

#include <map>
#include <set>
#include <utility>

#include "base/described.h"
#include "connect/brokers/broker_store.h"
#include "connect/source/data_source.h"
#include "db/table.h"
#include "plants/ownership.h"

namespace openspc::connect::brokers::tag_store {
namespace {

/// A broker_id of 0: the broker was deleted.
struct Row : TagMappingCreate {
  base::DataSourceId id{};
  std::string type = "mqtt";
  base::Timestamp created_at{}, updated_at{};
};
BOOST_DESCRIBE_STRUCT(Row, (TagMappingCreate), (id, type, created_at, updated_at))
consteval auto columns(db::Columns<Row> of) {
  return of.table("data_source")
      .beside<&Row::mqtt_topic, &Row::trigger_tag, &Row::broker_id, &Row::metric_name>("mqtt_data_source", "id")
      .beside<&Row::payload_format, &Row::value_path, &Row::timestamp_path, &Row::batch_path, &Row::operator_path,
              &Row::serial_path, &Row::sequence_path, &Row::pattern, &Row::timestamp_format, &Row::time_zone,
              &Row::every_message_counts, &Row::dead_band, &Row::timeout_seconds, &Row::subgroup_across_sources,
              &Row::take_birth_values, &Row::scale, &Row::offset, &Row::decimal_comma, &Row::array_values,
              &Row::array_index>("data_source_option", "data_source_id")
      .named<&Row::mqtt_topic>("topic")
      .named<&Row::offset>("value_offset");
}
using Rows = db::Table<Row>;

using BrokersById = std::map<base::BrokerId, broker_store::Row>;

BrokersById brokers_of(db::Session& session, const std::vector<Row>& rows) {
  std::set<base::BrokerId> ids;
  for (const Row& row : rows) ids.insert(row.broker_id);
  BrokersById brokers;
  for (broker_store::Row& broker : broker_store::Rows::list(session, db::Where().in("id", ids)))
    brokers.emplace(broker.id, std::move(broker));
  return brokers;
}

Ingested ingested(const Row& row, const source::MappedCharacteristic& characteristic, const BrokersById& brokers) {
  Ingested made;
  TagMapping& mapping = made.mapping;
  base::copy_members<&Row::id, &Row::type, &Row::created_at, &Row::updated_at, &Row::broker_id>(row, mapping);
  mapping.data_source_id = row.id;
  mapping.characteristic_name = characteristic.name;
  mapping.plant_id = characteristic.plant_id;
  made.subgroup_size = characteristic.subgroup_size;
  made.counts = characteristic.counts;
  if (row.broker_id.value != 0) mapping.broker_id = row.broker_id;
  if (const auto broker = brokers.find(row.broker_id); broker != brokers.end()) {
    mapping.broker_name = broker->second.name;
    made.broker_zone = broker->second.time_zone;
  }
  return made;
}

std::vector<Ingested> query(db::Session& session, db::Where where, const db::Where& characteristics) {
  std::vector<Row> rows = Rows::list(session, where.is_set("mqtt_data_source.id"));
  const BrokersById brokers = brokers_of(session, rows);
  const auto make = [&](const Row& row, const source::MappedCharacteristic& of) { return ingested(row, of, brokers); };
  return source::data_source_store::mapped(
      std::move(rows), source::data_source_store::characteristics(session, "mqtt_data_source", characteristics), make);
}

}  // namespace

std::vector<TagMapping> list(db::Session& session, const net::Principal& caller, const TagListQuery& filter) {
  const db::Where seen = plants::seen_by(caller, "h.plant_id")
                             .if_given("h.plant_id", filter.plant_id)
                             .if_given("m.broker_id", filter.broker_id)
                             .order_by("c.name")
                             .order_by("d.id");
  std::vector<Ingested> found = query(session, db::Where().if_given("broker_id", filter.broker_id), seen);
  std::vector<TagMapping> mappings;
  mappings.reserve(found.size());
  for (Ingested& one : found) mappings.push_back(std::move(one.mapping));
  return mappings;
}

std::optional<TagMapping> find(db::Session& session, base::CharacteristicId characteristic) {
  std::vector<Ingested> found = query(session, db::Where().equals("characteristic_id", characteristic),
                                      db::Where().equals("d.characteristic_id", characteristic));
  if (found.empty()) return std::nullopt;
  return std::move(found.front().mapping);
}

base::DataSourceId insert(db::Session& session, const TagMappingCreate& mapping, base::Timestamp now) {
  Row row{mapping};
  row.created_at = row.updated_at = now;
  return Rows::insert(session, row);
}

std::vector<Ingested> list_active(db::Session& session) {
  return query(session, db::Where().equals("is_active", true),
               db::Where().equals("d.is_active", true).order_by("d.id"));
}

std::string signature(db::Session& session) {
  return source::data_source_store::signature(session, "mqtt_broker") +
         source::data_source_store::signature(session, "data_source");
}

}  // namespace openspc::connect::brokers::tag_store
