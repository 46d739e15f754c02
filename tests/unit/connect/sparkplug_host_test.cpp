// How a host application follows edge nodes and devices beyond what the TCK asks, and what bounds it.

#include "connect/sparkplug_host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "sparkplug_script.h"

namespace openspc::connect {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> reasons(const std::vector<SparkplugEvent>& events) {
  std::vector<std::string> shown;
  for (const RebirthRequest& request : only<RebirthRequest>(events)) shown.push_back(request.reason);
  return shown;
}

struct Plant : ListeningHost {
  explicit Plant(SparkplugOptions options = {.host_id = "openspc"}) : ListeningHost(std::move(options)) {
    hear(edge.nbirth({int32_metric("speed", 1, 10)}));
    hear(edge.dbirth("gauge", {int32_metric("width", 2, 20)}));
  }
  SparkplugNodeStatus status() const { return host.snapshot().nodes.at(0); }
  std::vector<std::string> hear_speed(std::int64_t value) {
    return values(hear(edge.ndata({by_alias(10, static_cast<std::uint64_t>(value))})));
  }

  ScriptedEdgeNode edge;
};

TEST(SparkplugBirth, TellsEveryMetricAndThatThePeerIsOnline) {
  ListeningHost host;
  ScriptedEdgeNode edge;
  const auto events = host.hear(edge.nbirth({int32_metric("speed", -5)}));
  EXPECT_THAT(changes(events), ElementsAre("press online"));
  const auto updates = only<MetricUpdate>(events);
  ASSERT_THAT(updates, SizeIs(3));
  EXPECT_EQ(*updates[1].metric, "speed");
  EXPECT_EQ(updates[1].value, SparkplugValue(std::int64_t{-5}));
  EXPECT_TRUE(updates[1].is_birth);
  EXPECT_EQ(updates[1].timestamp, edge.clock());
}

TEST(SparkplugBirth, GivesDataItsNamesAndDatatypes) {
  Plant plant;
  const auto events = plant.hear(plant.edge.ddata("gauge", {by_alias(20, std::uint64_t{4'294'967'295})}));
  const auto updates = only<MetricUpdate>(events);
  ASSERT_THAT(updates, SizeIs(1));
  EXPECT_EQ(*updates[0].peer, (SparkplugPeer{"plant", "press", "gauge"}));
  EXPECT_EQ(*updates[0].metric, "width");
  EXPECT_EQ(updates[0].value, SparkplugValue(std::int64_t{-1}));
  EXPECT_FALSE(updates[0].is_birth);
}

TEST(SparkplugBirth, IsWantedBeforeData) {
  ListeningHost host;
  ScriptedEdgeNode edge;
  EXPECT_THAT(reasons(host.hear(edge.ndata({int32_metric("speed", 1)}))), ElementsAre("data before the birth"));
  EXPECT_THAT(reasons(host.hear(edge.dbirth("gauge", {}))), IsEmpty());  // asked for already
}

TEST(SparkplugBirth, IsWantedForAnUnknownDevice) {
  Plant plant;
  EXPECT_THAT(reasons(plant.hear(plant.edge.ddata("other", {}))),
              ElementsAre("data of the device 'other' before its birth"));
}

TEST(SparkplugBirth, IsWantedForAnUnknownAlias) {
  Plant plant;
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({by_alias(99, true)}))), ElementsAre("unknown alias 99"));
}

TEST(SparkplugBirth, IsWantedForAnAliasOfAnotherDevice) {
  Plant plant;
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({by_alias(20, true)}))), ElementsAre("unknown alias 20"));
}

TEST(SparkplugBirth, IsWantedForAnUnknownNameWhoseValueCountsWhenItsTypeIsSaid) {
  Plant plant;
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
  Plant plant;
  EXPECT_THAT(changes(plant.hear(plant.edge.nbirth())), ElementsAre("press/gauge stale"));
  EXPECT_THAT(changes(plant.hear(plant.edge.dbirth("gauge", {}))), ElementsAre("press/gauge online"));
}

TEST(SparkplugRebirth, IsAskedForOnceInTheInterval) {
  Plant plant;
  plant.hear(plant.edge.ndata({by_alias(99, true)}));
  plant.now += 9s;
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({by_alias(98, true)}))), IsEmpty());
  EXPECT_EQ(plant.host.deadline(), plant.now + 1s);
  EXPECT_THAT(reasons(plant.host.tick(plant.now + 1s)), ElementsAre("unknown alias 98"));
  EXPECT_THAT(plant.host.tick(plant.now + 1h), IsEmpty());
}

