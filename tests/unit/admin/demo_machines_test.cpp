#include "admin/demo_machines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace openspc::admin {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

const base::Timestamp kNoon = std::chrono::sys_days(std::chrono::year(2026) / 5 / 1) + std::chrono::hours(12);

MachinePlan quiet_machine() {
  MachinePlan plan;
  plan.topic = "m";
  plan.process = {.center = 10, .sigma = 0.1, .size = 5, .decimals = 2};
  return plan;
}

std::vector<MachineMessage> published(const MachinePlan& plan, int readings) {
  DemoMachine machine(plan, 7);
  std::vector<MachineMessage> all;
  for (int i = 0; i < readings; ++i)
    for (MachineMessage& message : machine.next(kNoon + std::chrono::seconds(i))) all.push_back(std::move(message));
  return all;
}

std::set<std::string> distinct_payloads(const std::vector<MachineMessage>& messages) {
  std::set<std::string> payloads;
  for (const MachineMessage& message : messages) payloads.insert(message.payload);
  return payloads;
}

TEST(DemoMachine, WithoutFaultsSendsOneNumberForEachReading) {
  const auto messages = published(quiet_machine(), 100);
  ASSERT_THAT(messages, SizeIs(100));
  for (const MachineMessage& message : messages) EXPECT_NEAR(std::stod(message.payload), 10, 1);
}

TEST(DemoMachine, JsonCarriesTimeSerialAndLot) {
  auto plan = quiet_machine();
  plan.style = PayloadStyle::json;
  const auto messages = published(plan, 1);
  EXPECT_THAT(messages.front().payload, HasSubstr(R"("time":"2026-05-01T12:00:00.000000Z")"));
  EXPECT_THAT(messages.front().payload, HasSubstr(R"("serial":"SN000001")"));
  EXPECT_THAT(messages.front().payload, HasSubstr(R"("lot":"2026-05-01")"));
}

TEST(DemoMachine, TextIsWhatAScalePrints) {
  auto plan = quiet_machine();
  plan.style = PayloadStyle::text;
  EXPECT_THAT(published(plan, 1).front().payload, testing::AllOf(StartsWith("ST,NT,"), EndsWith(" g")));
}

TEST(DemoMachine, SilenceSwallowsReadings) {
  auto plan = quiet_machine();
  plan.faults.silence = 0.1;
  EXPECT_LT(published(plan, 1'000).size(), 700U);
}

TEST(DemoMachine, RepetitionSendsTheSameMessageTwice) {
  auto plan = quiet_machine();
  plan.style = PayloadStyle::json;
  plan.faults.repetition = 0.5;
  const auto messages = published(plan, 200);
  EXPECT_GT(messages.size(), 250U);
  EXPECT_THAT(distinct_payloads(messages), SizeIs(200));
}

TEST(DemoMachine, LatenessChangesTheOrderAndLosesNothing) {
  auto plan = quiet_machine();
  plan.style = PayloadStyle::json;
  plan.faults.lateness = 0.3;
  const auto messages = published(plan, 200);
  const auto in_order = [](const MachineMessage& a, const MachineMessage& b) {
    const auto time = [](const MachineMessage& m) { return m.payload.substr(m.payload.find("\"time\"")); };
    return time(a) < time(b);
  };
  EXPECT_FALSE(std::ranges::is_sorted(messages, in_order));
  EXPECT_GE(distinct_payloads(messages).size(), 199U);
}

TEST(DemoMachine, NonsenseIsNotANumber) {
  auto plan = quiet_machine();
  plan.faults.nonsense = 0.2;
  const auto messages = published(plan, 200);
  EXPECT_TRUE(std::ranges::any_of(messages, [](const MachineMessage& m) { return m.payload == "nan"; }));
}

TEST(DemoMachine, CycleEndsEachSubgroup) {
  auto plan = quiet_machine();
  plan.has_cycles = true;
  const auto messages = published(plan, 100);
  const auto cycles = std::ranges::count_if(messages, [](const MachineMessage& m) { return m.topic == "m/cycle"; });
  EXPECT_GE(cycles, 20);
  EXPECT_LE(cycles, 25);
}

TEST(DemoMachines, HaveTopicsOfTheirOwn) {
  std::set<std::string> topics;
  for (const MachinePlan& plan : demo_machines()) topics.insert(plan.topic);
  EXPECT_THAT(topics, SizeIs(demo_machines().size()));
}

}  // namespace
}  // namespace openspc::admin
