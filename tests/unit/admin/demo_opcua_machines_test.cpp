#include "admin/demo_opcua_machines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace openspc::admin {
namespace {

constexpr int kMany = 2'000;

using Readings = std::vector<std::optional<OpcuaMachineReading>>;

OpcuaMachinePlan plan_with(SensorFaults faults) {
  OpcuaMachinePlan plan;
  plan.process = {.center = 10, .sigma = 0.1, .size = 5, .decimals = 2};
  plan.faults = faults;
  return plan;
}

Readings readings_of(const OpcuaMachinePlan& plan) {
  DemoOpcuaMachine machine(plan, 7);
  Readings readings;
  for (int i = 0; i < kMany; ++i) readings.push_back(machine.next());
  return readings;
}

template <class Predicate>
auto count_of(const Readings& readings, Predicate predicate) {
  return std::ranges::count_if(readings, [&](const auto& reading) { return reading && predicate(*reading); });
}

TEST(DemoOpcuaMachine, WithoutFaultsSaysGoodValuesOfItsProcessEachTime) {
  const OpcuaMachinePlan plan = plan_with({});
  for (const auto& reading : readings_of(plan)) {
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->quality, ReadingQuality::good);
    EXPECT_NEAR(reading->value, 10, 1);
  }
}

TEST(DemoOpcuaMachine, FallsSilentForSomeReadingsAndComesBack) {
  const OpcuaMachinePlan plan = plan_with({.silence = 0.01});
  int longest = 0;
  int silent = 0;
  int pauses = 0;
  for (const auto& reading : readings_of(plan)) {
    silent = reading ? 0 : silent + 1;
    pauses += silent == 1 ? 1 : 0;
    longest = std::max(longest, silent);
  }
  EXPECT_GT(pauses, 5);
  EXPECT_GT(longest, 5);
}

TEST(DemoOpcuaMachine, SaysWithTheQualityAloneThatItsSensorFailed) {
  const OpcuaMachinePlan plan = plan_with({.failure = 0.05});
  const Readings readings = readings_of(plan);
  EXPECT_GT(count_of(readings, [](const auto& r) { return r.quality == ReadingQuality::bad; }), 50);
  EXPECT_EQ(count_of(readings, [](const auto& r) { return r.quality == ReadingQuality::bad && r.value != 0; }), 0);
}

TEST(DemoOpcuaMachine, DoubtsGoodValuesAndTalksNonsenseNowAndThen) {
  const OpcuaMachinePlan plan = plan_with({.doubt = 0.05, .nonsense = 0.05});
  const Readings readings = readings_of(plan);
  EXPECT_GT(count_of(readings, [](const auto& r) { return std::isnan(r.value); }), 50);
  const auto doubted = [](const auto& r) { return r.quality == ReadingQuality::uncertain; };
  EXPECT_GT(count_of(readings, doubted), 50);
  EXPECT_EQ(count_of(readings, [&](const auto& r) { return doubted(r) && !(std::abs(r.value - 10) < 1); }), 0);
}

TEST(DemoOpcuaMachines, HaveNodesOfTheirOwnAndLimitsThatTheirProcessesKeep) {
  std::set<std::string> nodes;
  for (const OpcuaMachinePlan& plan : demo_opcua_machines()) {
    EXPECT_TRUE(nodes.insert(plan.node()).second);
    EXPECT_GT(*plan.usl, plan.process.center + 3 * plan.process.sigma);
    EXPECT_LT(*plan.lsl, plan.process.center - 3 * plan.process.sigma);
  }
}

}  // namespace
}  // namespace openspc::admin
