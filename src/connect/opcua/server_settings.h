// What is an OPC UA server's own among connections: which settings may be stored, and what decides where its secrets
// go. Called by source::ConnectionService, whose words these are. Errors: invalid (a field).
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connect/opcua/server_store.h"
#include "identity/kept_secret.h"

namespace openspc::connect::opcua {

struct ServerKind {
  using Shown = OpcuaServer;
  using Page = OpcuaServerPage;
  using Create = OpcuaServerCreate;
  using Update = OpcuaServerUpdate;
  using Row = opcua_server_store::Row;
  static constexpr std::string_view kNoun = "OPC UA server", kEntity = "opcua_server";

  static void complete(OpcuaServerCreate& request);
  static void apply(const OpcuaServerUpdate& request, Row& row);
  static std::vector<identity::Destination> destinations(const Row& before, const Row& after);
  static void check(const Row& row, const std::optional<std::string>& client_key);
  static boost::json::object named(const Row& row);
  /// With its mappings: a node id means nothing without its server.
  static void remove(db::Session& session, base::OpcuaServerId id);
};

}  // namespace openspc::connect::opcua
