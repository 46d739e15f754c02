// A long history joined to few points: whatever happened to the samples in whatever order, and whatever of them was
// summarized in between, the points say what the samples say.

#include <numeric>

#include "quality/chart/overview_service.h"
#include "quality/chart/summarizer.h"
#include "quality/series/summary_store.h"
#include "unit/quality/sample/random_walk.h"

namespace openspc::quality::testing {
namespace {

using namespace std::chrono_literals;

struct PlainSample {
  base::Timestamp time;
  bool is_excluded = false;
  double value = 0;
  std::optional<double> dispersion{};
};

class OverviewTest : public SampleTest {
 protected:
  // Small, so that few samples make many blocks; summaries serve whatever the length.
  static constexpr Summarizer::Options kSmall{.block = 5, .step = 23};
  static constexpr OverviewBounds kAlways{.finest = 0};

  std::int64_t summarize() { return run(Summarizer(*database, kSmall).run()); }
  ChartOverview overview(base::CharacteristicId id, const ChartOverviewQuery& query = {},
                         OverviewBounds bounds = kAlways) {
    return database->read_now(
        [&](db::Session& s) { return build_chart_overview(s, load_characteristic(s, id), query, bounds); });
  }
  std::vector<SummaryBlock> blocks(base::CharacteristicId id) {
    return database->read_now([&](db::Session& s) {
      return blocks_between(s, load_characteristic(s, id).series(), base::earliest_timestamp(),
                            base::latest_timestamp());
    });
  }
  std::int64_t stale_blocks(base::CharacteristicId id) {
    const auto all = blocks(id);
    return std::count_if(all.begin(), all.end(), [](const SummaryBlock& block) { return block.is_stale; });
  }

  // Of all samples, as chart-data would draw them, one by one.
  std::vector<PlainSample> plain_samples(base::CharacteristicId id) {
    return database->read_now([&](db::Session& s) {
      const judge::Characteristic row = load_characteristic(s, id);
      const characteristic::Stages stages = load_stages(s, row, {});
      std::vector<PlainSample> samples;
      const characteristic::Stage* stage = nullptr;
      std::optional<judge::SampleStatistics> previous;
      s.each<db::Microseconds, bool, std::optional<std::vector<double>>, std::optional<double>, std::optional<double>>(
          "SELECT time_us, is_excluded, readings, defect_count, inspected_size FROM subgroup WHERE char_id = ?"
          " AND deleted_at IS NULL ORDER BY time_us, id",
          [&](base::Timestamp time, bool is_excluded, const std::optional<std::vector<double>>& readings,
              std::optional<double> count, std::optional<double> size) {
            const auto statistics = row.is_attribute()
                                        ? judge::statistics_of(row.data_type, count.value(), size.value())
                                        : judge::statistics_of(readings.value());
            if (&stages.at(time) != stage) previous.reset();
            stage = &stages.at(time);
            PlainSample& sample =
                samples.emplace_back(PlainSample{.time = time, .is_excluded = is_excluded, .value = statistics.value});
            if (is_excluded) return;
            sample.dispersion = dispersion_value(*stage->drawing, statistics, previous ? &*previous : nullptr);
            previous = statistics;
          },
          id);
      return samples;
    });
  }

  std::int64_t signals_between(base::CharacteristicId id, base::Timestamp from, base::Timestamp to) {
    return database->read_now([&](db::Session& s) {
      return s.scalar<std::int64_t>(
          "SELECT COUNT(*) FROM violation v JOIN subgroup s ON s.id = v.sample_id WHERE s.char_id = ?"
          " AND s.time_us >= ? AND s.time_us <= ? AND s.deleted_at IS NULL AND v.superseded_at IS NULL",
          id, db::Microseconds(from), db::Microseconds(to));
    });
  }

