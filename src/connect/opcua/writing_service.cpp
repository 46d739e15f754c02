#include "connect/opcua/writing_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "connect/opcua/service.h"
#include "connect/opcua/session/node_id.h"
#include "connect/opcua/writing_store.h"
#include "identity/audit.h"
#include "quality/characteristic/access.h"

namespace openspc::connect::opcua {
namespace {

using net::Role;

void record_writing(db::Session& session, const identity::Caller& caller, std::string_view action,
                    const OpcuaServer& server, const boost::json::object& detail) {
  identity::audit::record(session, caller, action, {"opcua_server", std::to_string(server.id.value), server.plant_id},
                          detail);
}

/// The node that means the same as this place, by its URI or, where none is known, by its text.
std::vector<WritableNode>::const_iterator find_same(const std::vector<WritableNode>& nodes, const NodePlace& place) {
  const auto uri = node_uri_of(place.node_id, place.namespace_uri);
  return std::ranges::find_if(nodes, [&](const WritableNode& node) {
    return uri && node.node_uri ? uri == node.node_uri : node.node_id == place.node_id;
  });
}

/// The node that may be written under this name. A name that meant another variable when it was allowed is refused: a
/// stop bit must not reach the wrong machine.
WritableNode require_allowed(db::Session& session, base::OpcuaServerId server, const std::string& name,
                             Namespaces namespaces) {
  const auto nodes = opcua_writing_store::list_nodes(session, server);
  const auto found = find_same(nodes, place_of_node(name, namespaces));
  if (found != nodes.end()) return *found;
  const auto former = std::ranges::find(nodes, name, &WritableNode::node_id);
  if (former != nodes.end())
    throw base::conflict("'" + name + "' means another variable since the server orders its namespaces anew: write '" +
                         former->node_uri.value_or(name) + "'");
  throw base::forbidden("No administrator allowed this node to be written");
}

bool is_scalar(const boost::json::value& value) {
  return value.is_number() || value.is_bool() || (value.is_string() && value.get_string().size() <= 80);
}

}  // namespace

base::Task<std::vector<WritableNode>> WritingService::list(const net::Principal& principal,
                                                           base::OpcuaServerId server) {
  auto read = [&](db::Session& session) {
    require_opcua_reader(session, principal, server);
    return opcua_writing_store::list_nodes(session, server);
  };
  co_return co_await db_.read(read);
}

base::Task<WritableNode> WritingService::allow(identity::Caller caller, base::OpcuaServerId server,
                                               WritableNodeCreate request) {
  auto job = [&](db::Session& session) {
    const auto row = Service::find_own(session, caller.principal, server, Role::admin);
    if (!is_opcua_node_id(request.node_id))
      throw base::refused_member(
          "node_id", "this is no node id: write ns=2;s=Line1.Stop or nsu=urn:machine;s=Line1.Stop", request.node_id);
    NodePlace place = place_of_node(request.node_id, visits_.namespaces(server));
    const auto known = opcua_writing_store::list_nodes(session, server);
    if (find_same(known, place) != known.end())
      throw base::conflict("The node '" + request.node_id + "' may be written already");
    // Another namespace had this index when that node was allowed: the name is taken, the node is not.
    if (std::ranges::find(known, place.node_id, &WritableNode::node_id) != known.end())
      place.node_id = node_uri_of(place.node_id, place.namespace_uri).value_or(place.node_id);
    WritableNode node{.id = 0,
                      .server_id = server,
                      .node_id = place.node_id,
                      .description = request.description,
                      .created_at = clock_.now(),
                      .namespace_uri = place.namespace_uri,
                      .node_uri = node_uri_of(place.node_id, place.namespace_uri)};
    node.id = opcua_writing_store::insert_node(session, node);
    record_writing(session, caller, "opcua_node.write_allowed", row, {{"node_id", node.node_id}});
    return node;
  };
  co_return co_await db_.write(job);
}

base::Task<void> WritingService::forbid(identity::Caller caller, WritableNodePath path) {
  auto job = [&](db::Session& session) {
    const auto row = Service::find_own(session, caller.principal, path.server_id, Role::admin);
    const auto node = opcua_writing_store::find_node(session, path.server_id, path.writable_node_id);
    if (!node) throw base::not_found("There is no such writable node");
    opcua_writing_store::remove_node(session, node->id);
    record_writing(session, caller, "opcua_node.write_forbidden", row, {{"node_id", node->node_id}});
  };
  co_await db_.write(job);
}

// Recorded before it is done: what a machine did has a cause in the trail, even when we do not live to see it done.
base::Task<void> WritingService::write(identity::Caller caller, base::OpcuaServerId server, OpcuaWrite request) {
  auto job = [&](db::Session& session) {
    auto row = Service::find_own(session, caller.principal, server, Role::engineer);
    WritableNode node = require_allowed(session, server, request.node_id, visits_.namespaces(server));
    record_writing(session, caller, "opcua_node.written", row, {{"node_id", node.node_id}, {"value", request.value}});
    return std::pair(std::move(row), std::move(node));
  };
  auto [row, node] = co_await db_.write(job);
  co_await visits_.write(std::move(row), std::move(node), request.value);
}

base::Task<std::vector<OpcuaReaction>> WritingService::list_reactions(const net::Principal& principal,
                                                                      base::OpcuaServerId server) {
  auto read = [&](db::Session& session) {
    require_opcua_reader(session, principal, server);
    return opcua_writing_store::list_reactions(session, server);
  };
  co_return co_await db_.read(read);
}

base::Task<OpcuaReaction> WritingService::add_reaction(identity::Caller caller, base::OpcuaServerId server,
                                                       OpcuaReactionCreate request) {
  auto job = [&](db::Session& session) {
    const auto owned = quality::characteristic::require_engineer(session, caller.principal, request.characteristic_id);
    const auto row = Service::find_own(session, caller.principal, server, Role::engineer);
    if (row.plant_id && *row.plant_id != owned.plant)
      throw base::refused_member("characteristic_id", "the server belongs to another plant",
                                 request.characteristic_id.value);
    const auto node = opcua_writing_store::find_node(session, server, request.writable_node_id);
    if (!node)
      throw base::refused_member("writable_node_id", "no administrator allowed such a node to be written",
                                 request.writable_node_id);
    if (!is_scalar(request.value))
      throw base::refused_member("value", "a number, true or false, or a short text", request.value);
    OpcuaReaction reaction{.id = 0,
                           .characteristic_id = request.characteristic_id,
                           .server_id = server,
                           .writable_node_id = node->id,
                           .node_id = node->node_id,
                           .value = request.value,
                           .severity = request.severity,
                           .created_at = clock_.now()};
    reaction.id = opcua_writing_store::insert_reaction(session, reaction);
    record_writing(session, caller, "opcua_reaction.created", row,
                   {{"node_id", node->node_id}, {"characteristic_id", request.characteristic_id.value}});
    return reaction;
  };
  co_return co_await db_.write(job);
}

base::Task<void> WritingService::remove_reaction(identity::Caller caller, ReactionPath path) {
  auto job = [&](db::Session& session) {
    const auto row = Service::find_own(session, caller.principal, path.server_id, Role::engineer);
    const auto reaction = opcua_writing_store::find_reaction(session, path.server_id, path.reaction_id);
    if (!reaction) throw base::not_found("There is no such reaction");
    opcua_writing_store::remove_reaction(session, reaction->id);
    record_writing(session, caller, "opcua_reaction.deleted", row,
                   {{"node_id", reaction->node_id}, {"characteristic_id", reaction->characteristic_id.value}});
  };
  co_await db_.write(job);
}

}  // namespace openspc::connect::opcua
