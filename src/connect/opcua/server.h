// OPC UA servers as stored and as the API shows them. What is live about one: server_status.h.
// Called by the OPC UA routes, service and links.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/opcua/session/session.h"
#include "net/schema.h"

namespace openspc::connect::opcua {

enum class OpcuaAuthMode { anonymous, username_password, certificate };
BOOST_DESCRIBE_ENUM(OpcuaAuthMode, anonymous, username_password, certificate)
BOOST_DESCRIBE_ENUM(OpcuaSecurityPolicy, None, Basic256Sha256, Aes128Sha256RsaOaep, Aes256Sha256RsaPss)
BOOST_DESCRIBE_ENUM(OpcuaSecurityMode, None, Sign, SignAndEncrypt)

/// Never carries a password or a private key.
struct OpcuaServer {
  base::OpcuaServerId id{};
  std::string name{};
  std::string endpoint_url{};
  OpcuaAuthMode auth_mode = OpcuaAuthMode::anonymous;
  std::optional<std::string> username{};
  OpcuaSecurityPolicy security_policy = OpcuaSecurityPolicy::None;
  OpcuaSecurityMode security_mode = OpcuaSecurityMode::None;
  bool is_active = true;
  std::int64_t session_timeout = 30'000;  // milliseconds, as the intervals
  std::int64_t publishing_interval = 1'000;
  std::int64_t sampling_interval = 250;
  std::optional<base::PlantId> plant_id{};
  base::Timestamp created_at{};
  base::Timestamp updated_at{};
  bool has_password = false;
  std::optional<std::string> client_certificate{};  // PEM
  bool has_client_key = false;
};
BOOST_DESCRIBE_STRUCT(OpcuaServer, (),
                      (id, name, endpoint_url, auth_mode, username, security_policy, security_mode, is_active,
                       session_timeout, publishing_interval, sampling_interval, plant_id, created_at, updated_at,
                       has_password, client_certificate, has_client_key))

struct OpcuaServerPage {
  std::vector<OpcuaServer> items{};
  std::int64_t total = 0, offset = 0, limit = 0;
};
BOOST_DESCRIBE_STRUCT(OpcuaServerPage, (), (items, total, offset, limit))

struct OpcuaServerCreate {
  std::string name{};
  std::string endpoint_url{};
  OpcuaAuthMode auth_mode = OpcuaAuthMode::anonymous;
  std::optional<std::string> username{}, password{};
  OpcuaSecurityPolicy security_policy = OpcuaSecurityPolicy::None;
  OpcuaSecurityMode security_mode = OpcuaSecurityMode::None;
  bool is_active = true;
  std::int64_t session_timeout = 30'000;
  std::int64_t publishing_interval = 1'000;
  std::int64_t sampling_interval = 250;
  std::optional<base::PlantId> plant_id{};
  std::optional<std::string> client_certificate{}, client_key{};
};
BOOST_DESCRIBE_STRUCT(OpcuaServerCreate, (),
                      (name, endpoint_url, auth_mode, username, password, security_policy, security_mode, is_active,
                       session_timeout, publishing_interval, sampling_interval, plant_id, client_certificate,
                       client_key))

template <class T>
void describe_opcua_credentials(net::Fields<T>& f) {
  f["endpoint_url"].length(1, 500).pattern("^opc\\.tcp://");
  f["username"].max_length(255).doc("Stored encrypted");
  f["password"]
      .max_length(255)
      .format("password")
      .doc(
          "Stored encrypted and never returned. Asked for again when the endpoint or its security change; null removes "
          "it");
  f["client_certificate"].max_length(65'536).doc("Of the user, PEM; for auth_mode certificate");
  f["client_key"].max_length(65'536).format("password").doc("PEM; stored encrypted and never returned");
}

inline void describe(net::Fields<OpcuaServerCreate>& f) {
  describe_opcua_credentials(f);
  f["name"].length(1, 100);
  f["session_timeout"]
      .range(1'000, 300'000)
      .doc("Milliseconds that the server keeps a session after a lost connection");
  f["publishing_interval"].range(50, 60'000).doc("Milliseconds");
  f["sampling_interval"].range(10, 60'000).doc("Milliseconds");
  f["security_mode"].doc("None exactly when security_policy is None");
  for (const char* member : {"auth_mode", "security_policy", "security_mode", "is_active", "session_timeout",
                             "publishing_interval", "sampling_interval"})
    f[member].defaulted();
}

struct OpcuaServerUpdate : net::PatchOf<OpcuaServerCreate, &OpcuaServerCreate::plant_id> {};

struct ServerPath {
  base::OpcuaServerId server_id{};
};
BOOST_DESCRIBE_STRUCT(ServerPath, (), (server_id))

}  // namespace openspc::connect::opcua
