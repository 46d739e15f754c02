// How a host application follows edge nodes and devices beyond what the TCK asks, and what bounds it.

#include "connect/sparkplug/host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "unit/connect/sparkplug/script.h"

namespace openspc::connect::sparkplug {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> reasons(const std::vector<Event>& events) {
  std::vector<std::string> shown;
  for (const RebirthRequest& request : only<RebirthRequest>(events)) shown.push_back(request.reason);
  return shown;
}

TEST(SparkplugBirth, TellsEveryMetricAndThatThePeerIsOnline) {
  ListeningHost host;
  ScriptedEdgeNode edge;
  const auto events = host.hear(edge.nbirth({int32_metric("speed", -5)}));
  EXPECT_THAT(changes(events), ElementsAre("press online"));
  const auto updates = only<MetricUpdate>(events);
  ASSERT_THAT(updates, SizeIs(3));
  EXPECT_EQ(*updates[1].metric, "speed");
  EXPECT_EQ(updates[1].value, Value(std::int64_t{-5}));
  EXPECT_TRUE(updates[1].is_birth);
  EXPECT_EQ(updates[1].timestamp, edge.clock());
}

TEST(SparkplugBirth, GivesDataItsNamesAndDatatypes) {
  BornPlant plant;
  const auto events = plant.hear(plant.edge.ddata("gauge", {by_alias(20, std::uint64_t{4'294'967'295})}));
  const auto updates = only<MetricUpdate>(events);
  ASSERT_THAT(updates, SizeIs(1));
  EXPECT_EQ(*updates[0].peer, (Peer{"plant", "press", "gauge"}));
  EXPECT_EQ(*updates[0].metric, "width");
  EXPECT_EQ(updates[0].value, Value(std::int64_t{-1}));
  EXPECT_FALSE(updates[0].is_birth);
}

TEST(SparkplugBirth, IsWantedBeforeData) {
  ListeningHost host;
  ScriptedEdgeNode edge;
  EXPECT_THAT(reasons(host.hear(edge.ndata({int32_metric("speed", 1)}))), ElementsAre("data before the birth"));
  EXPECT_THAT(reasons(host.hear(edge.dbirth("gauge", {}))), IsEmpty());  // asked for already
}

TEST(SparkplugBirth, IsWantedForAnUnknownDevice) {
  BornPlant plant;
  EXPECT_THAT(reasons(plant.hear(plant.edge.ddata("other", {}))),
              ElementsAre("data of the device 'other' before its birth"));
}

TEST(SparkplugBirth, IsWantedForAnUnknownAlias) {
  BornPlant plant;
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({by_alias(99, true)}))), ElementsAre("unknown alias 99"));
}

TEST(SparkplugBirth, IsWantedForAnAliasOfAnotherDevice) {
  BornPlant plant;
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({by_alias(20, true)}))), ElementsAre("unknown alias 20"));
}

TEST(SparkplugBirth, IsWantedForAnUnknownNameWhoseValueCountsWhenItsTypeIsSaid) {
  BornPlant plant;
  const auto events = plant.hear(plant.edge.ndata({int32_metric("new", 3)}));
  EXPECT_THAT(reasons(events), ElementsAre("unknown metric 'new'"));
  EXPECT_THAT(values(events), ElementsAre("new=3"));
}

TEST(SparkplugBirth, IsNotBelievedWhereItGivesAnAliasTwice) {
  ListeningHost host;
  ScriptedEdgeNode edge;
  host.hear(edge.nbirth({int32_metric("a", 1, 5), int32_metric("b", 2, 5)}));
  EXPECT_THAT(values(host.hear(edge.ndata({by_alias(5, std::uint64_t{9})}))), IsEmpty());
  EXPECT_EQ(host.host.snapshot().nodes.at(0).unresolved_metrics, 1u);
}

TEST(SparkplugBirth, MakesTheDevicesStaleUntilTheirsComes) {
  BornPlant plant;
  EXPECT_THAT(changes(plant.hear(plant.edge.nbirth())), ElementsAre("press/gauge stale"));
  EXPECT_THAT(changes(plant.hear(plant.edge.dbirth("gauge", {}))), ElementsAre("press/gauge online"));
}