  // The overview of a range against the samples themselves.
  void expect_true(base::CharacteristicId id, const ChartOverviewQuery& query = {}) {
    std::vector<PlainSample> all = plain_samples(id);
    std::erase_if(all, [&](const PlainSample& sample) {
      return (query.start_date && sample.time < *query.start_date) || (query.end_date && sample.time > *query.end_date);
    });
    const ChartOverview seen = overview(id, query);
    EXPECT_TRUE(seen.is_complete);
    EXPECT_LE(std::ssize(seen.points), query.max_points);
    ASSERT_EQ(seen.samples + seen.excluded, std::ssize(all));
    auto sample = all.begin();
    std::int64_t signals = 0;
    for (const OverviewPoint& point : seen.points) {
      const auto end = sample + (point.samples + point.excluded);
      expect_true(point, std::vector<PlainSample>(sample, end));
      sample = end;
      signals += point.signals;
    }
    EXPECT_EQ(signals, seen.signals);
    for (std::size_t i = 0; i < seen.points.size(); ++i) {
      const bool is_last = i + 1 == seen.points.size();
      const base::Timestamp end = is_last ? seen.points[i].last : seen.points[i + 1].first - 1us;
      EXPECT_EQ(seen.points[i].signals, signals_between(id, seen.points[i].first, end));
    }
    if (all.empty()) return;
    EXPECT_EQ(signals, signals_between(id, all.front().time, all.back().time));
  }
  static void expect_true(const OverviewPoint& point, const std::vector<PlainSample>& samples) {
    ASSERT_FALSE(samples.empty());
    EXPECT_EQ(point.first, samples.front().time);
    EXPECT_EQ(point.last, samples.back().time);
    std::vector<double> values, dispersions;
    std::optional<base::Timestamp> min_at, max_at;
    for (const PlainSample& sample : samples) {
      if (sample.is_excluded) continue;
      if (values.empty() || sample.value < *std::min_element(values.begin(), values.end())) min_at = sample.time;
      if (values.empty() || sample.value > *std::max_element(values.begin(), values.end())) max_at = sample.time;
      values.push_back(sample.value);
      if (sample.dispersion) dispersions.push_back(*sample.dispersion);
    }
    EXPECT_EQ(point.samples, std::ssize(values));
    EXPECT_EQ(point.min_at, min_at);
    EXPECT_EQ(point.max_at, max_at);
    if (values.empty()) {
      EXPECT_FALSE(point.mean || point.min || point.max);
    } else {
      EXPECT_NEAR(*point.mean, std::accumulate(values.begin(), values.end(), 0.0) / std::ssize(values), 1e-9);
      EXPECT_EQ(point.min, std::ranges::min(values));
      EXPECT_EQ(point.max, std::ranges::max(values));
    }
    ASSERT_EQ(point.dispersion_max.has_value(), !dispersions.empty());
    if (dispersions.empty()) return;
    EXPECT_EQ(point.dispersion_min, std::ranges::min(dispersions));
    EXPECT_EQ(point.dispersion_max, std::ranges::max(dispersions));
  }

