// What is live about OPC UA servers, as the API shows it: a test of settings, the state of a connection, and what a
// server answers when its nodes are looked at. Called by the OPC UA routes, service and visits.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/opcua/server.h"
#include "connect/source/connection_state.h"
#include "net/schema.h"

namespace openspc::connect::opcua {

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
