#include "connect/opcua/routes.h"

#include "identity/caller.h"

namespace openspc::connect::opcua {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_list(const net::RouteGroup& routes, const char* path, const char* id, Service& servers) {
  routes.get(path, id, "A page of OPC UA servers")
      .access(Access::authenticated())
      .description("Those of the plants where the caller has a role, and those without a plant.")
      .handle([&servers](const net::Principal& caller, net::Query<source::ConnectionListQuery> query) {
        return servers.list(caller, *query);
      });
}

void add_writes(const net::RouteGroup& routes, Service& servers) {
  routes.post("/", "createOpcuaServer", "Store an OPC UA server")
      .description("An active one is connected at once. Credentials are encrypted and never returned.")
      .status(201)
      .fails({409, 500, 503})
      .handle([&servers](Caller caller, net::Body<OpcuaServerCreate> body) {
        return servers.create(std::move(caller), std::move(*body));
      });
  routes.patch("/{server_id}", "updateOpcuaServer", "Change an OPC UA server")
      .description(
          "Absent members keep their values; null clears credentials. A live connection is made anew with the changed "
          "settings.")
      .fails({404, 409, 503})
      .handle([&servers](Caller caller, net::Path<ServerPath> path, net::Body<OpcuaServerUpdate> body) {
        return servers.update(std::move(caller), path->server_id, std::move(*body));
      });
  routes.delete_("/{server_id}", "deleteOpcuaServer", "Delete an OPC UA server")
      .access(Access::any_plant(Role::admin))
      .description("Its connection is closed; its mappings go with it.")
      .fails({404})
      .handle([&servers](Caller caller, net::Path<ServerPath> path) {
        return servers.remove(std::move(caller), path->server_id);
      });
}

void add_switches(net::RouteGroup routes, Service& servers) {
  routes.strict();
  routes.post("/{server_id}/activate", "activateOpcuaServer", "Switch an OPC UA server on")
      .description("It is connected now and after every start.")
      .fails({404})
      .handle([&servers](Caller caller, net::Path<ServerPath> path) {
        return servers.set_active(std::move(caller), path->server_id, true);
      });
  routes.post("/{server_id}/deactivate", "deactivateOpcuaServer", "Switch an OPC UA server off")
      .fails({404})
      .handle([&servers](Caller caller, net::Path<ServerPath> path) {
        return servers.set_active(std::move(caller), path->server_id, false);
      });
}

}  // namespace

void add_opcua_routes(net::Router& router, const Services& services) {
  Service& servers = services.servers;
  const net::RouteGroup routes =
      router.group("/api/v1/opcua-servers", "opcua-servers", Access::any_plant(Role::engineer));
  add_list(routes, "/", "listOpcuaServers", servers);
  // The path that the reference's deployment guide names.
  add_list(router.group("/api/v1/opcua", "opcua-servers", Access::authenticated()), "/servers", "listOpcuaServersAlias",
           servers);
  routes.get("/{server_id}", "getOpcuaServer", "One OPC UA server")
      .access(Access::authenticated())
      .fails({404})
      .handle([&servers](const net::Principal& caller, net::Path<ServerPath> path) {
        return servers.get(caller, path->server_id);
      });
  add_writes(routes, servers);
  add_switches(routes, servers);
}

}  // namespace openspc::connect::opcua