TEST(SparkplugRebirth, IsNotAskedForAnyMoreWhenTheBirthCame) {
  Plant plant;
  plant.hear(plant.edge.ndata({by_alias(99, true)}));
  plant.hear(plant.edge.ndata({by_alias(98, true)}));
  plant.hear(plant.edge.nbirth());
  EXPECT_THAT(reasons(plant.host.tick(plant.now + 1h)), IsEmpty());
}

TEST(SparkplugDeath, OfAnEarlierSessionIsIgnored) {
  Plant plant;
  const auto late_will = plant.edge.ndeath();
  plant.edge.reconnect();
  plant.hear(plant.edge.nbirth());
  EXPECT_THAT(changes(plant.hear(late_will)), IsEmpty());
  EXPECT_EQ(plant.status().ignored_deaths, 1u);
  EXPECT_THAT(changes(plant.hear(plant.edge.ndeath())), ElementsAre("press offline", "press/gauge offline"));
}

TEST(SparkplugDeath, EndsTheSessionSoThatDataNeedABirth) {
  Plant plant;
  plant.hear(plant.edge.ndeath());
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({by_alias(10, true)}))), ElementsAre("data before the birth"));
}

TEST(SparkplugDeath, OfADeviceLeavesTheOthers) {
  Plant plant;
  plant.hear(plant.edge.dbirth("scale", {int32_metric("weight", 1, 30)}));
  EXPECT_THAT(changes(plant.hear(plant.edge.ddeath("gauge"))), ElementsAre("press/gauge offline"));
  EXPECT_THAT(values(plant.hear(plant.edge.ddata("scale", {by_alias(30, std::uint64_t{8})}))), ElementsAre("weight=8"));
}

TEST(SparkplugOrder, GoesOnBehind255) {
  Plant plant;
  for (int i = 2; i < 600; ++i) ASSERT_THAT(plant.hear_speed(i), SizeIs(1)) << i;
  EXPECT_EQ(plant.status().sequence_gaps, 0u);
}

TEST(SparkplugOrder, LeavesOutWhatCameTwice) {
  Plant plant;
  const auto message = plant.edge.ndata({by_alias(10, std::uint64_t{3})});
  EXPECT_THAT(values(plant.hear(message)), SizeIs(1));
  EXPECT_THAT(plant.hear(message), IsEmpty());
  EXPECT_EQ(plant.status().repeated_messages, 1u);
}

TEST(SparkplugOrder, SeesALossOfMoreThanHalfTheNumbers) {
  Plant plant;
  plant.edge.set_seq(plant.edge.seq() + 200);
  plant.edge.ndata({});
  EXPECT_THAT(plant.hear_speed(3), IsEmpty());
  EXPECT_EQ(plant.status().sequence_gaps, 1u);
}

TEST(SparkplugOrder, ThatIsLostMakesEverythingStaleUntilTheBirth) {
  Plant plant;
  plant.edge.ndata({});
  plant.hear_speed(3);
  EXPECT_THAT(changes(plant.host.tick(plant.now + 5s)), ElementsAre("press stale", "press/gauge stale"));
  EXPECT_THAT(changes(plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}))), ElementsAre("press online"));
  EXPECT_THAT(plant.hear_speed(4), ElementsAre("speed=4"));
}

TEST(SparkplugOrder, ThatIsLostLeavesNamesAndHoldsAliases) {
  Plant plant;
  plant.edge.ndata({});
  plant.hear(plant.edge.ndata({by_alias(10, std::uint64_t{3}), int32_metric("speed", 4)}));
  EXPECT_THAT(values(plant.host.tick(plant.now + 5s)), ElementsAre("speed=4"));
  EXPECT_THAT(plant.hear_speed(5), IsEmpty());
  EXPECT_EQ(plant.status().held, 2u);
}

// Loses a message, and lets the host wait for it in vain.
void lose_one(Plant& plant) {
  plant.edge.ndata({});
  plant.hear(plant.edge.ddata("gauge", {by_alias(20, std::uint64_t{31})}));
  plant.host.tick(plant.now + 5s);
}