  // One after another from the beginning of time, and none holds a newer sample than there is.
  void expect_without_gaps(base::CharacteristicId id) {
    base::Timestamp reached = base::earliest_timestamp();
    for (const SummaryBlock& block : blocks(id)) {
      EXPECT_EQ(block.span.begin, reached);
      EXPECT_LT(block.span.begin, block.span.end);
      reached = block.span.end;
    }
  }
};

TEST_F(OverviewTest, OfNoSamplesHasNoPoints) {
  const auto id = individuals();
  EXPECT_EQ(summarize(), 0);
  const ChartOverview seen = overview(id);
  EXPECT_TRUE(seen.points.empty());
  EXPECT_TRUE(seen.is_exact);
  EXPECT_FALSE(seen.first);
}

TEST_F(OverviewTest, IsTheSameSummarizedAndNot) {
  const auto id = individuals();
  for (int i = 0; i < 60; ++i) submit(id, Readings{i == 31 ? 7.5 : 0.1 * (i % 7)});
  expect_true(id, {.max_points = 7});
  EXPECT_GT(summarize(), 40);
  EXPECT_GT(blocks(id).size(), 8U);
  expect_without_gaps(id);
  expect_true(id, {.max_points = 7});
  const ChartOverview seen = overview(id, {.max_points = 1});
  ASSERT_EQ(seen.points.size(), 1U);
  EXPECT_EQ(seen.points[0].max, 7.5);
  EXPECT_GE(seen.points[0].critical_signals, 1);
  EXPECT_GE(seen.points[0].unacknowledged_signals, 1);
}

TEST_F(OverviewTest, ReadsNoSampleOfABlock) {
  const auto id = individuals();
  for (int i = 0; i < 40; ++i) submit(id, Readings{0.5});
  summarize();
  execute("UPDATE subgroup SET readings = NULL WHERE time_us < (SELECT MAX(end_us) FROM subgroup_summary)");
  const ChartOverview seen = overview(id);
  EXPECT_EQ(seen.samples, 40);
}

TEST_F(OverviewTest, KnowsWhatIsShortEnoughForThePointsThemselves) {
  const auto id = individuals();
  for (int i = 0; i < 12; ++i) submit(id, Readings{0.5});
  EXPECT_TRUE(overview(id).is_exact);
  EXPECT_EQ(overview(id, {}, {}).points.size(), 12U);
}

TEST_F(OverviewTest, SaysThatItHadToStopReading) {
  const auto id = individuals();
  for (int i = 0; i < 30; ++i) submit(id, Readings{0.5});
  const ChartOverview before = overview(id, {}, {.finest = 0, .most_read = 20});
  EXPECT_FALSE(before.is_complete);
  EXPECT_FALSE(before.is_exact);
  summarize();
  const ChartOverview after = overview(id, {}, {.finest = 0, .most_read = 20});
  EXPECT_TRUE(after.is_complete);
  EXPECT_EQ(after.samples, 30);
}

TEST_F(OverviewTest, NewSamplesTouchNoBlock) {
  const auto id = individuals();
  for (int i = 0; i < 40; ++i) submit(id, Readings{0.5});
  summarize();
  const auto before = blocks(id).size();
  for (int i = 0; i < 3; ++i) submit(id, Readings{0.25});
  EXPECT_EQ(stale_blocks(id), 0);
  EXPECT_EQ(blocks(id).size(), before);
  expect_true(id);
}

TEST_F(OverviewTest, ALateSampleMakesItsBlockStaleUntilItIsMadeAnew) {
  const auto id = individuals();
  const base::Timestamp start = clock.now();
  for (int i = 0; i < 40; ++i) submit(id, Readings{0.5});
  summarize();
  submit_at(id, start + 10s + 500ms, 6.5);
  EXPECT_EQ(stale_blocks(id), 1);
  expect_true(id);
  EXPECT_GT(summarize(), 0);
  EXPECT_EQ(stale_blocks(id), 0);
  expect_without_gaps(id);
  expect_true(id);
  EXPECT_EQ(overview(id, {.max_points = 1}).points[0].max, 6.5);
}

TEST_F(OverviewTest, HistoryBeforeTheFirstSampleIsCutIntoBlocks) {
  const auto id = individuals();
  for (int i = 0; i < 40; ++i) submit(id, Readings{0.5});
  summarize();
  const auto before = blocks(id).size();
  BatchSubmission history{
      .characteristic_id = id, .samples = {}, .evaluation = RuleEvaluation::skipped, .authorize = {}};
  for (int i = 0; i < 100; ++i)
    history.samples.push_back({.measurements = {0.01 * i}, .timestamp = at("2025-01-01T00:00:00Z") + i * 1s});
  run(intake->submit_batch(std::move(history)));
  expect_true(id, {.max_points = 9});
  summarize();
  EXPECT_GT(blocks(id).size(), before + 9);
  EXPECT_EQ(stale_blocks(id), 0);
  expect_without_gaps(id);
  expect_true(id, {.max_points = 9});
}

// All that counts after it was excluded, so the next sample is newest again and lies in a block.
TEST_F(OverviewTest, ASampleInABlockThatIsNotLateIsSeenAsWell) {
  const auto id = individuals();
  const base::Timestamp start = clock.now();
  std::vector<base::SampleId> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(submit(id, Readings{0.5}).sample.sample_id);
  summarize();
  sample::Service samples(*database, events, clock, *intake);
  for (int i = 6; i < 20; ++i) run(samples.set_excluded(supervisor, ids[i], {.is_excluded = true}));
  summarize();
  submit_at(id, start + 9s + 500ms, 6.5);
  expect_true(id);
  summarize();
  expect_true(id);
  EXPECT_EQ(overview(id, {.max_points = 1}).points[0].max, 6.5);
}

TEST_F(OverviewTest, SamplesOfOneMomentStayTogether) {
  const auto id = individuals();
  BatchSubmission batch{.characteristic_id = id, .samples = {}, .evaluation = RuleEvaluation::on, .authorize = {}};
  for (int i = 0; i < 90; ++i)
    batch.samples.push_back({.measurements = {0.01 * i}, .timestamp = clock.now() - 10s + (i / 45) * 1s});
  run(intake->submit_batch(std::move(batch)));
  for (int i = 0; i < 12; ++i) submit(id, Readings{0.5});
  summarize();
  expect_without_gaps(id);
  EXPECT_EQ(blocks(id).at(0).summary.samples, 45);
  expect_true(id, {.max_points = 3});
}

TEST_F(OverviewTest, GoesWithItsCharacteristic) {
  const auto id = individuals();
  std::vector<base::SampleId> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(submit(id, Readings{0.5}).sample.sample_id);
  summarize();
  ASSERT_FALSE(blocks(id).empty());
  sample::Service samples(*database, events, clock, *intake);
  for (const base::SampleId each : ids) run(samples.remove(supervisor, each));
  run(characteristics.remove(engineer, id));
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM subgroup_summary"), 0);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM subgroup_summary_state"), 0);
}