TEST(SparkplugRebirth, IsAskedForOnceInTheInterval) {
  BornPlant plant;
  plant.hear(plant.edge.ndata({by_alias(99, true)}));
  plant.now += 9s;
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({by_alias(98, true)}))), IsEmpty());
  EXPECT_EQ(plant.host.deadline(), plant.now + 1s);
  EXPECT_THAT(reasons(plant.host.tick(plant.now + 1s)), ElementsAre("unknown alias 98"));
  EXPECT_THAT(plant.host.tick(plant.now + 1h), IsEmpty());
}

TEST(SparkplugRebirth, IsNotAskedForAnyMoreWhenTheBirthCame) {
  BornPlant plant;
  plant.hear(plant.edge.ndata({by_alias(99, true)}));
  plant.hear(plant.edge.ndata({by_alias(98, true)}));
  plant.hear(plant.edge.nbirth());
  EXPECT_THAT(reasons(plant.host.tick(plant.now + 1h)), IsEmpty());
}

TEST(SparkplugDeath, OfAnEarlierSessionIsIgnored) {
  BornPlant plant;
  const auto late_will = plant.edge.ndeath();
  plant.edge.reconnect();
  plant.hear(plant.edge.nbirth());
  EXPECT_THAT(changes(plant.hear(late_will)), IsEmpty());
  EXPECT_EQ(plant.status().ignored_deaths, 1u);
  EXPECT_THAT(changes(plant.hear(plant.edge.ndeath())), ElementsAre("press offline", "press/gauge offline"));
}

TEST(SparkplugDeath, EndsTheSessionSoThatDataNeedABirth) {
  BornPlant plant;
  plant.hear(plant.edge.ndeath());
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({by_alias(10, true)}))), ElementsAre("data before the birth"));
}

TEST(SparkplugDeath, OfADeviceLeavesTheOthers) {
  BornPlant plant;
  plant.hear(plant.edge.dbirth("scale", {int32_metric("weight", 1, 30)}));
  EXPECT_THAT(changes(plant.hear(plant.edge.ddeath("gauge"))), ElementsAre("press/gauge offline"));
  EXPECT_THAT(values(plant.hear(plant.edge.ddata("scale", {by_alias(30, std::uint64_t{8})}))), ElementsAre("weight=8"));
}

TEST(SparkplugOrder, GoesOnBehind255) {
  BornPlant plant;
  for (int i = 2; i < 600; ++i) ASSERT_THAT(plant.hear_speed(i), SizeIs(1)) << i;
  EXPECT_EQ(plant.status().sequence_gaps, 0u);
}

TEST(SparkplugOrder, LeavesOutWhatCameTwice) {
  BornPlant plant;
  const auto message = plant.edge.ndata({by_alias(10, std::uint64_t{3})});
  EXPECT_THAT(values(plant.hear(message)), SizeIs(1));
  EXPECT_THAT(plant.hear(message), IsEmpty());
  EXPECT_EQ(plant.status().repeated_messages, 1u);
}

TEST(SparkplugOrder, SeesALossOfMoreThanHalfTheNumbers) {
  BornPlant plant;
  plant.edge.set_seq(plant.edge.seq() + 200);
  plant.edge.ndata({});
  EXPECT_THAT(plant.hear_speed(3), IsEmpty());
  EXPECT_EQ(plant.status().sequence_gaps, 1u);
}

TEST(SparkplugOrder, ThatIsLostMakesEverythingStaleUntilTheBirth) {
  BornPlant plant;
  plant.edge.ndata({});
  plant.hear_speed(3);
  EXPECT_THAT(changes(plant.host.tick(plant.now + 5s)), ElementsAre("press stale", "press/gauge stale"));
  EXPECT_THAT(changes(plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}))), ElementsAre("press online"));
  EXPECT_THAT(plant.hear_speed(4), ElementsAre("speed=4"));
}

