// Stages: every sample is judged by, and drawn with, the limits of the time it was measured at.

#include "quality/characteristic/stages.h"

#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;
using namespace std::chrono_literals;

class StageTest : public SampleTest {
 protected:
  void set(base::CharacteristicId id, double ucl, double lcl, std::optional<std::string> note = {}) {
    run(limits.set(engineer, id, {ucl, lcl, (ucl + lcl) / 2, (ucl - lcl) / 6, std::move(note)}));
  }
  std::vector<std::optional<double>> upper_lines(base::CharacteristicId id) {
    std::vector<std::optional<double>> lines;
    for (const chart::ChartPoint& point : chart(id).data_points) lines.push_back(point.ucl);
    return lines;
  }
  LimitHistoryPage history(base::CharacteristicId id, LimitHistoryQuery query = {}) {
    return run(limits.history(operator_.principal, id, query));
  }
};

TEST_F(StageTest, PointsKeepTheLinesOfTheirTimeWhenLimitsChange) {
  const auto id = individuals();
  feed(id, {1, 2});
  set(id, 1, -1);
  feed(id, {0, 0.5});
  EXPECT_THAT(upper_lines(id), ElementsAre(3, 3, 1, 1));
}

TEST_F(StageTest, NoPointBeyondItsOwnLimitsIsWithoutAViolation) {
  const auto id = individuals();
  feed(id, {1, 2, -2, 0, 0.1, -0.1, 0.2, 0, -0.2});
  recalculate(id, {.min_samples = 1, .last_n = 5});
  for (const chart::ChartPoint& point : chart(id).data_points) EXPECT_NE(point.zone, chart::ZoneName::beyond_ucl);
}

TEST_F(StageTest, ThoseWithoutStoredLimitsReachBackToTheBaselineThatTheyCameFrom) {
  const auto id = create({.name = "Bore", .subgroup_size = 1}).id;
  feed(id, {1, 2, 3, 2, 1});
  recalculate(id);
  const chart::ChartData data = chart(id);
  for (const chart::ChartPoint& point : data.data_points) EXPECT_EQ(point.ucl, data.control_limits.ucl);
  EXPECT_THAT(data.stages, SizeIs(1));
  EXPECT_EQ(data.stages[0].starts_at, std::nullopt);
}

TEST_F(StageTest, LimitsOfARowThatNoRevisionStatesKeepItsHistory) {
  const auto id = individuals();
  feed(id, {1, 2});
  execute("DELETE FROM limit_revision");  // as in a database of the reference
  EXPECT_THAT(upper_lines(id), ElementsAre(3, 3));
  EXPECT_EQ(chart(id).data_points[0].stage, std::nullopt);
  set(id, 1, -1);
  feed(id, {0});
  EXPECT_THAT(upper_lines(id), ElementsAre(3, 3, 1));
  EXPECT_EQ(history(id).items.back().origin, LimitOrigin::initial);
  EXPECT_EQ(history(id).items.back().created_at, std::nullopt);
}

TEST_F(StageTest, PatchedLimitsOpenAStageToo) {
  const auto id = individuals();
  feed(id, {1, 2});
  CharacteristicUpdate update;
  update.ucl = net::Patch<double>(1.0);
  run(characteristics.update(engineer, id, std::move(update)));
  feed(id, {0});
  EXPECT_THAT(upper_lines(id), ElementsAre(3, 3, 1));
}

TEST_F(StageTest, WithdrawnLimitsLeaveThePointsBeforeThemTheirLines) {
  const auto id = individuals();
  feed(id, {1});
  CharacteristicUpdate update;
  update.ucl = net::Patch<double>(std::nullopt);
  run(characteristics.update(engineer, id, std::move(update)));
  feed(id, {9});
  EXPECT_THAT(upper_lines(id), ElementsAre(Optional(3.0), std::nullopt));
  EXPECT_THAT(stored_firings(id), IsEmpty());
}

TEST_F(StageTest, LimitsThatNoSampleHasMetAreReplacedFromTheirOwnBeginning) {
  const auto id = create({.name = "Bore", .subgroup_size = 1}).id;
  set(id, 300, -300);  // a slip of the finger
  clock.advance(1min);
  set(id, 3, -3);
  submit_at(id, clock.now() - 1h, 4);  // history that is brought in later
  EXPECT_THAT(upper_lines(id), ElementsAre(3));
  EXPECT_THAT(stored_firings(id), SizeIs(1));
  EXPECT_THAT(chart(id).stages, SizeIs(1));
  ASSERT_THAT(history(id).items, SizeIs(2));
  EXPECT_TRUE(history(id).items[1].replaced);
}

TEST_F(StageTest, SamplesAheadOfTheServersClockKeepTheStageThatJudgedThem) {
  const auto id = individuals();
  submit_at(id, clock.now() + 10min, 2);
  set(id, 1, -1);
  EXPECT_THAT(upper_lines(id), ElementsAre(3));
  submit_at(id, clock.now() + 11min, 2);
  EXPECT_THAT(upper_lines(id), ElementsAre(3, 1));
}

