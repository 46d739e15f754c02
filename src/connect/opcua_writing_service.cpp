#include "connect/opcua_writing_service.h"

#include <string>
#include <utility>

#include "base/error.h"
#include "connect/opcua_service.h"
#include "connect/opcua_writing_store.h"
#include "identity/audit.h"
#include "quality/characteristic_access.h"

namespace openspc::connect {
namespace {

using net::Role;

void record(db::Session& session, const identity::Caller& caller, std::string_view action, const OpcuaServer& server,
            const boost::json::object& detail) {
  identity::audit::record(session, caller, action, {"opcua_server", std::to_string(server.id.value), server.plant_id},
                          detail);
}

base::Error refused(const char* member, const std::string& reason, boost::json::value input) {
  return base::invalid_field({"body", member}, "value_error", "Value error, " + reason, std::move(input));
}

bool is_scalar(const boost::json::value& value) {
  return value.is_number() || value.is_bool() || (value.is_string() && value.get_string().size() <= 80);
}

}  // namespace

base::Task<std::vector<WritableNode>> OpcuaWritingService::list(const net::Principal& principal,
                                                                base::OpcuaServerId server) {
  auto read = [&](db::Session& session) {
    require_opcua_server(session, principal, server, Role::engineer);
    return opcua_writing_store::list_nodes(session, server);
  };
  co_return co_await db_.read(read);
}

base::Task<WritableNode> OpcuaWritingService::allow(identity::Caller caller, base::OpcuaServerId server,
                                                    WritableNodeCreate request) {
  auto job = [&](db::Session& session) {
    const auto row = require_opcua_server(session, caller.principal, server, Role::admin);
    if (!is_opcua_node_id(request.node_id))
      throw refused("node_id", "this is no node id: write ns=2;s=Line1.Stop", boost::json::string(request.node_id));
    if (opcua_writing_store::find_node(session, server, request.node_id))
      throw base::conflict("The node '" + request.node_id + "' may be written already");
    WritableNode node{.id = 0,
                      .server_id = server,
                      .node_id = request.node_id,
                      .description = request.description,
                      .created_at = clock_.now()};
    node.id = opcua_writing_store::insert_node(session, node);
    record(session, caller, "opcua_node.write_allowed", row.server, {{"node_id", node.node_id}});
    return node;
  };
  co_return co_await db_.write(job);
}

base::Task<void> OpcuaWritingService::forbid(identity::Caller caller, WritableNodePath path) {
  auto job = [&](db::Session& session) {
    const auto row = require_opcua_server(session, caller.principal, path.server_id, Role::admin);
    const auto node = opcua_writing_store::find_node(session, path.server_id, path.writable_node_id);
    if (!node) throw base::not_found("There is no such writable node");
    opcua_writing_store::remove_node(session, node->id);
    record(session, caller, "opcua_node.write_forbidden", row.server, {{"node_id", node->node_id}});
  };
  co_await db_.write(job);
}

// Recorded before it is done: what a machine did has a cause in the trail, even when we do not live to see it done.
base::Task<void> OpcuaWritingService::write(identity::Caller caller, base::OpcuaServerId server, OpcuaWrite request) {
  auto job = [&](db::Session& session) {
    auto row = require_opcua_server(session, caller.principal, server, Role::engineer);
    if (!opcua_writing_store::find_node(session, server, request.node_id))
      throw base::forbidden("No administrator allowed this node to be written");
    record(session, caller, "opcua_node.written", row.server, {{"node_id", request.node_id}, {"value", request.value}});
    return row;
  };
  opcua_server_store::Row row = co_await db_.write(job);
  co_await visits_.write(std::move(row), request.node_id, request.value);
}

base::Task<std::vector<OpcuaReaction>> OpcuaWritingService::list_reactions(const net::Principal& principal,
                                                                           base::OpcuaServerId server) {
  auto read = [&](db::Session& session) {
    require_opcua_server(session, principal, server, Role::engineer);
    return opcua_writing_store::list_reactions(session, server);
  };
  co_return co_await db_.read(read);
}

base::Task<OpcuaReaction> OpcuaWritingService::add_reaction(identity::Caller caller, base::OpcuaServerId server,
                                                            OpcuaReactionCreate request) {
  auto job = [&](db::Session& session) {
    const auto owned = quality::require_engineer(session, caller.principal, request.characteristic_id);
    const auto row = require_opcua_server(session, caller.principal, server, Role::engineer);
    if (row.server.plant_id && *row.server.plant_id != owned.plant)
      throw refused("characteristic_id", "the server belongs to another plant", request.characteristic_id.value);
    const auto node = opcua_writing_store::find_node(session, server, request.writable_node_id);
    if (!node)
      throw refused("writable_node_id", "no administrator allowed such a node to be written", request.writable_node_id);
    if (!is_scalar(request.value)) throw refused("value", "a number, true or false, or a short text", request.value);
    OpcuaReaction reaction{.id = 0,
                           .characteristic_id = request.characteristic_id,
                           .server_id = server,
                           .writable_node_id = node->id,
                           .node_id = node->node_id,
                           .value = request.value,
                           .severity = request.severity,
                           .created_at = clock_.now()};
    reaction.id = opcua_writing_store::insert_reaction(session, reaction);
    record(session, caller, "opcua_reaction.created", row.server,
           {{"node_id", node->node_id}, {"characteristic_id", request.characteristic_id.value}});
    return reaction;
  };
  co_return co_await db_.write(job);
}

base::Task<void> OpcuaWritingService::remove_reaction(identity::Caller caller, OpcuaReactionPath path) {
  auto job = [&](db::Session& session) {
    const auto row = require_opcua_server(session, caller.principal, path.server_id, Role::engineer);
    const auto reaction = opcua_writing_store::find_reaction(session, path.server_id, path.reaction_id);
    if (!reaction) throw base::not_found("There is no such reaction");
    opcua_writing_store::remove_reaction(session, reaction->id);
    record(session, caller, "opcua_reaction.deleted", row.server,
           {{"node_id", reaction->node_id}, {"characteristic_id", reaction->characteristic_id.value}});
  };
  co_await db_.write(job);
}

}  // namespace openspc::connect
