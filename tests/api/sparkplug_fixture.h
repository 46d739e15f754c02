// A workshop whose machines speak Sparkplug B: a server that is a host application on a real mosquitto, and an edge
// node that the test plays.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "support/peers/sparkplug_edge.h"
#include "support/server/factory.h"
#include "unit/connect/sparkplug/script.h"

namespace openspc::test {

using connect::sparkplug::DataType;
using connect::sparkplug::Metric;
using Samples = std::vector<std::vector<double>>;

inline Metric number(std::string name, double value) {
  return {.name = std::move(name), .datatype = DataType::float64, .value = value};
}

class SparkplugFactory : public testing::Test {
 protected:
  void SetUp() override { broker = factory.connect({{"sparkplug_host_id", "quality"}}); }

  void play() {
    const auto death = node.ndeath();
    edge = std::make_unique<SparkplugEdge>(
        factory.broker.port(), "edge-press", message(death),
        std::vector<std::string>{"spBv1.0/plant/NCMD/press", "spBv1.0/plant/DCMD/press/+"});
  }
  void say(const connect::sparkplug::ScriptedMessage& said) { edge->publish(message(said)); }

  /// Maps a metric and waits until the mapping is in force.
  boost::json::value map(std::int64_t characteristic, const std::string& topic, const std::string& metric,
                         boost::json::object members = {}) {
    boost::json::object body{
        {"characteristic_id", characteristic}, {"mqtt_topic", topic}, {"metric_name", metric}, {"broker_id", broker}};
    for (const auto& member : members) body[member.key()] = member.value();
    auto mapping = require(factory.admin.post("/api/v1/tags/map", body), 200).json();
    wait_for(
        [&] {
          return !factory.mapping(characteristic).at("peer_state").is_null() &&
                 factory.status(broker).at("sparkplug_connected") == boost::json::value(true);
        },
        metric + " is served");
    return mapping;
  }
  void wait_peer(std::int64_t characteristic, const std::string& state) {
    wait_for([&] { return factory.mapping(characteristic).at("peer_state") == boost::json::value(state); },
             "the peer is " + state);
  }
  boost::json::value sparkplug() {
    return require(factory.admin.get(path("/api/v1/brokers/", broker, "/sparkplug")), 200).json();
  }
  /// Commands that asked the edge node for its births.
  std::size_t births_asked_for() const {
    std::size_t count = 0;
    for (const EdgeMessage& heard : edge->received())
      for (const Metric& metric : metrics_of(heard))
        if (heard.topic == "spBv1.0/plant/NCMD/press" && metric.name == "Node Control/Rebirth") ++count;
    return count;
  }
  static std::vector<Metric> metrics_of(const EdgeMessage& heard) {
    auto decoded = connect::sparkplug::decode_sparkplug(heard.payload);
    auto* payload = std::get_if<connect::sparkplug::Payload>(&decoded);
    return payload == nullptr ? std::vector<Metric>{} : std::move(payload->metrics);
  }
  static EdgeMessage message(const connect::sparkplug::ScriptedMessage& said) {
    return {.topic = said.topic, .payload = said.bytes};
  }

  Factory factory;
  std::int64_t broker = 0;
  connect::sparkplug::ScriptedEdgeNode node;
  std::unique_ptr<SparkplugEdge> edge;
};

inline const std::string kDeviceTopic = "spBv1.0/plant/DDATA/press/cell";
inline const std::string kNodeTopic = "spBv1.0/plant/NDATA/press";

}  // namespace openspc::test
