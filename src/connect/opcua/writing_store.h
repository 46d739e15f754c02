// SQL of tables opcua_writable_node and opcua_reaction. Called by the writing service and by the reactor.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "connect/opcua/writing.h"
#include "db/session.h"

namespace openspc::connect::opcua::opcua_writing_store {

std::vector<WritableNode> list_nodes(db::Session& session, base::OpcuaServerId server);
std::optional<WritableNode> find_node(db::Session& session, base::OpcuaServerId server, std::int64_t id);
std::int64_t insert_node(db::Session& session, const WritableNode& node);
/// With the reactions that write it.
void remove_node(db::Session& session, std::int64_t id);

std::vector<OpcuaReaction> list_reactions(db::Session& session, base::OpcuaServerId server);
std::vector<OpcuaReaction> all_reactions(db::Session& session);
std::optional<OpcuaReaction> find_reaction(db::Session& session, base::OpcuaServerId server, std::int64_t id);
std::int64_t insert_reaction(db::Session& session, const OpcuaReaction& reaction);
void remove_reaction(db::Session& session, std::int64_t id);

}  // namespace openspc::connect::opcua::opcua_writing_store
