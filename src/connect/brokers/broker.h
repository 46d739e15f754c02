// MQTT brokers as stored and as the API shows them. What is live about one: broker_status.h. Called by
// the broker routes, service and links.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/mqtt/protocol.h"
#include "connect/outbound/receiver.h"
#include "connect/source/outbound_severity.h"
#include "net/schema.h"

namespace openspc::connect::brokers {

/// Never carries a password or a private key.
struct Broker {
  base::BrokerId id{};
  std::string name{};
  std::string host{};
  std::int64_t port = 1883;
  std::optional<std::string> username{};
  std::string client_id{};
  std::int64_t keepalive = 60;             // seconds
  std::int64_t max_reconnect_delay = 300;  // seconds
  bool use_tls = false;
  bool is_active = true;
  std::optional<base::PlantId> plant_id{};
  bool outbound_enabled = false;
  std::string outbound_topic_prefix = "openspc";
  outbound::OutboundFormat outbound_format = outbound::OutboundFormat::json;
  double outbound_rate_limit = 1;  // seconds
  base::Timestamp created_at{};
  base::Timestamp updated_at{};
  bool has_password = false;
  mqtt::MqttProtocol protocol = mqtt::MqttProtocol::auto_;
  bool verify_certificate = true;
  std::optional<std::string> ca_certificate{}, client_certificate{};  // PEM
  bool has_client_key = false;
  std::vector<outbound::OutboundEvent> outbound_events = outbound::all_outbound_events();
  source::OutboundSeverity outbound_severity = source::OutboundSeverity::WARNING;
  std::optional<std::string> sparkplug_host_id{};
  std::optional<std::string> time_zone{};
};
BOOST_DESCRIBE_STRUCT(Broker, (),
                      (id, name, host, port, username, client_id, keepalive, max_reconnect_delay, use_tls, is_active,
                       plant_id, outbound_enabled, outbound_topic_prefix, outbound_format, outbound_rate_limit,
                       created_at, updated_at, has_password, protocol, verify_certificate, ca_certificate,
                       client_certificate, has_client_key, outbound_events, outbound_severity, sparkplug_host_id,
                       time_zone))

struct BrokerPage {
  std::vector<Broker> items{};
  std::int64_t total = 0, offset = 0, limit = 0;
};
BOOST_DESCRIBE_STRUCT(BrokerPage, (), (items, total, offset, limit))

struct BrokerCreate {
  std::string name{};
  std::string host{};
  std::int64_t port = 1883;
  std::optional<std::string> username{}, password{};
  std::string client_id = "openspc-client";
  std::int64_t keepalive = 60;
  std::int64_t max_reconnect_delay = 300;
  bool use_tls = false;
  bool is_active = true;
  std::optional<base::PlantId> plant_id{};
  bool outbound_enabled = false;
  std::string outbound_topic_prefix = "openspc";
  outbound::OutboundFormat outbound_format = outbound::OutboundFormat::json;
  double outbound_rate_limit = 1;
  mqtt::MqttProtocol protocol = mqtt::MqttProtocol::auto_;
  bool verify_certificate = true;
  std::optional<std::string> ca_certificate{}, client_certificate{}, client_key{};
  std::vector<outbound::OutboundEvent> outbound_events = outbound::all_outbound_events();
  source::OutboundSeverity outbound_severity = source::OutboundSeverity::WARNING;
  std::optional<std::string> sparkplug_host_id{}, time_zone{};
};
BOOST_DESCRIBE_STRUCT(BrokerCreate, (),
                      (name, host, port, username, password, client_id, keepalive, max_reconnect_delay, use_tls,
                       is_active, plant_id, outbound_enabled, outbound_topic_prefix, outbound_format,
                       outbound_rate_limit, protocol, verify_certificate, ca_certificate, client_certificate,
                       client_key, outbound_events, outbound_severity, sparkplug_host_id, time_zone))

inline void describe(net::Fields<BrokerCreate>& f) {
  f["name"].length(1, 100);
  f["host"].length(1, 255);
  f["port"].range(1, 65'535);
  f["username"].max_length(100).doc("Stored encrypted; null or empty: connect without one");
  f["password"]
      .max_length(255)
      .format("password")
      .doc("Stored encrypted and never returned. Asked for again when host, port or TLS change; null removes it");
  f["client_id"].max_length(100).doc(
      "Names the session that the broker keeps while this server is away; no other client there may have it. Of a new "
      "broker the default stands for one of its own, openspc- and a random ending");
  f["keepalive"].range(5, 3'600).doc("Seconds");
  f["max_reconnect_delay"].range(10, 3'600).doc("Seconds between two attempts, at most");
  f["outbound_topic_prefix"].max_length(200);
  f["outbound_events"].max_items(4).doc("What is told: samples, violations, acknowledgements, changes of limits");
  f["outbound_severity"].doc("The least severity of a violation that is told");
  f["outbound_rate_limit"].range(0.1, 60).doc("Seconds between two sample events of a characteristic, at least");
  f["verify_certificate"].doc("Off: encrypted, but anybody may pose as the broker");
  f["ca_certificate"].max_length(65'536).doc("PEM; nothing: the authorities that the system trusts");
  f["client_certificate"].max_length(65'536).doc("PEM");
  f["sparkplug_host_id"].max_length(100).doc(
      "This server's name as a Sparkplug host application there; nothing: it is one, named openspc, once a metric is "
      "mapped");
  f["time_zone"].length(1, 100).doc(
      "IANA name, like Europe/Berlin: of times in payloads that name none, where the mapping does not say it; nothing: "
      "UTC");
  f["client_key"].max_length(65'536).format("password").doc("PEM; stored encrypted and never returned");
  for (const char* member : {"port", "client_id", "keepalive", "max_reconnect_delay", "use_tls", "is_active",
                             "outbound_enabled", "outbound_topic_prefix", "outbound_format", "outbound_rate_limit",
                             "protocol", "verify_certificate", "outbound_events", "outbound_severity"})
    f[member].defaulted();
}

struct BrokerUpdate : net::PatchOf<BrokerCreate, &BrokerCreate::plant_id> {};

struct BrokerPath {
  base::BrokerId broker_id{};
};
BOOST_DESCRIBE_STRUCT(BrokerPath, (), (broker_id))

}  // namespace openspc::connect::brokers
