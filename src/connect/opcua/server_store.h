// SQL of tables opcua_server and opcua_server_option. Called by the OPC UA service and links inside a database job.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connect/opcua/server.h"
#include "db/session.h"
#include "plants/visibility.h"

namespace openspc::connect::opcua::opcua_server_store {

/// A row as it is: credentials are encrypted tokens, server.username and the has_ members are not filled in.
struct Row {
  OpcuaServer server;
  std::optional<std::string> username{}, password{}, client_key{};
};

struct Filter {
  const plants::VisibleFilter& visible;
  bool active_only = false;
  std::optional<base::PlantId> plant_id{};
};

/// By ascending id. A limit of 0 means all.
std::vector<Row> list(db::Session& session, const Filter& filter, std::int64_t offset = 0, std::int64_t limit = 0);
std::int64_t count(db::Session& session, const Filter& filter);
std::vector<Row> list_all(db::Session& session);
std::optional<Row> find(db::Session& session, base::OpcuaServerId id);
std::optional<base::OpcuaServerId> find_by_name(db::Session& session, std::string_view name);
base::OpcuaServerId insert(db::Session& session, const Row& row);
void update(db::Session& session, const Row& row);
/// With its mappings: a node id means nothing without its server.
void remove(db::Session& session, base::OpcuaServerId id);

}  // namespace openspc::connect::opcua::opcua_server_store