TEST_F(StageTest, ALateSampleIsJudgedByTheLimitsOfItsTime) {
  const auto id = individuals();
  feed(id, {0, 0});
  const auto before_the_change = clock.now() - 500ms;
  set(id, 1, -1);
  feed(id, {0});
  EXPECT_TRUE(submit_at(id, before_the_change, 2).sample.in_control());
  EXPECT_FALSE(submit_at(id, before_the_change, 4).sample.in_control());
  EXPECT_THAT(upper_lines(id), ElementsAre(3, 3, 3, 3, 1));
}

TEST_F(StageTest, ASampleThatIsTheNewestButOlderThanTheChangeBelongsToTheOldLimits) {
  const auto id = individuals();
  feed(id, {0});
  const auto measured = clock.now() + 1s;
  clock.advance(5s);
  set(id, 1, -1);
  const auto arrived = submit_at(id, measured, 2);
  EXPECT_TRUE(arrived.sample.in_control());
  EXPECT_EQ(arrived.sample.location->scale.ucl, 3);
  EXPECT_FALSE(submit(id, Readings{2}).sample.in_control());
}

TEST_F(StageTest, AnEditIsJudgedByTheLimitsOfTheSamplesTime) {
  const auto id = individuals();
  const auto sample = submit(id, Readings{0}).sample.sample_id;
  set(id, 1, -1);
  feed(id, {0});
  sample::Service samples(*database, events, clock, *intake);
  EXPECT_TRUE(run(samples.edit(supervisor, sample, {.measurements = Readings{2}, .reason = "typo"})).in_control);
  EXPECT_FALSE(run(samples.edit(supervisor, sample, {.measurements = Readings{4}, .reason = "typo"})).in_control);
}

