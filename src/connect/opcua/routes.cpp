#include "connect/opcua/routes.h"

#include "identity/caller.h"

namespace openspc::connect::opcua {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_reads(net::Router& router, Service& servers) {
  // The second path is the one that the reference's deployment guide names.
  for (const char* path : {"/api/v1/opcua-servers/", "/api/v1/opcua/servers"})
    router.add(net::get(path)
                   .access(Access::authenticated())
                   .tag("opcua-servers")
                   .id(std::string_view(path).ends_with('/') ? "listOpcuaServers" : "listOpcuaServersAlias")
                   .summary("A page of OPC UA servers")
                   .description("Those of the plants where the caller has a role, and those without a plant.")
                   .handle([&servers](net::Request& r,
                                      net::Query<source::ConnectionListQuery> query) -> base::Task<OpcuaServerPage> {
                     co_return co_await servers.list(r.principal(), *query);
                   }));
  router.add(net::get("/api/v1/opcua-servers/{server_id}")
                 .access(Access::authenticated())
                 .tag("opcua-servers")
                 .id("getOpcuaServer")
                 .summary("One OPC UA server")
                 .fails({404})
                 .handle([&servers](net::Request& r, net::Path<ServerPath> path) -> base::Task<OpcuaServer> {
                   co_return co_await servers.get(r.principal(), path->server_id);
                 }));
}

void add_writes(net::Router& router, Service& servers) {
  router.add(net::post("/api/v1/opcua-servers/")
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("createOpcuaServer")
                 .summary("Store an OPC UA server")
                 .description("An active one is connected at once. Credentials are encrypted and never returned.")
                 .fails({409, 500, 503})
                 .handle([&servers](net::Request& r,
                                    net::Body<OpcuaServerCreate> body) -> base::Task<net::Created<OpcuaServer>> {
                   Caller caller = Caller::of(r);
                   OpcuaServer server = co_await servers.create(std::move(caller), std::move(*body));
                   co_return net::Created<OpcuaServer>{std::move(server)};
                 }));
  router.add(net::patch("/api/v1/opcua-servers/{server_id}")
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("updateOpcuaServer")
                 .summary("Change an OPC UA server")
                 .description("Absent members keep their values; null clears credentials. A live connection is made "
                              "anew with the changed settings.")
                 .fails({404, 409, 503})
                 .handle([&servers](net::Request& r, net::Path<ServerPath> path,
                                    net::Body<OpcuaServerUpdate> body) -> base::Task<OpcuaServer> {
                   Caller caller = Caller::of(r);
                   co_return co_await servers.update(std::move(caller), path->server_id, std::move(*body));
                 }));
  router.add(net::delete_("/api/v1/opcua-servers/{server_id}")
                 .access(Access::any_plant(Role::admin))
                 .tag("opcua-servers")
                 .id("deleteOpcuaServer")
                 .summary("Delete an OPC UA server")
                 .description("Its connection is closed; its mappings go with it.")
                 .fails({404})
                 .handle([&servers](net::Request& r, net::Path<ServerPath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await servers.remove(std::move(caller), path->server_id);
                   co_return net::NoContent{};
                 }));
}

void add_switches(net::Router& router, Service& servers) {
  router.add(net::post("/api/v1/opcua-servers/{server_id}/activate")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("activateOpcuaServer")
                 .summary("Switch an OPC UA server on")
                 .description("It is connected now and after every start.")
                 .fails({404})
                 .handle([&servers](net::Request& r, net::Path<ServerPath> path) -> base::Task<OpcuaServer> {
                   Caller caller = Caller::of(r);
                   co_return co_await servers.set_active(std::move(caller), path->server_id, true);
                 }));
  router.add(net::post("/api/v1/opcua-servers/{server_id}/deactivate")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("deactivateOpcuaServer")
                 .summary("Switch an OPC UA server off")
                 .fails({404})
                 .handle([&servers](net::Request& r, net::Path<ServerPath> path) -> base::Task<OpcuaServer> {
                   Caller caller = Caller::of(r);
                   co_return co_await servers.set_active(std::move(caller), path->server_id, false);
                 }));
}

}  // namespace

void add_opcua_routes(net::Router& router, const Services& services) {
  add_reads(router, services.servers);
  add_writes(router, services.servers);
  add_switches(router, services.servers);
}

}  // namespace openspc::connect::opcua
