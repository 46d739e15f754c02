#include "connect/opcua/mapping_store.h"

#include <map>
#include <set>
#include <utility>

#include "base/described.h"
#include "connect/opcua/session/node_id.h"
#include "connect/source/data_source.h"
#include "db/table.h"
#include "plants/ownership.h"

namespace openspc::connect::opcua::opcua_mapping_store {
namespace {

struct Row : OpcuaMappingCreate {
  base::DataSourceId id{};
  std::string type = "opcua";
  base::OpcuaServerId server_id{};
  std::optional<std::string> namespace_uri{}, trigger_namespace_uri{};
  base::Timestamp created_at{}, updated_at{};
};
BOOST_DESCRIBE_STRUCT(Row, (OpcuaMappingCreate),
                      (id, type, server_id, namespace_uri, trigger_namespace_uri, created_at, updated_at))
consteval auto columns(db::Columns<Row> of) {
  return of.table("data_source")
      .once<&Row::type, &Row::characteristic_id, &Row::created_at>()
      .beside<&Row::server_id, &Row::node_id, &Row::sampling_interval, &Row::publishing_interval>("opcua_data_source",
                                                                                                  "id")
      .beside<&Row::change_trigger, &Row::queue_size, &Row::trigger_node_id, &Row::namespace_uri,
              &Row::trigger_namespace_uri, &Row::take_initial_value>("opcua_source_option", "data_source_id")
      .beside<&Row::dead_band, &Row::timeout_seconds, &Row::scale, &Row::offset, &Row::decimal_comma,
              &Row::array_values, &Row::array_index, &Row::every_value_counts>("data_source_option", "data_source_id")
      .named<&Row::offset>("value_offset")
      .named<&Row::every_value_counts>("every_message_counts");
}
using Rows = db::Table<Row>;

Ingested ingested(const Row& row, const source::MappedCharacteristic& characteristic) {
  Ingested made;
  OpcuaMapping& mapping = made.mapping;
  base::copy_members<&Row::id, &Row::type, &Row::created_at, &Row::updated_at>(row, mapping);
  mapping.data_source_id = row.id;
  mapping.characteristic_name = characteristic.name;
  mapping.plant_id = characteristic.plant_id;
  mapping.node_uri = node_uri_of(mapping.node_id, mapping.namespace_uri);
  if (mapping.trigger_node_id)
    mapping.trigger_node_uri = node_uri_of(*mapping.trigger_node_id, mapping.trigger_namespace_uri);
  made.subgroup_size = characteristic.subgroup_size;
  made.counts = characteristic.counts;
  return made;
}

void name_servers(db::Session& session, std::vector<Ingested>& mappings) {
  std::set<base::OpcuaServerId> ids;
  for (const Ingested& one : mappings) ids.insert(one.mapping.server_id);
  std::map<base::OpcuaServerId, std::string> names;
  const db::Where where = db::Where().in("id", ids);
  session.each<base::OpcuaServerId, std::string>(
      "SELECT id, name FROM opcua_server" + where.sql(),
      [&](base::OpcuaServerId id, std::string name) { names.emplace(id, std::move(name)); }, where.values());
  for (Ingested& one : mappings) one.mapping.server_name = names[one.mapping.server_id];
}

std::vector<Ingested> query(db::Session& session, db::Where where, const db::Where& characteristics) {
  std::vector<Ingested> all = source::data_source_store::mapped(
      Rows::list(session, where.is_set("opcua_data_source.id")),
      source::data_source_store::characteristics(session, "opcua_data_source", characteristics), ingested);
  name_servers(session, all);
  return all;
}

void place(Row& row, const NodeNamespaces& namespaces, base::Timestamp now) {
  row.namespace_uri = namespaces.node;
  row.trigger_namespace_uri = namespaces.trigger;
  row.updated_at = now;
}

}  // namespace

std::vector<OpcuaMapping> list(db::Session& session, const net::Principal& caller, const MappingQuery& filter) {
  const db::Where seen = plants::seen_by(caller, "h.plant_id")
                             .if_given("h.plant_id", filter.plant_id)
                             .if_given("m.server_id", filter.server_id)
                             .order_by("c.name")
                             .order_by("d.id");
  std::vector<Ingested> found = query(session, db::Where().if_given("server_id", filter.server_id), seen);
  std::vector<OpcuaMapping> mappings;
  mappings.reserve(found.size());
  for (Ingested& one : found) mappings.push_back(std::move(one.mapping));
  return mappings;
}

std::optional<OpcuaMapping> find(db::Session& session, base::CharacteristicId characteristic) {
  std::vector<Ingested> found = query(session, db::Where().equals("characteristic_id", characteristic),
                                      db::Where().equals("d.characteristic_id", characteristic));
  if (found.empty()) return std::nullopt;
  return std::move(found.front().mapping);
}

base::DataSourceId insert(db::Session& session, base::OpcuaServerId server, const OpcuaMappingCreate& mapping,
                          const NodeNamespaces& namespaces, base::Timestamp now) {
  Row row{mapping};
  row.server_id = server;
  row.created_at = now;
  place(row, namespaces, now);
  return Rows::insert(session, row);
}

void update(db::Session& session, const OpcuaMapping& before, const OpcuaMappingUpdate& mapping,
            const NodeNamespaces& namespaces, base::Timestamp now) {
  Row row;
  static_cast<OpcuaMappingUpdate&>(row) = mapping;
  row.id = before.data_source_id;
  row.server_id = before.server_id;
  place(row, namespaces, now);
  Rows::update(session, row);
}

std::vector<Ingested> list_active(db::Session& session, base::OpcuaServerId server) {
  return query(session, db::Where().equals("server_id", server).equals("is_active", true),
               db::Where().equals("m.server_id", server).equals("d.is_active", true).order_by("d.id"));
}

// What node ids mean is learnt by the link.
std::string signature(db::Session& session) {
  return source::data_source_store::signature(session, "opcua_server") +
         source::data_source_store::signature(session, "data_source") +
         source::data_source_store::signature(session, "opcua_writable_node", "created_at");
}

}  // namespace openspc::connect::opcua::opcua_mapping_store
