// Sessions of Sparkplug edge nodes: who is online, when births are asked for, and what a restart of the server costs.
#include <gmock/gmock.h>

#include "sparkplug_fixture.h"

namespace openspc::test {
namespace {

using SparkplugSession = SparkplugFactory;

TEST_F(SparkplugSession, BirthsAreAskedForWhenDataComesBeforeThem) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.ddata("cell", {connect::sparkplug::by_alias(7, 5.5)}));
  wait_for([&] { return births_asked_for() == 1; }, "births are asked for");
  say(node.nbirth());
  say(node.dbirth("cell", {{.name = "Force", .alias = 7, .datatype = DataType::float64, .value = 0.0}}));
  say(node.ddata("cell", {connect::sparkplug::by_alias(7, 6.5)}));
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{6.5}}));
}

TEST_F(SparkplugSession, AMissingMessageMakesThePeerStaleUntilItIsBornAgain) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  wait_peer(characteristic, "online");
  node.set_seq(5);
  say(node.ddata("cell", {number("Force", 1)}));
  wait_peer(characteristic, "stale");
  wait_for([&] { return births_asked_for() == 1; }, "births are asked for");
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  wait_peer(characteristic, "online");
}

TEST_F(SparkplugSession, APeerThatDiesIsOffline) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  wait_peer(characteristic, "online");
  edge.reset();
  wait_peer(characteristic, "offline");
  const auto shown = sparkplug();
  ASSERT_EQ(shown.at("nodes").as_array().size(), 1U);
  EXPECT_EQ(shown.at("nodes").at(0).at("state"), boost::json::value("offline"));
  EXPECT_EQ(shown.at("nodes").at(0).at("devices").at(0).at("state"), boost::json::value("offline"));
}

TEST_F(SparkplugSession, AServerThatWasKilledAsksForBirthsAndGoesOn) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  say(node.ddata("cell", {number("Force", 1)}));
  factory.wait_samples(characteristic, 1);
  factory.server.kill_hard();
  factory.server.start();
  wait_for([&] { return factory.status(broker).at("sparkplug_connected") == boost::json::value(true); }, "it is back");
  say(node.ddata("cell", {number("Force", 2)}));
  wait_for([&] { return births_asked_for() == 1; }, "births are asked for");
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  say(node.ddata("cell", {number("Force", 3)}));
  factory.wait_samples(characteristic, 2);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1}, {3}}));
}

}  // namespace
}  // namespace openspc::test
