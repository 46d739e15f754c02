// OPC UA servers as stored and as the API shows them. Called by the OPC UA routes, service and links.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/opcua/session/session.h"
#include "connect/source/connection_state.h"
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

struct OpcuaServerUpdate {
  net::Patch<std::string> name, endpoint_url;
  net::Patch<OpcuaAuthMode> auth_mode;
  net::Patch<std::string> username, password;
  net::Patch<OpcuaSecurityPolicy> security_policy;
  net::Patch<OpcuaSecurityMode> security_mode;
  net::Patch<bool> is_active;
  net::Patch<std::int64_t> session_timeout, publishing_interval, sampling_interval;
  net::Patch<std::string> client_certificate, client_key;
};
BOOST_DESCRIBE_STRUCT(OpcuaServerUpdate, (),
                      (name, endpoint_url, auth_mode, username, password, security_policy, security_mode, is_active,
                       session_timeout, publishing_interval, sampling_interval, client_certificate, client_key))

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

template <class T>
void describe_opcua_server_fields(net::Fields<T>& f) {
  describe_opcua_credentials(f);
  f["name"].length(1, 100);
  f["session_timeout"]
      .range(1'000, 300'000)
      .doc("Milliseconds that the server keeps a session after a lost connection");
  f["publishing_interval"].range(50, 60'000).doc("Milliseconds");
  f["sampling_interval"].range(10, 60'000).doc("Milliseconds");
  f["security_mode"].doc("None exactly when security_policy is None");
}

inline void describe(net::Fields<OpcuaServerCreate>& f) {
  describe_opcua_server_fields(f);
  for (const char* member : {"auth_mode", "security_policy", "security_mode", "is_active", "session_timeout",
                             "publishing_interval", "sampling_interval"})
    f[member].defaulted();
}

inline void describe(net::Fields<OpcuaServerUpdate>& f) {
  describe_opcua_server_fields(f);
  for (const char* member : {"name", "endpoint_url", "auth_mode", "security_policy", "security_mode", "is_active",
                             "session_timeout", "publishing_interval", "sampling_interval"})
    f[member].not_null();
}

struct ServerPath {
  base::OpcuaServerId server_id{};
};
BOOST_DESCRIBE_STRUCT(ServerPath, (), (server_id))

struct OpcuaTestRequest {
  std::string endpoint_url{};
  OpcuaAuthMode auth_mode = OpcuaAuthMode::anonymous;
  std::optional<std::string> username{}, password{};
  double timeout = 5;  // seconds
  OpcuaSecurityPolicy security_policy = OpcuaSecurityPolicy::None;
  OpcuaSecurityMode security_mode = OpcuaSecurityMode::None;
  std::optional<std::string> client_certificate{}, client_key{};
};
BOOST_DESCRIBE_STRUCT(OpcuaTestRequest, (),
                      (endpoint_url, auth_mode, username, password, timeout, security_policy, security_mode,
                       client_certificate, client_key))

inline void describe(net::Fields<OpcuaTestRequest>& f) {
  describe_opcua_credentials(f);
  f["timeout"].range(1, 30).defaulted().doc("Seconds");
  for (const char* member : {"auth_mode", "security_policy", "security_mode"}) f[member].defaulted();
}

struct OpcuaTestResult {
  bool success = false;
  std::string message{};
  std::optional<double> latency_ms{};
  std::optional<std::string> server_name{};
  bool is_untrusted = false;
};
BOOST_DESCRIBE_STRUCT(OpcuaTestResult, (), (success, message, latency_ms, server_name, is_untrusted))

inline void describe(net::Fields<OpcuaTestResult>& f) {
  f["is_untrusted"].doc("It failed because a person has to approve a certificate");
}

/// The live state of a connection.
struct OpcuaStatus {
  base::OpcuaServerId server_id{};
  std::string server_name{};
  std::string endpoint_url{};
  source::ConnectionState state = source::ConnectionState::disconnected;
  bool is_connected = false;
  std::optional<base::Timestamp> last_connected{};
  std::optional<std::string> error_message{};
  std::vector<std::string> monitored_nodes{};
  std::optional<base::Timestamp> connected_since{}, last_value_at{};
  std::int64_t values_received = 0;
  double values_per_second = 0;
  std::int64_t samples_stored = 0;
  std::int64_t rejected_count = 0;
  std::optional<std::string> last_rejection{};
  std::int64_t duplicates_dropped = 0;
  std::int64_t uncertain_count = 0;
  std::int64_t overflow_count = 0;
  std::int64_t republished_count = 0;
  std::int64_t lost_count = 0;
  std::int64_t initial_values_left_out = 0;
  std::optional<double> lag_ms{};
  std::int64_t reconnects = 0;
};
BOOST_DESCRIBE_STRUCT(OpcuaStatus, (),
                      (server_id, server_name, endpoint_url, state, is_connected, last_connected, error_message,
                       monitored_nodes, connected_since, last_value_at, values_received, values_per_second,
                       samples_stored, rejected_count, last_rejection, duplicates_dropped, uncertain_count,
                       overflow_count, republished_count, lost_count, initial_values_left_out, lag_ms, reconnects))

inline void describe(net::Fields<OpcuaStatus>& f) {
  f["rejected_count"].doc("Values of bad quality, values that are no number, samples that did not fit");
  f["uncertain_count"].doc("Values of uncertain quality, which are taken");
  f["overflow_count"].doc("Times that the server's queue was full: values are missing");
  f["republished_count"].doc("Notifications that were lost on the way and came when they were asked for again");
  f["lost_count"].doc("Notifications that the server no longer had");
  f["initial_values_left_out"].doc("Values that were there when monitoring began, and are no measurements");
  f["lag_ms"].doc("From the arrival of the last values to their commit");
}

struct OpcuaStatusList {
  std::vector<OpcuaStatus> states{};
};
BOOST_DESCRIBE_STRUCT(OpcuaStatusList, (), (states))

struct BrowseQuery {
  std::optional<std::string> parent_node_id{}, node_id{};
};
BOOST_DESCRIBE_STRUCT(BrowseQuery, (), (parent_node_id, node_id))

inline void describe(net::Fields<BrowseQuery>& f) {
  f["parent_node_id"].max_length(500).doc("As ns=2;s=Line1 or nsu=urn:machine;s=Line1. Absent: the Objects folder");
  f["node_id"].max_length(500).doc("The same");
}

struct ReadQuery {
  std::string node_id{};
};
BOOST_DESCRIBE_STRUCT(ReadQuery, (), (node_id))

inline void describe(net::Fields<ReadQuery>& f) {
  f["node_id"].length(1, 500);
}

struct BrowsedNode {
  std::string node_id{};
  std::optional<std::string> node_uri{};
  std::string browse_name{}, display_name{}, node_class{};
  std::optional<std::string> data_type{};
  bool is_readable = false;
  std::optional<std::int64_t> children_count{};
  bool is_folder = false;
};
BOOST_DESCRIBE_STRUCT(BrowsedNode, (),
                      (node_id, node_uri, browse_name, display_name, node_class, data_type, is_readable, children_count,
                       is_folder))

struct NodeValue {
  std::string node_id{};
  std::optional<std::string> node_uri{};
  boost::json::value value{};  // number, text, boolean or null
  std::optional<std::string> data_type{};
  std::optional<base::Timestamp> source_timestamp{}, server_timestamp{};
  std::string status_code{};
};
BOOST_DESCRIBE_STRUCT(NodeValue, (),
                      (node_id, node_uri, value, data_type, source_timestamp, server_timestamp, status_code))

}  // namespace openspc::connect::opcua
