#include "connect/opcua/mapping_service.h"

#include <string>
#include <utility>

#include "base/error.h"
#include "connect/opcua/mapping_store.h"
#include "connect/opcua/service.h"
#include "connect/opcua/session/node_id.h"
#include "connect/source/data_source.h"
#include "net/schema.h"
#include "quality/characteristic/access.h"

namespace openspc::connect::opcua {
namespace {

// By index where the server's list tells it. Text that is stored already goes on meaning what it meant.
opcua_mapping_store::NodeNamespaces place_nodes(OpcuaMappingUpdate& mapping, const OpcuaMapping* before,
                                                Namespaces namespaces) {
  opcua_mapping_store::NodeNamespaces known;
  if (before != nullptr && before->node_id == mapping.node_id && before->namespace_uri) {
    known.node = before->namespace_uri;
  } else {
    NodePlace place = place_of_node(mapping.node_id, namespaces);
    mapping.node_id = std::move(place.node_id);
    known.node = std::move(place.namespace_uri);
  }
  if (!mapping.trigger_node_id) return known;
  if (before != nullptr && before->trigger_node_id == mapping.trigger_node_id && before->trigger_namespace_uri) {
    known.trigger = before->trigger_namespace_uri;
  } else {
    NodePlace place = place_of_node(*mapping.trigger_node_id, namespaces);
    mapping.trigger_node_id = std::move(place.node_id);
    known.trigger = std::move(place.namespace_uri);
  }
  return known;
}

void require_server(db::Session& session, const net::Principal& principal, base::OpcuaServerId id,
                    base::PlantId characteristic_plant) {
  const auto row = Service::find_seen(session, principal, id);
  if (row.plant_id && *row.plant_id != characteristic_plant)
    throw base::refused_member("characteristic_id", "the server belongs to another plant than the characteristic",
                               std::to_string(id.value));
}

OpcuaMapping require_mapping(db::Session& session, const MappingPath& path) {
  auto mapping = opcua_mapping_store::find(session, path.characteristic_id);
  if (!mapping || mapping->server_id != path.server_id)
    throw base::not_found("Characteristic " + std::to_string(path.characteristic_id.value) +
                          " is not mapped to this OPC UA server");
  return std::move(*mapping);
}

}  // namespace

void check_mapping(const OpcuaMappingUpdate& mapping) {
  check_values(mapping, mapping.trigger_strategy, mapping.dead_band);
  if (!is_opcua_node_id(mapping.node_id))
    throw base::refused_member("node_id",
                               "this is no node id: write i=85, ns=2;s=Line1.Bore or nsu=urn:machine;s=Line1.Bore",
                               mapping.node_id);
  if (mapping.trigger_strategy == source::TriggerStrategy::on_trigger && !mapping.trigger_node_id)
    throw base::refused_member("trigger_node_id", "on_trigger needs the node that completes a subgroup", std::string());
  if (mapping.trigger_node_id && !is_opcua_node_id(*mapping.trigger_node_id))
    throw base::refused_member("trigger_node_id", "this is no node id", *mapping.trigger_node_id);
}

void MappingService::announce(db::Session& session) {
  session.after_commit([this] { links_.refresh(); });
}

OpcuaMapping MappingService::with_counts(OpcuaMapping mapping) const {
  const auto link = links_.state(mapping.server_id).link;
  if (link) {
    const auto refusal = link->refusals.find(mapping.data_source_id);
    if (refusal != link->refusals.end()) mapping.problem = refusal->second;
    const auto initial = link->doubts.initial_by_source.find(mapping.data_source_id);
    if (initial != link->doubts.initial_by_source.end()) mapping.initial_values_left_out = initial->second;
    const auto doubts = link->doubts.uncertain_by_source.find(mapping.data_source_id);
    if (doubts != link->doubts.uncertain_by_source.end()) mapping.uncertain_count = doubts->second;
  }
  const auto all = links_.counts_by_source();
  const auto known = all.find(mapping.data_source_id);
  if (known == all.end()) return mapping;
  const source::IntakeCounts& counts = known->second;
  source::add_counts(mapping, counts);
  mapping.values_received = counts.messages;
  mapping.last_value_at = counts.last_message_at;
  return mapping;
}

base::Task<std::vector<OpcuaMapping>> MappingService::list(const net::Principal& principal, MappingQuery query) {
  auto read = [&](db::Session& session) { return opcua_mapping_store::list(session, principal, query); };
  std::vector<OpcuaMapping> mappings = co_await db_.read(read);
  for (OpcuaMapping& mapping : mappings) mapping = with_counts(std::move(mapping));
  co_return mappings;
}

void MappingService::store(db::Session& session, const identity::Caller& caller, base::OpcuaServerId server,
                           OpcuaMappingCreate mapping) {
  const auto owned = quality::characteristic::require_engineer(session, caller.principal, mapping.characteristic_id);
  require_server(session, caller.principal, server, owned.plant);
  check_mapping(mapping);
  const bool replaced = source::data_source_store::remove(session, mapping.characteristic_id);
  const auto namespaces = place_nodes(mapping, nullptr, links_.namespaces(server));
  opcua_mapping_store::insert(session, server, mapping, namespaces, clock_.now());
  source::record_mapping(session, caller, replaced ? "data_source.replaced" : "data_source.created",
                         mapping.characteristic_id, owned.plant,
                         {{"node_id", mapping.node_id}, {"server_id", server.value}});
  announce(session);
}

base::Task<OpcuaMapping> MappingService::map(identity::Caller caller, base::OpcuaServerId server,
                                             OpcuaMappingCreate mapping) {
  auto job = [&](db::Session& session) {
    store(session, caller, server, mapping);
    return opcua_mapping_store::find(session, mapping.characteristic_id).value();
  };
  co_return co_await db_.write(job);
}

base::Task<source::MappingImportResult> MappingService::import(identity::Caller caller, std::string csv) {
  auto job = [&](db::Session& session) {
    return source::import_mappings(session, csv, [&](const boost::json::object& row) {
      const auto mapping = net::from_json<MappingRow>(row, {"row"});
      store(session, caller, mapping.server_id, static_cast<const OpcuaMappingCreate&>(mapping));
    });
  };
  co_return co_await db_.write(job);
}

base::Task<OpcuaMapping> MappingService::change(identity::Caller caller, MappingPath path, OpcuaMappingUpdate mapping) {
  auto job = [&](db::Session& session) {
    const auto owned = quality::characteristic::require_engineer(session, caller.principal, path.characteristic_id);
    const OpcuaMapping before = require_mapping(session, path);
    check_mapping(mapping);
    OpcuaMappingUpdate placed = mapping;
    const auto namespaces = place_nodes(placed, &before, links_.namespaces(path.server_id));
    opcua_mapping_store::update(session, before, placed, namespaces, clock_.now());
    source::record_mapping(session, caller, "data_source.updated", path.characteristic_id, owned.plant,
                           {{"node_id", placed.node_id}, {"server_id", path.server_id.value}});
    announce(session);
    return require_mapping(session, path);
  };
  OpcuaMapping changed = co_await db_.write(job);
  co_return with_counts(std::move(changed));
}

base::Task<OpcuaMapping> MappingService::set_active(identity::Caller caller, MappingPath path, bool active) {
  auto job = [&](db::Session& session) {
    const auto owned = quality::characteristic::require_engineer(session, caller.principal, path.characteristic_id);
    OpcuaMapping mapping = require_mapping(session, path);
    if (source::data_source_store::switched(session, caller, owned.plant, mapping, active, clock_.now()))
      announce(session);
    return mapping;
  };
  OpcuaMapping mapping = co_await db_.write(job);
  co_return with_counts(std::move(mapping));
}

base::Task<void> MappingService::unmap(identity::Caller caller, MappingPath path) {
  auto job = [&](db::Session& session) {
    const auto owned = quality::characteristic::require_engineer(session, caller.principal, path.characteristic_id);
    require_mapping(session, path);
    source::data_source_store::remove(session, path.characteristic_id);
    source::record_mapping(session, caller, "data_source.deleted", path.characteristic_id, owned.plant);
    announce(session);
  };
  co_await db_.write(job);
}

base::Task<std::optional<quality::judge::Characteristic>> MappingService::tried_characteristic(
    const net::Principal& principal, std::optional<base::CharacteristicId> characteristic) {
  if (!characteristic) co_return std::nullopt;
  auto read = [&](db::Session& session) {
    return quality::characteristic::require_engineer(session, principal, *characteristic).row;
  };
  co_return co_await db_.read(read);
}

}  // namespace openspc::connect::opcua
