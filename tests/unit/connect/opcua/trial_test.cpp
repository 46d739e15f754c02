// What the trial of a node's mapping says before it is saved, value by value.
#include <gmock/gmock.h>

#include "connect/opcua/trial.h"

namespace openspc::connect::opcua {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const base::Timestamp kNoon = *base::parse_timestamp("2026-03-01T12:00:00Z");

class OpcuaTrialTest : public testing::Test {
 protected:
  void begin() { run.emplace(request, OpcuaServer{}, characteristic); }

  /// Of a machine whose clock is right, unless `behind` says otherwise.
  void hear(double value, base::Timestamp now, seconds behind = seconds(0), bool is_initial = false) {
    run->hear({.handle = run->monitors().front().handle,
               .value = {.shown = value, .number = value, .type = "Double", .source_time = now - behind},
               .is_initial = is_initial},
              now);
  }

  static OpcuaTrialRequest of_bore() {
    OpcuaTrialRequest request;
    request.node_id = "ns=2;s=Bore";
    return request;
  }

  OpcuaTrialRequest request = of_bore();
  std::optional<quality::judge::Characteristic> characteristic;
  std::optional<TrialRun> run;
};

TEST_F(OpcuaTrialTest, FillsTheSubgroupsOfTheCharacteristic) {
  characteristic.emplace().subgroup_size = 2;
  begin();
  for (int i = 1; i <= 5; ++i) hear(i, kNoon + seconds(i));
  const OpcuaTrial trial = run->result();
  ASSERT_THAT(trial.samples, SizeIs(2));
  EXPECT_THAT(trial.samples[1].values, ElementsAre(3, 4));
  EXPECT_EQ(trial.sample_count, 2);
  EXPECT_EQ(trial.pending_values, 1);
}

TEST_F(OpcuaTrialTest, TellsEqualValuesThatDoNotCount) {
  begin();
  hear(1, kNoon);
  hear(1, kNoon + seconds(1));
  hear(2, kNoon + seconds(2));
  const OpcuaTrial trial = run->result();
  EXPECT_EQ(trial.readable_count, 2);
  EXPECT_THAT(trial.readings[1].problem.value_or(""), HasSubstr("equals the last value"));
  EXPECT_THAT(trial.change_problem.value_or(""), HasSubstr("1 came with a new source time"));
}

TEST_F(OpcuaTrialTest, CountsEqualValuesOfANewTimeWhereTimeCounts) {
  request.change_trigger = OpcuaChangeTrigger::value_or_time;
  begin();
  hear(1, kNoon);
  hear(1, kNoon + seconds(1));
  EXPECT_EQ(run->result().sample_count, 2);
  EXPECT_EQ(run->result().change_problem, std::nullopt);
}

TEST_F(OpcuaTrialTest, DoubtsPartsThatAWholeSecondCannotTellApart) {
  begin();
  for (const double value : {1.0, 2.0, 1.0}) hear(value, kNoon);
  EXPECT_EQ(run->result().sample_count, 2);
  EXPECT_THAT(run->result().identity_problem.value_or(""), HasSubstr("let all of them count"));
}

TEST_F(OpcuaTrialTest, CountsEveryValueOfAnEqualTimeWhereItIsToldTo) {
  request.every_value_counts = true;
  begin();
  for (const double value : {1.0, 2.0, 1.0}) hear(value, kNoon);
  EXPECT_EQ(run->result().sample_count, 3);
  EXPECT_EQ(run->result().identity_problem, std::nullopt);
}

TEST_F(OpcuaTrialTest, LeavesOutWhatTheDeadBandCovers) {
  request.dead_band = 0.5;
  begin();
  hear(1, kNoon);
  hear(1.2, kNoon + seconds(1));
  EXPECT_THAT(run->result().readings[1].problem.value_or(""), HasSubstr("dead band"));
}

TEST_F(OpcuaTrialTest, TellsThatTheMachinesClockIsOff) {
  begin();
  for (int i = 0; i <= 20; ++i) hear(i, kNoon + seconds(i), std::chrono::hours(3));
  EXPECT_THAT(run->result().clock_problem.value_or(""), HasSubstr("3 h behind"));
}

TEST_F(OpcuaTrialTest, TakesTheValueThatWasThereOnlyWhereItIsToldTo) {
  begin();
  hear(1, kNoon, seconds(0), true);
  EXPECT_EQ(run->result().readable_count, 0);
  request.take_initial_value = true;
  begin();
  hear(1, kNoon, seconds(0), true);
  EXPECT_EQ(run->result().readable_count, 1);
}

}  // namespace
}  // namespace openspc::connect::opcua
