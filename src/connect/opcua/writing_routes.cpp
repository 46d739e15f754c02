#include "connect/opcua/routes.h"
#include "identity/caller.h"

namespace openspc::connect::opcua {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_nodes(net::Router& router, WritingService& writing) {
  router.add(
      net::get("/api/v1/opcua-servers/{server_id}/writable-nodes")
          .strict()
          .access(Access::any_plant(Role::engineer))
          .tag("opcua-servers")
          .id("listWritableNodes")
          .summary("The nodes that may be written")
          .fails({404})
          .handle([&writing](net::Request& r, net::Path<ServerPath> path) -> base::Task<std::vector<WritableNode>> {
            co_return co_await writing.list(r.principal(), path->server_id);
          }));
  router.add(net::post("/api/v1/opcua-servers/{server_id}/writable-nodes")
                 .strict()
                 .access(Access::any_plant(Role::admin))
                 .tag("opcua-servers")
                 .id("allowWriting")
                 .summary("Let a node be written")
                 .fails({404, 409})
                 .handle([&writing](net::Request& r, net::Path<ServerPath> path,
                                    net::Body<WritableNodeCreate> body) -> base::Task<net::Created<WritableNode>> {
                   Caller caller = Caller::of(r);
                   WritableNode node = co_await writing.allow(std::move(caller), path->server_id, std::move(*body));
                   co_return net::Created<WritableNode>{std::move(node)};
                 }));
  router.add(net::delete_("/api/v1/opcua-servers/{server_id}/writable-nodes/{writable_node_id}")
                 .strict()
                 .access(Access::any_plant(Role::admin))
                 .tag("opcua-servers")
                 .id("forbidWriting")
                 .summary("Let a node be written no longer")
                 .description("Reactions that write it go with it.")
                 .fails({404})
                 .handle([&writing](net::Request& r, net::Path<WritableNodePath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await writing.forbid(std::move(caller), *path);
                   co_return net::NoContent{};
                 }));
  router.add(net::post("/api/v1/opcua-servers/{server_id}/write")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("writeOpcuaValue")
                 .summary("Write the value of a node that may be written")
                 .fails({400, 404, 502, 503})
                 .handle([&writing](net::Request& r, net::Path<ServerPath> path,
                                    net::Body<OpcuaWrite> body) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await writing.write(std::move(caller), path->server_id, std::move(*body));
                   co_return net::NoContent{};
                 }));
}

void add_reactions(net::Router& router, WritingService& writing) {
  router.add(
      net::get("/api/v1/opcua-servers/{server_id}/reactions")
          .strict()
          .access(Access::any_plant(Role::engineer))
          .tag("opcua-servers")
          .id("listReactions")
          .summary("What is written when rules fire")
          .fails({404})
          .handle([&writing](net::Request& r, net::Path<ServerPath> path) -> base::Task<std::vector<OpcuaReaction>> {
            co_return co_await writing.list_reactions(r.principal(), path->server_id);
          }));
  router.add(net::post("/api/v1/opcua-servers/{server_id}/reactions")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("addReaction")
                 .summary("Write a value when a rule of a characteristic fires")
                 .description("A stop bit: the node must be one that may be written.")
                 .fails({404})
                 .handle([&writing](net::Request& r, net::Path<ServerPath> path,
                                    net::Body<OpcuaReactionCreate> body) -> base::Task<net::Created<OpcuaReaction>> {
                   Caller caller = Caller::of(r);
                   OpcuaReaction reaction =
                       co_await writing.add_reaction(std::move(caller), path->server_id, std::move(*body));
                   co_return net::Created<OpcuaReaction>{std::move(reaction)};
                 }));
  router.add(net::delete_("/api/v1/opcua-servers/{server_id}/reactions/{reaction_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("removeReaction")
                 .summary("React no longer")
                 .fails({404})
                 .handle([&writing](net::Request& r, net::Path<ReactionPath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await writing.remove_reaction(std::move(caller), *path);
                   co_return net::NoContent{};
                 }));
}

}  // namespace

void add_opcua_writing_routes(net::Router& router, const Services& services) {
  add_nodes(router, services.writing);
  add_reactions(router, services.writing);
}

}  // namespace openspc::connect::opcua
