#include "connect/opcua/routes.h"
#include "identity/caller.h"

namespace openspc::connect::opcua {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_list(const net::RouteGroup& routes, MappingService& mappings) {
  routes.get("/all/mappings", "listOpcuaMappings", "OPC UA mappings and what comes in through them")
      .description("By characteristic name, inactive ones included.")
      .handle([&mappings](const net::Principal& caller, net::Query<MappingQuery> query) {
        return mappings.list(caller, *query);
      });
}

void add_changes(const net::RouteGroup& routes, MappingService& mappings) {
  routes.post("/{server_id}/mappings", "mapOpcuaNode", "Attach a node to a characteristic")
      .description("Replaces whatever source the characteristic had. In force at once.")
      .status(201)
      .fails({404})
      .handle([&mappings](Caller caller, net::Path<ServerPath> path, net::Body<OpcuaMappingCreate> body) {
        return mappings.map(std::move(caller), path->server_id, std::move(*body));
      });
  routes.put("/{server_id}/mappings/{characteristic_id}", "changeOpcuaMapping", "Change a mapping")
      .description("Readings that wait for their subgroup are kept.")
      .fails({404})
      .handle([&mappings](Caller caller, net::Path<MappingPath> path, net::Body<OpcuaMappingUpdate> body) {
        return mappings.change(std::move(caller), *path, std::move(*body));
      });
  routes.patch("/{server_id}/mappings/{characteristic_id}", "activateOpcuaMapping", "Switch a mapping on or off")
      .fails({404})
      .handle([&mappings](Caller caller, net::Path<MappingPath> path, net::Body<source::TagActivation> body) {
        return mappings.set_active(std::move(caller), *path, body->is_active);
      });
  routes.delete_("/{server_id}/mappings/{characteristic_id}", "unmapOpcuaNode", "Delete a mapping")
      .fails({404})
      .handle(
          [&mappings](Caller caller, net::Path<MappingPath> path) { return mappings.unmap(std::move(caller), *path); });
}

void add_import(const net::RouteGroup& routes, MappingService& mappings) {
  routes.post("/all/mappings/import", "importOpcuaMappings", "Mappings from CSV")
      .description(
          "A header line names the columns as the members of a mapping, and server_id; blank cells are absent. Rows "
          "that do not fit are reported and harm no other.")
      .accepts("text/csv", "One mapping a row")
      .body_limit(source::kLargestMappingImport)
      .fails({400, 413})
      .handle([&mappings](net::Request& r) -> base::Task<source::MappingImportResult> {
        Caller caller = Caller::of(r);
        std::string csv(r.body());
        co_return co_await mappings.import(std::move(caller), std::move(csv));
      });
}

void add_trial(const net::RouteGroup& routes, const Services& services) {
  auto& [servers, mappings, visits, writing, certificates] = services;
  routes.post("/{server_id}/mappings/test", "tryOpcuaMapping", "Try a mapping on live values before it is saved")
      .description(
          "In a session of its own. Judges as ingestion does, and stores nothing: says for each value which "
          "measurement "
          "it would give, or why none, and which samples would be stored.")
      .fails({400, 404, 502, 503})
      .handle([&servers, &mappings, &visits](net::Request& r, net::Path<ServerPath> path,
                                             net::Body<OpcuaTrialRequest> body) -> base::Task<OpcuaTrial> {
        opcua_server_store::Row row = co_await servers.require_for_use(r.principal(), path->server_id);
        auto characteristic = co_await mappings.tried_characteristic(r.principal(), body->characteristic_id);
        co_return co_await visits.trial(std::move(row), std::move(*body), std::move(characteristic));
      });
}

}  // namespace

void add_opcua_mapping_routes(net::Router& router, const Services& services) {
  const net::RouteGroup routes =
      router.group("/api/v1/opcua-servers", "opcua-servers", Access::any_plant(Role::engineer)).strict();
  add_list(routes, services.mappings);
  add_changes(routes, services.mappings);
  add_import(routes, services.mappings);
  add_trial(routes, services);
}

}  // namespace openspc::connect::opcua
