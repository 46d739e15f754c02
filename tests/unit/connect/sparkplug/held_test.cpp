// What a Sparkplug host does with values that no birth explains yet, and what a birth says of values that were heard
// before.
#include <gmock/gmock.h>

#include <algorithm>

#include "connect/sparkplug/host.h"
#include "unit/connect/sparkplug/script.h"

namespace openspc::connect::sparkplug {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Loses a message, and lets the host wait for it in vain.
void lose_one(BornPlant& plant) {
  plant.edge.ndata({});
  plant.hear(plant.edge.ddata("gauge", {by_alias(20, std::uint64_t{31})}));
  plant.host.tick(plant.now + 5s);
}

TEST(SparkplugHeld, IsTakenWhenBirthsSayThatAliasesAreWhatTheyWere) {
  BornPlant plant;
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
  BornPlant plant;
  lose_one(plant);
  plant.hear(plant.edge.ddata("gauge", {by_alias(20, std::uint64_t{4'294'967'295})}));
  plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}));
  EXPECT_THAT(values(plant.hear(plant.edge.dbirth("gauge", {int32_metric("width", 2, 20)}))),
              ElementsAre("width=31", "width=-1"));
}

TEST(SparkplugHeld, IsCountedAndLeftOutWhenBirthsGiveAliasesAnew) {
  BornPlant plant;
  lose_one(plant);
  plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}));
  EXPECT_THAT(values(plant.hear(plant.edge.dbirth("gauge", {int32_metric("height", 2, 20)}))), IsEmpty());
  EXPECT_EQ(plant.status().unresolved_metrics, 1u);
  EXPECT_EQ(plant.status().held, 0u);
}

TEST(SparkplugHeld, IsCountedAndLeftOutWhenNoBirthComes) {
  BornPlant plant;
  lose_one(plant);
  ASSERT_TRUE(plant.host.deadline().has_value());
  plant.host.tick(plant.now + 5min + 1ms);
  EXPECT_EQ(plant.status().unresolved_metrics, 1u);
  EXPECT_EQ(plant.status().held, 0u);
}

TEST(SparkplugHeld, IsNoMoreThanItsLimits) {
  BornPlant plant({.host_id = "openspc", .max_held = 3});
  lose_one(plant);
  for (int i = 0; i < 5; ++i) plant.hear_speed(i);
  EXPECT_EQ(plant.status().held, 3u);
  EXPECT_EQ(plant.status().unresolved_metrics, 3u);
  BornPlant crowded({.host_id = "openspc", .max_held_in_all = 3});
  lose_one(crowded);
  for (int i = 0; i < 5; ++i) crowded.hear_speed(i);
  EXPECT_EQ(crowded.status().held + crowded.status().unresolved_metrics, 6u);
  EXPECT_LE(crowded.status().held, 3u);
}

TEST(SparkplugHeld, IsNothingThatNoMeasurementIsMadeOf) {
  BornPlant plant;
  lose_one(plant);
  plant.hear(plant.edge.ddata("gauge", {by_alias(20, Bytes{std::string(100'000, 'x')})}));
  EXPECT_EQ(plant.status().held, 1u);
  EXPECT_EQ(plant.status().unresolved_metrics, 1u);
}

TEST(SparkplugHeld, OfALostConnectionIsTakenByNameAndByAlias) {
  BornPlant plant;
  plant.host.connection_lost(plant.now);
  plant.host.begin_session(plant.now + 1s);
  EXPECT_THAT(values(plant.hear(plant.edge.ndata({by_alias(10, std::uint64_t{3}), int32_metric("speed", 4)}))),
              IsEmpty());
  EXPECT_THAT(values(plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}))), ElementsAre("speed=3", "speed=4"));
}

TEST(SparkplugHeld, OfADeviceIsTakenWhenItCameBetweenTheBirths) {
  BornPlant plant;
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

Metric timed(Metric metric, base::Timestamp time) {
  metric.timestamp = time;
  return metric;
}

bool tells_change(const std::vector<Event>& events) {
  return std::ranges::any_of(only<MetricUpdate>(events), &MetricUpdate::is_changed_birth);
}

TEST(SparkplugBirthValue, ChangedWhenItIsAnotherAndLater) {
  BornPlant plant;
  plant.hear(plant.edge.ddata("gauge", {timed(int32_metric("width", 7), plant.edge.clock())}));
  plant.hear(plant.edge.ndeath());
  plant.edge.reconnect();
  plant.hear(plant.edge.nbirth({int32_metric("speed", 1, 10)}));
  EXPECT_TRUE(tells_change(
      plant.hear(plant.edge.dbirth("gauge", {timed(int32_metric("width", 8, 20), plant.edge.clock() + 1min)}))));
}

TEST(SparkplugBirthValue, DidNotChangeWhenEqualOrOlderOrWithoutATimeOfItsOwn) {
  BornPlant plant;
  const auto measured = plant.edge.clock();
  plant.hear(plant.edge.ddata("gauge", {timed(int32_metric("width", 7), measured)}));
  const auto birth = [&](const Metric& metric) {
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

}  // namespace
}  // namespace openspc::connect::sparkplug