TEST(SparkplugHeld, IsTakenWhenBirthsSayThatAliasesAreWhatTheyWere) {
  Plant plant;
  lose_one(plant);
  EXPECT_THAT(plant.hear_speed(3), IsEmpty());
  EXPECT_THAT(values(plant.hear(plant.edge.ddata("gauge", {by_alias(20, std::uint64_t{32})}))), IsEmpty());
  const auto when = plant.edge.clock();
  EXPECT_THAT(values(plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}))), ElementsAre("speed=3"));
  const auto events = plant.hear(plant.edge.dbirth("gauge", {int32_metric("width", 2, 20)}));
  EXPECT_THAT(values(events), ElementsAre("width=31", "width=32"));
  EXPECT_EQ(only<MetricUpdate>(events).at(1).timestamp, when);
  EXPECT_EQ(plant.status().resolved_metrics, 3u);
  EXPECT_EQ(plant.status().unresolved_metrics, 0u);
}

TEST(SparkplugHeld, IsTakenWithTheSignOfItsDatatype) {
  Plant plant;
  lose_one(plant);
  plant.hear(plant.edge.ddata("gauge", {by_alias(20, std::uint64_t{4'294'967'295})}));
  plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}));
  EXPECT_THAT(values(plant.hear(plant.edge.dbirth("gauge", {int32_metric("width", 2, 20)}))),
              ElementsAre("width=31", "width=-1"));
}

TEST(SparkplugHeld, IsCountedAndLeftOutWhenBirthsGiveAliasesAnew) {
  Plant plant;
  lose_one(plant);
  plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}));
  EXPECT_THAT(values(plant.hear(plant.edge.dbirth("gauge", {int32_metric("height", 2, 20)}))), IsEmpty());
  EXPECT_EQ(plant.status().unresolved_metrics, 1u);
  EXPECT_EQ(plant.status().held, 0u);
}

TEST(SparkplugHeld, IsCountedAndLeftOutWhenNoBirthComes) {
  Plant plant;
  lose_one(plant);
  ASSERT_TRUE(plant.host.deadline().has_value());
  plant.host.tick(plant.now + 5min + 1ms);
  EXPECT_EQ(plant.status().unresolved_metrics, 1u);
  EXPECT_EQ(plant.status().held, 0u);
}

TEST(SparkplugHeld, IsNoMoreThanItsLimits) {
  Plant plant({.host_id = "openspc", .max_held = 3});
  lose_one(plant);
  for (int i = 0; i < 5; ++i) plant.hear_speed(i);
  EXPECT_EQ(plant.status().held, 3u);
  EXPECT_EQ(plant.status().unresolved_metrics, 3u);
  Plant crowded({.host_id = "openspc", .max_held_in_all = 3});
  lose_one(crowded);
  for (int i = 0; i < 5; ++i) crowded.hear_speed(i);
  EXPECT_EQ(crowded.status().held + crowded.status().unresolved_metrics, 6u);
  EXPECT_LE(crowded.status().held, 3u);
}

TEST(SparkplugHeld, IsNothingThatNoMeasurementIsMadeOf) {
  Plant plant;
  lose_one(plant);
  plant.hear(plant.edge.ddata("gauge", {by_alias(20, SparkplugBytes{std::string(100'000, 'x')})}));
  EXPECT_EQ(plant.status().held, 1u);
  EXPECT_EQ(plant.status().unresolved_metrics, 1u);
}

TEST(SparkplugHeld, OfALostConnectionIsTakenByNameAndByAlias) {
  Plant plant;
  plant.host.connection_lost(plant.now);
  plant.host.begin_session(plant.now + 1s);
  EXPECT_THAT(values(plant.hear(plant.edge.ndata({by_alias(10, std::uint64_t{3}), int32_metric("speed", 4)}))),
              IsEmpty());
  EXPECT_THAT(values(plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}))), ElementsAre("speed=3", "speed=4"));
}

TEST(SparkplugHeld, OfADeviceIsTakenWhenItCameBetweenTheBirths) {
  Plant plant;
  plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}));
  EXPECT_THAT(values(plant.hear(plant.edge.ddata("gauge", {by_alias(20, std::uint64_t{5})}))), IsEmpty());
  EXPECT_THAT(values(plant.hear(plant.edge.dbirth("gauge", {int32_metric("width", 2, 20)}))), ElementsAre("width=5"));
}

TEST(SparkplugHeld, IsNotKnownBeforeTheFirstBirth) {
  ListeningHost host;
  ScriptedEdgeNode edge;
  host.hear(edge.ndata({by_alias(10, std::uint64_t{3})}));
  EXPECT_EQ(host.host.snapshot().nodes.at(0).unresolved_metrics, 1u);
}

SparkplugMetric timed(SparkplugMetric metric, base::Timestamp time) {
  metric.timestamp = time;
  return metric;
}