TEST(SparkplugOrder, ThatIsLostLeavesNamesAndHoldsAliases) {
  BornPlant plant;
  plant.edge.ndata({});
  plant.hear(plant.edge.ndata({by_alias(10, std::uint64_t{3}), int32_metric("speed", 4)}));
  EXPECT_THAT(values(plant.host.tick(plant.now + 5s)), ElementsAre("speed=4"));
  EXPECT_THAT(plant.hear_speed(5), IsEmpty());
  EXPECT_EQ(plant.status().held, 2u);
}

TEST(SparkplugOrder, IsNotWaitedForWhenTheTimeoutIsZero) {
  BornPlant plant({.host_id = "openspc", .reorder_timeout = 0ms});
  plant.edge.ndata({});
  const auto events = plant.hear(plant.edge.ndata({int32_metric("speed", 4)}));
  EXPECT_THAT(reasons(events), ElementsAre("messages are missing: 1"));
  EXPECT_THAT(values(events), ElementsAre("speed=4"));
}

TEST(SparkplugOrder, IsNotWaitedForWithTooManyMessages) {
  BornPlant plant({.host_id = "openspc", .max_waiting = 3});
  plant.edge.ndata({});
  for (int i = 0; i < 3; ++i) EXPECT_THAT(plant.hear(plant.edge.ndata({})), IsEmpty());
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({}))), ElementsAre("messages are missing: 1"));
  EXPECT_EQ(plant.status().waiting, 0u);
}

TEST(SparkplugOrder, IsNotWaitedForWithTooManyBytes) {
  BornPlant plant({.host_id = "openspc", .max_waiting_bytes = 100});
  plant.edge.ndata({});
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({int32_metric(std::string(200, 'm'), 1)}))), SizeIs(1));
}

TEST(SparkplugOrder, KeepsWhatWasFasterThanTheBirth) {
  BornPlant plant;
  plant.edge.ndata({});
  const auto old = plant.edge.ndata({int32_metric("speed", 4)});
  const auto birth = plant.edge.nbirth({int32_metric("speed", 5, 11)});
  const auto faster = plant.edge.ndata({by_alias(11, std::uint64_t{7})});
  EXPECT_THAT(plant.hear(old), IsEmpty());
  EXPECT_THAT(plant.hear(faster), IsEmpty());
  EXPECT_THAT(values(plant.hear(birth)), ElementsAre("speed=4", "speed=7"));
}

TEST(SparkplugBroker, OutOfReachMakesEverythingStaleAndBirthsWanted) {
  BornPlant plant;
  plant.host.begin_session(plant.now);
  EXPECT_THAT(changes(plant.host.connection_lost(plant.now)), ElementsAre("press stale", "press/gauge stale"));
  EXPECT_THAT(plant.host.tick(plant.now), IsEmpty());
  plant.host.begin_session(plant.now + 1min);
  EXPECT_THAT(reasons(plant.host.tick(plant.now + 1min)), ElementsAre("the broker was out of reach"));
}

TEST(SparkplugHostIntake, LooksAtNoRetainedMessage) {
  ListeningHost host;
  ScriptedEdgeNode edge;
  const auto birth = edge.nbirth();
  EXPECT_THAT(host.host.feed(birth.topic, birth.bytes, true, host.now), IsEmpty());
  EXPECT_EQ(host.host.snapshot().ignored_retained, 1u);
}

TEST(SparkplugHostIntake, LooksAtNoCommand) {
  ListeningHost host;
  EXPECT_THAT(host.host.feed("spBv1.0/plant/NCMD/press", "\xFF", false, host.now), IsEmpty());
  EXPECT_EQ(host.host.snapshot().invalid_payloads, 0u);
}

