// Two servers on one database: what either takes in counts for what the other judges next.

#include <thread>

#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReplicaTest : public SampleTest {
 protected:
  SampleOutcome submit_elsewhere(base::CharacteristicId id, SampleInput input) {
    return run(other_intake.submit({.characteristic_id = id, .sample = std::move(input), .authorize = {}}));
  }
  SampleOutcome submit_elsewhere(base::CharacteristicId id, double reading) {
    clock.advance(std::chrono::seconds(1));
    return submit_elsewhere(id, SampleInput{.measurements = {reading}});
  }

  std::unique_ptr<db::Database> other_database = db::Database::open(place->url());
  base::EventBus other_events;
  Intake other_intake{*other_database, other_events, clock};
};

TEST_F(ReplicaTest, ARunOfPointsMayArriveAtBoth) {
  const auto id = individuals();
  use_rules(id, {2});
  feed(id, {.5, .6, .5, .6});
  for (const double reading : {.5, .6, .5, .6}) submit_elsewhere(id, reading);
  EXPECT_THAT(feed(id, {.5, -.5}), ElementsAre(ElementsAre(2), IsEmpty()));
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(ReplicaTest, ALateSampleOfOneIsSeenByTheOther) {
  const auto id = individuals();
  use_rules(id, {2});
  feed(id, {.5, .6, .5, .6, .5, .6, .5});
  submit_elsewhere(id, SampleInput{.measurements = {.5}, .timestamp = clock.now() - std::chrono::seconds(3)});
  EXPECT_THAT(feed(id, {.5}), ElementsAre(ElementsAre(2)));
}

TEST_F(ReplicaTest, LimitsSetAtOneJudgeAtTheOther) {
  const auto id = individuals();
  use_rules(id, {1});
  EXPECT_THAT(rules_of(submit_elsewhere(id, 2)), IsEmpty());
  set_limits(id, .5, .5);
  EXPECT_THAT(rules_of(submit_elsewhere(id, 2)), ElementsAre(1));
}

TEST_F(ReplicaTest, BothAtOnceNumberAndJudgeOneSeries) {
  const auto id = individuals();
  constexpr int rounds = 60;
  const auto value = [](int round) { return (round / 7) % 3 - 0.8; };
  std::thread other([&] {
    for (int round = 0; round < rounds; ++round) submit_elsewhere(id, SampleInput{.measurements = {value(round)}});
  });
  for (int round = 0; round < rounds; ++round) submit(id, SampleInput{.measurements = {value(round)}});
  other.join();
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(DISTINCT day_rank) FROM subgroup"), 2 * rounds);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

}  // namespace
}  // namespace openspc::quality::testing