bool tells_change(const std::vector<SparkplugEvent>& events) {
  return std::ranges::any_of(only<MetricUpdate>(events), &MetricUpdate::is_changed_birth);
}

TEST(SparkplugBirthValue, ChangedWhenItIsAnotherAndLater) {
  Plant plant;
  plant.hear(plant.edge.ddata("gauge", {timed(int32_metric("width", 7), plant.edge.clock())}));
  plant.hear(plant.edge.ndeath());
  plant.edge.reconnect();
  plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}));
  EXPECT_TRUE(tells_change(
      plant.hear(plant.edge.dbirth("gauge", {timed(int32_metric("width", 8, 20), plant.edge.clock() + 1min)}))));
}

TEST(SparkplugBirthValue, DidNotChangeWhenEqualOrOlderOrWithoutATimeOfItsOwn) {
  Plant plant;
  const auto measured = plant.edge.clock();
  plant.hear(plant.edge.ddata("gauge", {timed(int32_metric("width", 7), measured)}));
  const auto birth = [&](const SparkplugMetric& metric) {
    return tells_change(plant.hear(plant.edge.dbirth("gauge", {metric})));
  };
  EXPECT_FALSE(birth(timed(int32_metric("width", 7, 20), measured + 1min)));
  EXPECT_FALSE(birth(timed(int32_metric("width", 8, 20), measured)));
  EXPECT_FALSE(birth(int32_metric("width", 9, 20)));
}

TEST(SparkplugBirthValue, OfAMetricThatWasNeverHeardIsNoChange) {
  ListeningHost host;
  ScriptedEdgeNode edge;
  EXPECT_FALSE(tells_change(host.hear(edge.nbirth({timed(int32_metric("speed", 1, 10), edge.clock() + 1min)}))));
}

TEST(SparkplugOrder, IsNotWaitedForWhenTheTimeoutIsZero) {
  Plant plant({.host_id = "openspc", .reorder_timeout = 0ms});
  plant.edge.ndata({});
  const auto events = plant.hear(plant.edge.ndata({int32_metric("speed", 4)}));
  EXPECT_THAT(reasons(events), ElementsAre("messages are missing: 1"));
  EXPECT_THAT(values(events), ElementsAre("speed=4"));
}

TEST(SparkplugOrder, IsNotWaitedForWithTooManyMessages) {
  Plant plant({.host_id = "openspc", .max_waiting = 3});
  plant.edge.ndata({});
  for (int i = 0; i < 3; ++i) EXPECT_THAT(plant.hear(plant.edge.ndata({})), IsEmpty());
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({}))), ElementsAre("messages are missing: 1"));
  EXPECT_EQ(plant.status().waiting, 0u);
}

TEST(SparkplugOrder, IsNotWaitedForWithTooManyBytes) {
  Plant plant({.host_id = "openspc", .max_waiting_bytes = 100});
  plant.edge.ndata({});
  EXPECT_THAT(reasons(plant.hear(plant.edge.ndata({int32_metric(std::string(200, 'm'), 1)}))), SizeIs(1));
}

TEST(SparkplugOrder, KeepsWhatWasFasterThanTheBirth) {
  Plant plant;
  plant.edge.ndata({});
  const auto old = plant.edge.ndata({int32_metric("speed", 4)});
  const auto birth = plant.edge.nbirth({int32_metric("speed", 5, 11)});
  const auto faster = plant.edge.ndata({by_alias(11, std::uint64_t{7})});
  EXPECT_THAT(plant.hear(old), IsEmpty());
  EXPECT_THAT(plant.hear(faster), IsEmpty());
  EXPECT_THAT(values(plant.hear(birth)), ElementsAre("speed=4", "speed=7"));
}

TEST(SparkplugBroker, OutOfReachMakesEverythingStaleAndBirthsWanted) {
  Plant plant;
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
  Plant plant;
  plant.edge.set_seq(256);
  EXPECT_THAT(plant.hear(plant.edge.ndata({int32_metric("speed", 1)})), IsEmpty());
  EXPECT_EQ(plant.host.snapshot().last_invalid->reason, "a sequence number beyond 255");
}

TEST(SparkplugHostIntake, TakesJson) {
  Plant plant;
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
  Plant plant;
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
  Plant plant;
  for (const SparkplugPeer& peer : {plant.edge.peer("other"), SparkplugPeer{"plant", "unheard of", ""}}) {
    EXPECT_TRUE(std::holds_alternative<Unreadable>(plant.host.command(peer, "width", std::int64_t{1}, plant.now)));
  }
}

}  // namespace
}  // namespace openspc::connect
