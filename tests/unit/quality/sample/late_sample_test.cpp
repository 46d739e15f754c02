// Samples that arrive late or out of order are placed by time, and everything that can see them is judged again.

#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using namespace std::chrono_literals;

class LateSampleTest : public SampleTest {
 protected:
  // Eight samples above the center, a minute apart, with a hole in the middle.
  void feed_with_a_hole(base::CharacteristicId id) {
    start = clock.now();
    for (int minute : {0, 1, 2, 3, 5, 6, 7, 8}) submit_at(id, start + std::chrono::minutes(minute), 0.5);
    clock.set(start + 10min);
  }
  base::Timestamp start;
};

TEST_F(LateSampleTest, IsPlacedByItsTime) {
  const auto id = individuals();
  feed_with_a_hole(id);
  const auto late = submit_at(id, start + 4min, 0.7);
  const auto series =
      database->read_now([&](db::Session& s) { return samples_from(s, load_characteristic(s, id), {}, 100).samples; });
  ASSERT_EQ(series.size(), 9U);
  EXPECT_EQ(series[4].at.id, late.sample.sample_id);
}

TEST_F(LateSampleTest, CompletesAPatternThatEndsLater) {
  const auto id = individuals();
  use_rules(id, {2});
  feed_with_a_hole(id);
  const auto late = submit_at(id, start + 4min, 0.7);
  EXPECT_TRUE(late.sample.in_control());
  ASSERT_EQ(created.size(), 1U);
  EXPECT_EQ(created[0].timestamp, start + 8min);
  EXPECT_EQ(created[0].violation.sample_ids.size(), 9U);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(LateSampleTest, BreaksAPatternThatWasRaised) {
  const auto id = individuals();
  use_rules(id, {2});
  start = clock.now();
  for (int minute = 0; minute < 9; ++minute) submit_at(id, start + std::chrono::minutes(minute), 0.5);
  EXPECT_EQ(stored_firings(id).size(), 1U);
  submit_at(id, start + 30s, -0.5);
  EXPECT_TRUE(stored_firings(id).empty());
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM violation"), 1);  // kept, superseded
}

TEST_F(LateSampleTest, IsJudgedAtItsOwnPosition) {
  const auto id = individuals();
  use_rules(id, {1, 2});
  feed_with_a_hole(id);
  const auto late = submit_at(id, start + 4min, 3.5);
  EXPECT_THAT(rules_of(late), ElementsAre(1));
  EXPECT_EQ(late.sample.zone(), "beyond_ucl");
}

TEST_F(LateSampleTest, LeavesTheNextSampleToTheWholeSeries) {
  const auto id = individuals();
  feed_with_a_hole(id);
  submit_at(id, start + 4min, 0.4);
  submit_at(id, start + 9min, 0.6);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(LateSampleTest, TellsThatTheSeriesChanged) {
  const auto id = individuals();
  feed_with_a_hole(id);
  EXPECT_TRUE(changed.empty());
  const auto late = submit_at(id, start + 4min, 0.4);
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_THAT(changed[0].sample_ids, ElementsAre(late.sample.sample_id));
  EXPECT_EQ(processed.back().sample_id, late.sample.sample_id);
}

TEST_F(LateSampleTest, EqualTimesKeepTheOrderOfArrival) {
  const auto id = individuals();
  const auto first = submit_at(id, clock.now(), 1);
  const auto second = submit_at(id, clock.now(), 2);
  EXPECT_LT(first.sample.sample_id, second.sample.sample_id);
  EXPECT_TRUE(changed.empty());
}

TEST_F(LateSampleTest, ASampleAheadOfTheClockDoesNotStopTheOthers) {
  const auto id = individuals();
  submit_at(id, clock.now() + 1h, 0.5);
  for (int i = 0; i < 12; ++i) submit(id, Readings{0.5});
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(LateSampleTest, ASignalBehindTheStretchNamesItsNewBeginning) {
  const auto id = individuals();
  use_rules(id, {2});
  start = clock.now();
  for (int minute = 0; minute < 60; ++minute) submit_at(id, start + std::chrono::minutes(minute), 0.5);
  submit_at(id, start + 10min + 30s, -0.5);  // breaks one run of sixty into eleven and forty-nine
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
  EXPECT_EQ(
      scalar<std::int64_t>("SELECT COUNT(DISTINCT signal_start_sample_id) FROM violation WHERE superseded_at IS NULL"),
      2);
}

}  // namespace
}  // namespace openspc::quality::testing
