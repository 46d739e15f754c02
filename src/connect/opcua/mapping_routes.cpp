#include "connect/opcua/routes.h"
#include "identity/caller.h"

namespace openspc::connect::opcua {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_lists(net::Router& router, MappingService& mappings) {
  router.add(net::get("/api/v1/opcua-servers/all/mappings")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("listOpcuaMappings")
                 .summary("OPC UA mappings and what comes in through them")
                 .description("By characteristic name, inactive ones included.")
                 .handle([&mappings](net::Request& r,
                                     net::Query<MappingQuery> query) -> base::Task<std::vector<OpcuaMapping>> {
                   co_return co_await mappings.list(r.principal(), *query);
                 }));
}

void add_changes(net::Router& router, MappingService& mappings) {
  router.add(net::post("/api/v1/opcua-servers/{server_id}/mappings")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("mapOpcuaNode")
                 .summary("Attach a node to a characteristic")
                 .description("Replaces whatever source the characteristic had. In force at once.")
                 .fails({404})
                 .handle([&mappings](net::Request& r, net::Path<ServerPath> path,
                                     net::Body<OpcuaMappingCreate> body) -> base::Task<net::Created<OpcuaMapping>> {
                   Caller caller = Caller::of(r);
                   OpcuaMapping mapping = co_await mappings.map(std::move(caller), path->server_id, std::move(*body));
                   co_return net::Created<OpcuaMapping>{std::move(mapping)};
                 }));
  router.add(net::put("/api/v1/opcua-servers/{server_id}/mappings/{characteristic_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("changeOpcuaMapping")
                 .summary("Change a mapping")
                 .description("Readings that wait for their subgroup are kept.")
                 .fails({404})
                 .handle([&mappings](net::Request& r, net::Path<MappingPath> path,
                                     net::Body<OpcuaMappingUpdate> body) -> base::Task<OpcuaMapping> {
                   Caller caller = Caller::of(r);
                   co_return co_await mappings.change(std::move(caller), *path, std::move(*body));
                 }));
  router.add(net::patch("/api/v1/opcua-servers/{server_id}/mappings/{characteristic_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("activateOpcuaMapping")
                 .summary("Switch a mapping on or off")
                 .fails({404})
                 .handle([&mappings](net::Request& r, net::Path<MappingPath> path,
                                     net::Body<source::TagActivation> body) -> base::Task<OpcuaMapping> {
                   Caller caller = Caller::of(r);
                   co_return co_await mappings.set_active(std::move(caller), *path, body->is_active);
                 }));
  router.add(net::delete_("/api/v1/opcua-servers/{server_id}/mappings/{characteristic_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("unmapOpcuaNode")
                 .summary("Delete a mapping")
                 .fails({404})
                 .handle([&mappings](net::Request& r, net::Path<MappingPath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await mappings.unmap(std::move(caller), *path);
                   co_return net::NoContent{};
                 }));
}

void add_import(net::Router& router, MappingService& mappings) {
  router.add(net::post("/api/v1/opcua-servers/all/mappings/import")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("importOpcuaMappings")
                 .summary("Mappings from CSV")
                 .description("A header line names the columns as the members of a mapping, and server_id; blank cells "
                              "are absent. Rows that do not fit are reported and harm no other.")
                 .accepts("text/csv", "One mapping a row")
                 .body_limit(source::kLargestMappingImport)
                 .fails({400, 413})
                 .handle([&mappings](net::Request& r) -> base::Task<source::MappingImportResult> {
                   Caller caller = Caller::of(r);
                   std::string csv(r.body());
                   co_return co_await mappings.import(std::move(caller), std::move(csv));
                 }));
}

void add_trial(net::Router& router, const Services& services) {
  auto& [servers, mappings, visits, writing, certificates] = services;
  router.add(
      net::post("/api/v1/opcua-servers/{server_id}/mappings/test")
          .strict()
          .access(Access::any_plant(Role::engineer))
          .tag("opcua-servers")
          .id("tryOpcuaMapping")
          .summary("Try a mapping on live values before it is saved")
          .description("In a session of its own. Judges as ingestion does, and stores nothing: says for each value "
                       "which measurement it would give, or why none, and which samples would be stored.")
          .fails({400, 404, 502, 503})
          .handle([&servers, &mappings, &visits](net::Request& r, net::Path<ServerPath> path,
                                                 net::Body<OpcuaTrialRequest> body) -> base::Task<OpcuaTrial> {
            opcua_server_store::Row row = co_await servers.require_for_use(r.principal(), path->server_id);
            auto characteristic = co_await mappings.tried_characteristic(r.principal(), body->characteristic_id);
            co_return co_await visits.trial(std::move(row), std::move(*body), std::move(characteristic));
          }));
}

}  // namespace

void add_opcua_mapping_routes(net::Router& router, const Services& services) {
  add_lists(router, services.mappings);
  add_changes(router, services.mappings);
  add_import(router, services.mappings);
  add_trial(router, services);
}

}  // namespace openspc::connect::opcua
