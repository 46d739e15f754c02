#include "connect/opcua/server_settings.h"

#include "base/error.h"
#include "connect/opcua/session/session.h"

namespace openspc::connect::opcua {

// Somebody who signs in anonymously has no credentials to keep.
void ServerKind::complete(OpcuaServerCreate& request) {
  if (request.auth_mode != OpcuaAuthMode::anonymous) return;
  request.username.reset();
  request.password.reset();
  request.client_key.reset();
}

void ServerKind::apply(const OpcuaServerUpdate& request, Row& row) {
  request.apply_to<&OpcuaServerCreate::username, &OpcuaServerCreate::password, &OpcuaServerCreate::client_key>(row);
}

std::vector<identity::Destination> ServerKind::destinations(const Row& before, const Row& after) {
  return {{"endpoint_url", before.endpoint_url != after.endpoint_url},
          {"security_policy", before.security_policy != after.security_policy},
          {"security_mode", before.security_mode != after.security_mode}};
}

// What could never connect is refused where it is entered.
void ServerKind::check(const Row& row, const std::optional<std::string>& client_key) {
  if (!parse_opcua_url(row.endpoint_url))
    throw base::refused_member("endpoint_url", "this is no address: write opc.tcp://host:port", row.endpoint_url);
  if ((row.security_policy == OpcuaSecurityPolicy::None) != (row.security_mode == OpcuaSecurityMode::None))
    throw base::refused_member("security_mode", "it is None exactly when the security policy is None", std::string());
  if (row.auth_mode == OpcuaAuthMode::username_password && !row.username)
    throw base::refused_member("username", "signing in with a password needs a user name", std::string());
  if (row.auth_mode == OpcuaAuthMode::certificate)
    read_user_certificate(row.client_certificate.value_or(""), client_key.value_or(""));
}

boost::json::object ServerKind::named(const Row& row) {
  return {{"name", row.name}, {"endpoint_url", row.endpoint_url}};
}

void ServerKind::remove(db::Session& session, base::OpcuaServerId id) {
  session.execute("DELETE FROM data_source WHERE id IN (SELECT id FROM opcua_data_source WHERE server_id = ?)", id);
  opcua_server_store::Rows::remove(session, id);
}

}  // namespace openspc::connect::opcua
