// What the API shows of Sparkplug on a broker, and what it can be told to do there. Called by the Sparkplug routes and
// service.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "connect/brokers/tag.h"
#include "net/schema.h"

namespace openspc::connect::brokers {

struct SparkplugDeviceView {
  std::string device{};
  sparkplug::SparkplugState state = sparkplug::SparkplugState::unborn;
  base::Timestamp since{}, last_seen{};
  std::int64_t metric_count = 0;
};
BOOST_DESCRIBE_STRUCT(SparkplugDeviceView, (), (device, state, since, last_seen, metric_count))

struct SparkplugNodeView {
  std::string group{}, node{};
  sparkplug::SparkplugState state = sparkplug::SparkplugState::unborn;
  base::Timestamp since{}, last_seen{};
  std::int64_t metric_count = 0;
  std::int64_t messages_received = 0;
  std::int64_t births = 0;
  std::int64_t births_asked_for = 0;
  std::int64_t sequence_gaps = 0;
  std::int64_t repeated_messages = 0;
  std::int64_t ignored_deaths = 0;
  std::int64_t unresolved_metrics = 0;
  std::int64_t held_values = 0;
  std::int64_t resolved_values = 0;
  std::optional<std::string> last_reason{};
  std::vector<SparkplugDeviceView> devices{};
};
BOOST_DESCRIBE_STRUCT(SparkplugNodeView, (),
                      (group, node, state, since, last_seen, metric_count, messages_received, births, births_asked_for,
                       sequence_gaps, repeated_messages, ignored_deaths, unresolved_metrics, held_values,
                       resolved_values, last_reason, devices))

inline void describe(net::Fields<SparkplugNodeView>& f) {
  f["metric_count"].doc("Without those of its devices");
  f["sequence_gaps"].doc("Times that messages came out of order or not at all");
  f["ignored_deaths"].doc("Death certificates of earlier sessions");
  f["unresolved_metrics"].doc("Values that were left out because no birth said what they are");
  f["held_values"].doc("Values that wait, five minutes at most, for a birth to say that they are what they were");
  f["resolved_values"].doc("Values that waited for a birth and were taken then");
  f["last_reason"].doc("Why births were asked for the last time");
}

struct SparkplugHostView {
  std::string host_id{};
  bool is_online = false;
  base::Timestamp timestamp{};
};
BOOST_DESCRIBE_STRUCT(SparkplugHostView, (), (host_id, is_online, timestamp))

struct SparkplugInvalidView {
  std::string topic{}, reason{}, excerpt{};
  base::Timestamp at{};
};
BOOST_DESCRIBE_STRUCT(SparkplugInvalidView, (), (topic, reason, excerpt, at))

struct SparkplugView {
  std::optional<std::string> host_id{};
  bool is_connected = false;
  std::optional<std::string> error_message{};
  std::vector<SparkplugNodeView> nodes{};
  std::vector<SparkplugHostView> other_hosts{};
  std::int64_t messages_received = 0;
  std::int64_t invalid_payloads = 0;
  std::int64_t ignored_retained = 0;
  std::optional<SparkplugInvalidView> last_invalid{};
};
BOOST_DESCRIBE_STRUCT(SparkplugView, (),
                      (host_id, is_connected, error_message, nodes, other_hosts, messages_received, invalid_payloads,
                       ignored_retained, last_invalid))

inline void describe(net::Fields<SparkplugView>& f) {
  f["host_id"].doc("Null when this server is no Sparkplug host on the broker: nothing is mapped and no id is set");
  f["ignored_retained"].doc("Retained messages, which tell of earlier sessions");
}

struct SparkplugMetricView {
  std::string name{};
  std::string datatype{};
  std::optional<std::int64_t> alias{};
  bool is_stale = false;
  base::Timestamp since{};
};
BOOST_DESCRIBE_STRUCT(SparkplugMetricView, (), (name, datatype, alias, is_stale, since))

struct SparkplugPeerQuery {
  std::string group{}, node{};
  std::optional<std::string> device{};
};
BOOST_DESCRIBE_STRUCT(SparkplugPeerQuery, (), (group, node, device))

inline void describe(net::Fields<SparkplugPeerQuery>& f) {
  for (const char* id : {"group", "node", "device"}) f[id].length(1, 250);
  f["device"].doc("Absent: the edge node itself");
}

struct SparkplugBirthRequest {
  std::string group{}, node{};
};
BOOST_DESCRIBE_STRUCT(SparkplugBirthRequest, (), (group, node))

inline void describe(net::Fields<SparkplugBirthRequest>& f) {
  for (const char* id : {"group", "node"}) f[id].length(1, 250);
}

struct SparkplugCommandRequest {
  std::string group{}, node{};
  std::optional<std::string> device{};
  std::string metric{};
  boost::json::value value{};
};
BOOST_DESCRIBE_STRUCT(SparkplugCommandRequest, (), (group, node, device, metric, value))

inline void describe(net::Fields<SparkplugCommandRequest>& f) {
  for (const char* id : {"group", "node", "device"}) f[id].length(1, 250);
  f["device"].doc("Absent: the edge node itself");
  f["metric"].length(1, 1'000);
  f["value"].doc("A number, a text or a boolean, as the metric's datatype wants it");
}

}  // namespace openspc::connect::brokers
