#include "admin/demo_edge_nodes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace openspc::admin {
namespace {

using Step = EdgeStep::Kind;

const base::Timestamp kNoon = std::chrono::sys_days(std::chrono::year(2026) / 5 / 1) + std::chrono::hours(12);
constexpr int kMany = 2'000;

EdgeDevicePlan plan_with(EdgeFaults faults) {
  EdgeDevicePlan plan;
  plan.machine.process = {.center = 10, .sigma = 0.1, .size = 5, .decimals = 2};
  plan.faults = faults;
  return plan;
}

std::vector<EdgeStep> steps_of(const EdgeDevicePlan& plan, int count = kMany) {
  DemoEdgeDevice device(plan, 7);
  std::vector<EdgeStep> steps;
  for (int i = 0; i < count; ++i) steps.push_back(device.next(kNoon + std::chrono::seconds(i)));
  return steps;
}

TEST(DemoEdgeDevice, WithoutFaultsMeasuresEachTime) {
  for (const EdgeStep& step : steps_of(plan_with({}))) {
    EXPECT_EQ(step.kind, Step::measure);
    ASSERT_EQ(step.readings.size(), 1U);
    EXPECT_NEAR(step.readings[0].value, 10, 1);
    EXPECT_FALSE(step.readings[0].is_history);
  }
}

TEST(DemoEdgeDevice, TellsAfterACutWhatItMeasuredMeanwhileAsHistory) {
  const auto steps = steps_of(plan_with({.cut = 0.02}));
  std::set<base::Timestamp> times;
  for (const EdgeStep& step : steps)
    for (const EdgeReading& reading : step.readings) EXPECT_TRUE(times.insert(reading.time).second);
  std::size_t cuts = 0, histories = 0;
  for (const EdgeStep& step : steps) {
    cuts += step.kind == Step::cut ? 1 : 0;
    histories += !step.readings.empty() && step.readings[0].is_history ? 1 : 0;
  }
  EXPECT_GT(cuts, 5U);
  EXPECT_GE(histories + 1, cuts);
  EXPECT_GE(times.size(), static_cast<std::size_t>(kMany) - 20);
}

TEST(DemoEdgeDevice, LeavesAndComesBackInTurn) {
  bool away = false;
  int changes = 0;
  for (const EdgeStep& step : steps_of(plan_with({.absence = 0.02}))) {
    if (step.kind == Step::leave || step.kind == Step::come_back) {
      EXPECT_EQ(step.kind == Step::come_back, away);
      away = !away;
      ++changes;
    } else {
      EXPECT_EQ(step.readings.empty(), away);
    }
  }
  EXPECT_GT(changes, 10);
}

TEST(DemoEdgeDevice, LosesSwapsAndTalksNonsenseNowAndThen) {
  std::set<Step> kinds;
  int nonsense = 0;
  for (const EdgeStep& step : steps_of(plan_with({.loss = 0.02, .swap = 0.02, .nonsense = 0.02}))) {
    kinds.insert(step.kind);
    for (const EdgeReading& reading : step.readings) nonsense += std::isnan(reading.value) ? 1 : 0;
  }
  EXPECT_EQ(kinds, (std::set<Step>{Step::measure, Step::lose, Step::swap}));
  EXPECT_GT(nonsense, 10);
}

TEST(DemoEdgeDevices, HaveMetricsAndLimitsThatTheirProcessesKeep) {
  std::set<std::string> metrics;
  for (const EdgeDevicePlan& plan : demo_edge_devices()) {
    EXPECT_TRUE(metrics.insert(plan.node + '/' + plan.device + '/' + plan.metric).second);
    EXPECT_GT(*plan.machine.usl, plan.machine.process.center + 3 * plan.machine.process.sigma);
    EXPECT_LT(*plan.machine.lsl, plan.machine.process.center - 3 * plan.machine.process.sigma);
  }
}

}  // namespace
}  // namespace openspc::admin