TEST(SparkplugHostIntake, CountsWhatIsInvalidAndShowsTheLast) {
  ListeningHost host;
  host.host.feed("spBv1.0/plant/NDATA/press", "\xFF\x01", false, host.now);
  const auto snapshot = host.host.snapshot();
  EXPECT_EQ(snapshot.invalid_payloads, 1u);
  ASSERT_TRUE(snapshot.last_invalid);
  EXPECT_EQ(snapshot.last_invalid->topic, "spBv1.0/plant/NDATA/press");
  EXPECT_EQ(snapshot.last_invalid->reason, "neither protobuf nor JSON");
  EXPECT_EQ(snapshot.last_invalid->excerpt, "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_THAT(snapshot.nodes, IsEmpty());
}

TEST(SparkplugHostIntake, RefusesSequenceNumbersBeyond255) {
  BornPlant plant;
  plant.edge.set_seq(256);
  EXPECT_THAT(plant.hear(plant.edge.ndata({int32_metric("speed", 1)})), IsEmpty());
  EXPECT_EQ(plant.host.snapshot().last_invalid->reason, "a sequence number beyond 255");
}

TEST(SparkplugHostIntake, TakesJson) {
  BornPlant plant;
  const auto events =
      plant.host.feed("spBv1.0/plant/NDATA/press",
                      R"({"timestamp":1000,"metrics":[{"name":"speed","value":12,"type":"Int32"}]})", false, plant.now);
  EXPECT_THAT(values(events), ElementsAre("speed=12"));
}

TEST(SparkplugHostMemory, ForgetsTheOldestOfThoseThatWereNeverBorn) {
  ListeningHost host({.host_id = "openspc", .max_nodes = 2});
  ScriptedEdgeNode born("a"), first("b"), second("c");
  host.hear(born.nbirth());
  host.hear(first.ndata({}));
  host.now += 1s;
  host.hear(second.ndata({}));
  const auto nodes = host.host.snapshot().nodes;
  ASSERT_THAT(nodes, SizeIs(2));
  EXPECT_EQ(nodes[0].node + nodes[1].node, "ac");
}

TEST(SparkplugHostMemory, RefusesEdgeNodesWhenAllAreOnline) {
  ListeningHost host({.host_id = "openspc", .max_nodes = 1});
  ScriptedEdgeNode first("a"), second("b");
  host.hear(first.nbirth());
  EXPECT_THAT(host.hear(second.nbirth()), IsEmpty());
  EXPECT_EQ(host.host.snapshot().refused_nodes, 1u);
}

TEST(SparkplugHostMemory, HasNoMoreDevicesAndMetricsThanItsLimits) {
  ListeningHost host({.host_id = "openspc", .max_devices = 1, .max_metrics = 3});
  ScriptedEdgeNode edge;
  host.hear(edge.nbirth());  // has two of its own
  host.hear(edge.dbirth("a", {int32_metric("x", 1, 1), int32_metric("y", 2, 2)}));
  EXPECT_THAT(changes(host.hear(edge.dbirth("b", {}))), IsEmpty());
  const auto node = host.host.snapshot().nodes.at(0);
  ASSERT_THAT(node.devices, SizeIs(1));
  EXPECT_EQ(node.devices[0].metrics, 1u);
  EXPECT_THAT(reasons(host.hear(edge.ddata("a", {by_alias(2, true)}))), IsEmpty());
}

TEST(SparkplugSnapshot, ShowsEdgeNodesByName) {
  BornPlant plant;
  const auto node = plant.status();
  EXPECT_EQ(node.group + "/" + node.node, "plant/press");
  EXPECT_EQ(node.state, SparkplugState::online);
  EXPECT_EQ(node.bd_seq, 0u);
  EXPECT_EQ(node.last_seq, 1u);
  EXPECT_EQ(node.metrics, 3u);
  EXPECT_EQ(node.messages, 2u);
  EXPECT_EQ(node.births, 1u);
  ASSERT_THAT(node.devices, SizeIs(1));
  EXPECT_EQ(node.devices[0].device, "gauge");
  EXPECT_EQ(node.devices[0].metrics, 1u);
}

TEST(SparkplugCommand, GoesToNobodyWhoWasNotBorn) {
  BornPlant plant;
  for (const Peer& peer : {plant.edge.peer("other"), Peer{"plant", "unheard of", ""}}) {
    EXPECT_TRUE(
        std::holds_alternative<payload::Unreadable>(plant.host.command(peer, "width", std::int64_t{1}, plant.now)));
  }
}

}  // namespace
}  // namespace openspc::connect::sparkplug
