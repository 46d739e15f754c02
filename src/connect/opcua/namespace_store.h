// What node ids that are stored by index mean, learnt from a server while it is connected. Called by the link of the
// server inside a database job.
#pragma once

#include "base/ids.h"
#include "connect/opcua/session/node_id.h"
#include "db/session.h"

namespace openspc::connect::opcua::opcua_namespace_store {

/// There is a mapping or a writable node of the server whose namespace this list tells and that does not say it yet.
bool has_unknown(db::Session& session, base::OpcuaServerId server, Namespaces namespaces);

/// Writes down what the list tells: the URI of an id by index, the index of an id by URI.
void learn(db::Session& session, base::OpcuaServerId server, Namespaces namespaces);

}  // namespace openspc::connect::opcua::opcua_namespace_store