TEST_F(OverviewTest, OfOthersIsNotFound) {
  const auto id = individuals();
  ChartOverviewService overviews(*database);
  EXPECT_EQ(refusal(overviews.get(stranger.principal, id, {})).substr(0, 3), "404");
  EXPECT_EQ(refusal(overviews.get(engineer.principal, id, {.start_date = clock.now(), .end_date = clock.now() - 1s}))
                .substr(0, 3),
            "422");
}

class OverviewWalkTest : public RandomWalk<OverviewTest> {
 protected:
  void step(base::CharacteristicId id) {
    switch (between(0, 13)) {
      case 0:
      case 1:
        ids_.push_back(submit_late(id, 90));
        return;
      case 2:
        return edit_any();
      case 3:
        return exclude_any();
      case 4:
        return remove_any();
      case 5:
        return submit_some(id, 8, 200, chance(2) ? RuleEvaluation::on : RuleEvaluation::skipped);
      case 6:
        if (!counts_ && chance(2)) set_limits(id, chance(2) ? 0.8 : 1.25, chance(2) ? 0.8 : 1.25);
        return;
      case 7:
        if (chance(2)) restart();
        return;
      case 8:
        summarize();
        expect_without_gaps(id);
        return;
      case 9:
        expect_true(id, any_range());
        return;
      default:
        clock.advance(std::chrono::milliseconds(between(0, 3'000)));
        ids_.push_back(submit(id, sample()).sample.sample_id);
    }
  }
  ChartOverviewQuery any_range() {
    ChartOverviewQuery query{.max_points = between(1, 30)};
    if (chance(2)) query.start_date = clock.now() - std::chrono::seconds(between(30, 200));
    if (chance(2)) query.end_date = clock.now() - std::chrono::seconds(between(0, 30));
    return query;
  }
  void walk(base::CharacteristicId id) {
    for (int i = 0; i < 200; ++i) step(id);
    expect_true(id, any_range());
    summarize();
    expect_true(id);
    EXPECT_EQ(overview(id, {.max_points = 1}).samples,
              scalar<std::int64_t>("SELECT samples - excluded FROM sample_count"));
  }
};

TEST_P(OverviewWalkTest, IndividualsAndTheirMovingRanges) {
  walk(individuals());
}

TEST_P(OverviewWalkTest, SubgroupsOfUnequalSize) {
  size_ = 4;
  const auto id = create({.subgroup_size = 4}).id;
  set_limits(id, 0.5);
  walk(id);
}

TEST_P(OverviewWalkTest, LargeSubgroupsAndTheirStandardDeviations) {
  size_ = 12;
  const auto id = create({.subgroup_size = 12}).id;
  set_limits(id, 0.3);
  walk(id);
  EXPECT_EQ(overview(id).dispersion_type, DispersionType::std_dev);
}

TEST_P(OverviewWalkTest, CountsInSamplesOfUnequalSize) {
  counts_ = true;
  walk(create({.data_type = GetParam() % 2 == 0 ? judge::DataType::p : judge::DataType::u, .subgroup_size = 50}).id);
}

INSTANTIATE_TEST_SUITE_P(Walks, OverviewWalkTest, ::testing::Range(1U, 9U));

}  // namespace
}  // namespace openspc::quality::testing
