// Rows of tables opcua_server and opcua_server_option. Called by the services and links inside a database job.
#pragma once

#include <optional>
#include <string>

#include "connect/opcua/server.h"
#include "db/table.h"

namespace openspc::connect::opcua::opcua_server_store {

/// A row as it is: username, password and client_key are encrypted, the has_ members are not filled in.
struct Row : OpcuaServer {
  std::optional<std::string> password{}, client_key{};
};
BOOST_DESCRIBE_STRUCT(Row, (OpcuaServer), (password, client_key))
consteval auto columns(db::Columns<Row> of) {
  return of.table("opcua_server")
      .without<&Row::has_password, &Row::has_client_key>()
      .once<&Row::plant_id, &Row::created_at>()
      .beside<&Row::client_certificate, &Row::client_key>("opcua_server_option", "server_id");
}
using Rows = db::Table<Row>;

}  // namespace openspc::connect::opcua::opcua_server_store