TEST_F(StageTest, RunsAreNotCountedAcrossAChangeOfLimits) {
  const auto id = individuals();
  use_rules(id, {2});
  feed(id, {.5, .5, .5, .5, .5, .5, .5, .5});
  set(id, 4, -4);
  EXPECT_THAT(feed(id, {.5, .5, .5, .5, .5, .5, .5, .5}), ::testing::Each(IsEmpty()));
  EXPECT_THAT(feed(id, {.5}), ElementsAre(ElementsAre(2)));
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(StageTest, MovingRangesDoNotReachAcrossAChangeOfLimits) {
  const auto id = individuals();
  feed(id, {0, 0});
  set(id, 13, 7);
  const auto first = submit(id, Readings{10});
  EXPECT_EQ(first.sample.dispersion, std::nullopt);
  EXPECT_TRUE(first.sample.in_control());
  EXPECT_THAT(chart(id).dispersion->points, SizeIs(1));
}

TEST_F(StageTest, DispersionPointsKeepTheirLinesToo) {
  const auto id = create({.subgroup_size = 2}).id;
  set_limits(id, 1, 1);
  feed(id, {0});
  submit(id, Readings{0, 1});
  run(limits.set(engineer, id, {6, -6, 0, 2}));
  submit(id, Readings{0, 1});
  const auto points = chart(id).dispersion->points;
  ASSERT_THAT(points, SizeIs(2));
  EXPECT_NEAR(*points[1].center, 2 * *points[0].center, 1e-12);
}

TEST_F(StageTest, SamplesBeyondTheLimitsOfTheirOwnStageAreLeftOutOnRequest) {
  const auto id = individuals();
  feed(id, {0.1, 2, -0.1});
  set(id, 1, -1);
  const auto beyond = submit(id, Readings{2}).sample.sample_id;
  feed(id, {0.2, -0.2});
  EXPECT_THAT(recalculate(id, {.exclude_beyond_limits = true, .min_samples = 1}).calculation.out_of_control_sample_ids,
              ElementsAre(beyond));
}

TEST_F(StageTest, AChangeOfModeDrawsEveryPointWithTheLimitsOfItsStage) {
  const auto id = individuals();
  feed(id, {2});
  run(limits.set(engineer, id, {6, -6, 0, 2}));
  feed(id, {2});
  run(modes.change(engineer, id, {judge::SubgroupMode::STANDARDIZED}));
  const chart::ChartData data = chart(id);
  EXPECT_EQ(data.data_points[0].z_score, 2);
  EXPECT_EQ(data.data_points[1].z_score, 1);
  EXPECT_EQ(scalar<double>("SELECT z_score FROM sample ORDER BY id LIMIT 1"), 2);
  EXPECT_EQ(data.statistic, judge::Statistic::z);
  EXPECT_EQ(history(id).items[0].origin, LimitOrigin::mode_changed);
}

TEST_F(StageTest, NewLimitsLeaveTheDerivedValuesOfFormerSamplesAlone) {
  const auto id = create({.subgroup_size = 1, .subgroup_mode = judge::SubgroupMode::STANDARDIZED}).id;
  set_limits(id);
  feed(id, {2});
  run(limits.set(engineer, id, {6, -6, 0, 2}));
  EXPECT_EQ(scalar<double>("SELECT z_score FROM sample"), 2);
}

TEST_F(StageTest, FirstLimitsGiveTheBaselineItsDerivedValues) {
  const auto id = create({.subgroup_size = 1, .subgroup_mode = judge::SubgroupMode::STANDARDIZED}).id;
  feed(id, {2});
  set_limits(id);
  EXPECT_EQ(scalar<double>("SELECT z_score FROM sample"), 2);
}

TEST_F(StageTest, TheHistoryTellsWhoWhenFromWhatAndWhy) {
  const auto id = individuals();
  feed(id, {1, 2, 3, 2});
  recalculate(id, {.min_samples = 1, .last_n = 3, .note = "New tool"});
  const LimitHistoryPage page = history(id);
  EXPECT_EQ(page.total, 2);
  const StageView& newest = page.items[0];
  EXPECT_EQ(newest.created_by, "erin");
  EXPECT_EQ(newest.origin, LimitOrigin::recalculated);
  EXPECT_EQ(newest.sample_count, 3);
  EXPECT_EQ(newest.baseline_from, clock.now() - 2s);
  EXPECT_EQ(newest.baseline_to, clock.now());
  EXPECT_EQ(newest.note, "New tool");
  EXPECT_EQ(newest.ends_at, std::nullopt);
  EXPECT_EQ(page.items[1].ends_at, newest.starts_at);
  EXPECT_THAT(history(id, {.offset = 1, .limit = 5}).items, SizeIs(1));
}

TEST_F(StageTest, TheHistoryIsForThoseWhoMaySeeTheCharacteristic) {
  const auto id = individuals();
  EXPECT_EQ(refusal(limits.history(stranger.principal, id, {})).substr(0, 3), "404");
}

TEST_F(StageTest, ChartDataListsTheStagesOfItsPointsAndTheNewest) {
  const auto id = individuals();
  feed(id, {0});
  set(id, 4, -4);
  feed(id, {0});
  set(id, 5, -5);
  feed(id, {0});
  const auto shown = chart(id, {.limit = 2});
  ASSERT_THAT(shown.stages, SizeIs(2));
  EXPECT_EQ(shown.stages[0].id, shown.data_points[0].stage);
  EXPECT_EQ(shown.stages[1].id, shown.data_points[1].stage);
  EXPECT_EQ(shown.control_limits.ucl, 5);
}

TEST_F(StageTest, APreviewTellsSignalsOfOldAndNewLinesAndStoresNothing) {
  const auto id = individuals();
  use_rules(id, {1});
  feed(id, {0.1, -0.1, 0.1, 2, -0.1, 3.8});
  const LimitsPreview preview = run(limits.preview_set(engineer, id, {1, -1, 0, 1.0 / 3}));
  EXPECT_EQ(preview.before.ucl, 3);
  EXPECT_EQ(preview.after.ucl, 1);
  EXPECT_EQ(preview.signals.sample_count, 6);
  EXPECT_EQ(preview.signals.before->by_rule,
            (std::map<std::string, std::int64_t>{{"1", 2}}));  // 3.8 and its moving range
  EXPECT_EQ(preview.signals.after->samples, 3);
  EXPECT_EQ(get(id).ucl, 3);
  EXPECT_EQ(history(id).total, 1);
}

TEST_F(StageTest, ThePreviewOfARecalculationIsWhatTheRecalculationStores) {
  const auto id = individuals();
  feed(id, {1, 2, 3, 2, 5});
  const RecalculateQuery query{.min_samples = 1, .last_n = 4};
  const LimitsPreview preview = run(limits.preview_recalculation(engineer, id, query));
  EXPECT_EQ(preview.signals.sample_count, 4);
  const RecalculateResult result = recalculate(id, query);
  EXPECT_EQ(preview.after.ucl, result.after.ucl);
  EXPECT_EQ(preview.calculation.sigma, result.calculation.sigma);
}

TEST_F(StageTest, AViolationStatesTheFigureOfItsOwnChart) {
  const auto id = individuals();
  use_rules(id, {1});
  feed(id, {0, 2.9});
  feed(id, {-2.9});
  ASSERT_THAT(processed.back().violations, SizeIs(1));
  const judge::PlottedFigure figure = processed.back().violations[0].figure.value();
  EXPECT_EQ(figure.statistic, judge::Statistic::moving_range);
  EXPECT_NEAR(figure.value, 5.8, 1e-12);
  EXPECT_NEAR(figure.ucl, 3.6857, 1e-3);
  EXPECT_NEAR(scalar<double>("SELECT plotted_value FROM violation"), 5.8, 1e-12);
}

TEST_F(StageTest, AnEditRenewsTheFigureOfAViolationThatStays) {
  const auto id = individuals();
  use_rules(id, {1});
  const auto sample = submit(id, Readings{4}).sample.sample_id;
  sample::Service samples(*database, events, clock, *intake);
  run(samples.edit(supervisor, sample, {.measurements = Readings{5}, .reason = "typo"}));
  EXPECT_EQ(scalar<double>("SELECT plotted_value FROM violation"), 5);
}

}  // namespace
}  // namespace openspc::quality::testing
