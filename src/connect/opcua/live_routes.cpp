#include "connect/opcua/routes.h"
#include "identity/caller.h"

namespace openspc::connect::opcua {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_status(net::Router& router, Service& servers) {
  router.add(net::get("/api/v1/opcua-servers/all/status")
                 .access(Access::authenticated())
                 .tag("opcua-servers")
                 .id("listOpcuaStatus")
                 .summary("The live state of every OPC UA server")
                 .handle([&servers](net::Request& r,
                                    net::Query<source::PlantFilterQuery> query) -> base::Task<OpcuaStatusList> {
                   co_return co_await servers.statuses(r.principal(), query->plant_id);
                 }));
  router.add(net::get("/api/v1/opcua-servers/{server_id}/status")
                 .access(Access::authenticated())
                 .tag("opcua-servers")
                 .id("getOpcuaStatus")
                 .summary("The live state of one OPC UA server")
                 .fails({404})
                 .handle([&servers](net::Request& r, net::Path<ServerPath> path) -> base::Task<OpcuaStatus> {
                   co_return co_await servers.status(r.principal(), path->server_id);
                 }));
}

void add_connections(net::Router& router, Service& servers) {
  router.add(net::post("/api/v1/opcua-servers/{server_id}/connect")
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("connectOpcuaServer")
                 .summary("Open a session with the stored settings and wait for the first attempt")
                 .description("An attempt that fails is answered with is_connected false; more follow by themselves, "
                              "until it is disconnected or the server starts anew.")
                 .fails({404, 500})
                 .handle([&servers](net::Request& r, net::Path<ServerPath> path) -> base::Task<OpcuaStatus> {
                   Caller caller = Caller::of(r);
                   co_return co_await servers.connect(std::move(caller), path->server_id);
                 }));
  router.add(net::post("/api/v1/opcua-servers/{server_id}/disconnect")
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("disconnectOpcuaServer")
                 .summary("Close the session")
                 .description("Until it is connected again or the server starts anew.")
                 .fails({404})
                 .handle([&servers](net::Request& r, net::Path<ServerPath> path) -> base::Task<OpcuaStatus> {
                   Caller caller = Caller::of(r);
                   co_return co_await servers.disconnect(std::move(caller), path->server_id);
                 }));
}

void add_questions(net::Router& router, Service& servers, Visits& visits) {
  router.add(net::get("/api/v1/opcua-servers/{server_id}/browse")
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("browseOpcua")
                 .summary("Direct children of one node")
                 .description("At most 1,000, by hierarchical references.")
                 .fails({400, 404, 502, 503})
                 .handle([&servers, &visits](net::Request& r, net::Path<ServerPath> path,
                                             net::Query<BrowseQuery> query) -> base::Task<std::vector<BrowsedNode>> {
                   opcua_server_store::Row row = co_await servers.require_for_use(r.principal(), path->server_id);
                   std::string node = query->parent_node_id ? *query->parent_node_id : query->node_id.value_or("");
                   co_return co_await visits.browse(std::move(row), std::move(node));
                 }));
  // The second path is the one that the reference's page asks.
  for (const char* path : {"/api/v1/opcua-servers/{server_id}/browse/value", "/api/v1/opcua-servers/{server_id}/read"})
    router.add(net::get(path)
                   .access(Access::any_plant(Role::engineer))
                   .tag("opcua-servers")
                   .id(std::string_view(path).ends_with("value") ? "readOpcuaValue" : "readOpcuaValueAlias")
                   .summary("The value of one node now")
                   .fails({400, 404, 502, 503})
                   .handle([&servers, &visits](net::Request& r, net::Path<ServerPath> at,
                                               net::Query<ReadQuery> query) -> base::Task<NodeValue> {
                     opcua_server_store::Row row = co_await servers.require_for_use(r.principal(), at->server_id);
                     std::string node = query->node_id;
                     co_return co_await visits.read(std::move(row), std::move(node));
                   }));
  router.add(
      net::post("/api/v1/opcua-servers/test")
          .access(Access::any_plant(Role::engineer))
          .tag("opcua-servers")
          .id("testOpcuaServer")
          .summary("Try settings without storing them")
          .description("A connection that fails is an answer, not an error.")
          .fails({503})
          .handle([&visits](net::Request& /*r*/, net::Body<OpcuaTestRequest> body) -> base::Task<OpcuaTestResult> {
            co_return co_await visits.test(std::move(*body));
          }));
}

}  // namespace

void add_opcua_live_routes(net::Router& router, const Services& services) {
  add_status(router, services.servers);
  add_connections(router, services.servers);
  add_questions(router, services.servers, services.visits);
}

}  // namespace openspc::connect::opcua
