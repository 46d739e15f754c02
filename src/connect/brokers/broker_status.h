// What is live about MQTT brokers, as the API shows it: a test of settings, and the state of a connection. Called by
// the broker routes and service.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/mqtt/protocol.h"
#include "connect/source/connection_state.h"
#include "net/schema.h"

namespace openspc::connect::brokers {

struct BrokerTestRequest {
  std::string host{};
  std::int64_t port = 1883;
  std::optional<std::string> username{}, password{};
  bool use_tls = false;
  mqtt::MqttProtocol protocol = mqtt::MqttProtocol::auto_;
  bool verify_certificate = true;
  std::optional<std::string> ca_certificate{}, client_certificate{}, client_key{};
};
BOOST_DESCRIBE_STRUCT(BrokerTestRequest, (),
                      (host, port, username, password, use_tls, protocol, verify_certificate, ca_certificate,
                       client_certificate, client_key))

inline void describe(net::Fields<BrokerTestRequest>& f) {
  f["host"].length(1, 255);
  f["port"].range(1, 65'535).defaulted();
  for (const char* member : {"use_tls", "protocol", "verify_certificate"}) f[member].defaulted();
}

struct BrokerTestResult {
  bool success = false;
  std::string message{};
  std::optional<double> latency_ms{};
};
BOOST_DESCRIBE_STRUCT(BrokerTestResult, (), (success, message, latency_ms))

/// The live state of a connection.
struct BrokerStatus {
  base::BrokerId broker_id{};
  std::string broker_name{};
  source::ConnectionState state = source::ConnectionState::disconnected;
  bool is_connected = false;
  std::optional<base::Timestamp> last_connected{};
  std::optional<std::string> error_message{};
  std::vector<std::string> subscribed_topics{};
  std::optional<base::Timestamp> connected_since{}, last_message_at{};
  std::int64_t messages_received = 0;
  double messages_per_second = 0;
  std::int64_t samples_stored = 0;
  std::int64_t rejected_count = 0;
  std::optional<std::string> last_rejection{};
  std::int64_t duplicates_dropped = 0;
  std::optional<double> lag_ms{};
  std::optional<std::string> protocol{};
  std::int64_t reconnects = 0;
  std::int64_t outbound_queued = 0;
  std::optional<bool> sparkplug_connected{};
};
BOOST_DESCRIBE_STRUCT(BrokerStatus, (),
                      (broker_id, broker_name, state, is_connected, last_connected, error_message, subscribed_topics,
                       connected_since, last_message_at, messages_received, messages_per_second, samples_stored,
                       rejected_count, last_rejection, duplicates_dropped, lag_ms, protocol, reconnects,
                       outbound_queued, sparkplug_connected))

inline void describe(net::Fields<BrokerStatus>& f) {
  f["messages_per_second"].doc("Over the last ten seconds");
  f["last_rejection"].doc("The last message that was no measurement: topic, reason and beginning of the payload");
  f["duplicates_dropped"].doc("Redeliveries of messages that were stored before");
  f["sparkplug_connected"].doc("Of the session as a Sparkplug host; null when there is none");
  f["outbound_queued"].doc("Events on the disk that the broker has not acknowledged yet");
  f["lag_ms"].doc("From the arrival of the last message to the commit of its sample");
}

struct BrokerStatusList {
  std::vector<BrokerStatus> states{};
};
BOOST_DESCRIBE_STRUCT(BrokerStatusList, (), (states))

}  // namespace openspc::connect::brokers
