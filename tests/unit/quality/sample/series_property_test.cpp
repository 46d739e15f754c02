// Whatever happens to a series, in whatever order, the violations in force are those of the series as it is in the end.
// Random walks of submissions, late submissions, imports, edits, exclusions, deletions, changes of limits and mode, and
// restarts; the seed is printed with a failure.

#include <random>

#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using namespace std::chrono_literals;

class SeriesPropertyTest : public SampleTest, public ::testing::WithParamInterface<unsigned> {
 protected:
  double value() {
    // Steps of 0.5 around a wandering level: ties, points exactly on lines, runs, outliers.
    if (chance(8)) level_ = std::uniform_int_distribution<int>(-3, 3)(random_);
    return 0.5 * (level_ + std::uniform_int_distribution<int>(-3, 3)(random_));
  }
  bool chance(int one_in) { return std::uniform_int_distribution<int>(1, one_in)(random_) == 1; }
  base::SampleId any() { return ids_[std::uniform_int_distribution<std::size_t>(0, ids_.size() - 1)(random_)]; }
  Readings readings() {
    Readings readings(static_cast<std::size_t>(std::uniform_int_distribution<std::int64_t>(1, size_)(random_)));
    for (double& reading : readings) reading = value();
    return readings;
  }
  judge::SubgroupMode any_mode() {
    constexpr judge::SubgroupMode all[] = {judge::SubgroupMode::NOMINAL_TOLERANCE, judge::SubgroupMode::VARIABLE_LIMITS,
                                           judge::SubgroupMode::STANDARDIZED};
    return all[std::uniform_int_distribution<std::size_t>(0, 2)(random_)];
  }
  // Readings, or what was counted in one of three sizes: near a fifth of it, often exactly.
  SampleInput sample() {
    if (!counts_) return {.measurements = readings()};
    const double size = 50 + 15 * std::uniform_int_distribution<int>(0, 2)(random_);
    return {.defect_count = size / 5 + std::uniform_int_distribution<int>(-6, 6)(random_) * (chance(2) ? 1 : 0),
            .inspected_size = size};
  }
  base::Timestamp past() {
    return clock.now() - std::chrono::seconds(std::uniform_int_distribution<int>(1, 60)(random_));
  }

  void step(base::CharacteristicId id) {
    sample::Service samples(*database, events, clock, *intake);
    switch (std::uniform_int_distribution<int>(0, 11)(random_)) {
      case 0:
        ids_.push_back(submit_late(id));
        return;
      case 1: {
        if (ids_.empty()) return;
        const SampleInput now = sample();
        run(samples.edit(supervisor, any(),
                         {.measurements = counts_ ? std::nullopt : std::optional(now.measurements),
                          .reason = "r",
                          .defect_count = now.defect_count,
                          .inspected_size = now.inspected_size}));
        return;
      }
      case 2:
        if (!ids_.empty()) run(samples.set_excluded(supervisor, any(), {.is_excluded = !chance(3)}));
        return;
      case 3:
        if (ids_.empty() || !chance(3)) return;
        std::shuffle(ids_.begin(), ids_.end(), random_);
        run(samples.remove(supervisor, ids_.back()));
        ids_.pop_back();
        return;
      case 4:
        if (chance(2)) restart();
        return;
      case 5: {
        BatchSubmission batch{
            .characteristic_id = id, .samples = {}, .evaluation = RuleEvaluation::on, .authorize = {}};
        for (int i = 0; i < 5; ++i) {
          batch.samples.push_back(sample());
          if (chance(3)) batch.samples.back().timestamp = past();
        }
        run(intake->submit_batch(std::move(batch)));
        return;
      }
      case 6:
        if (!counts_ && chance(2)) set_limits(id, sigma_of_points_ * (chance(2) ? 0.8 : 1.25), chance(2) ? 0.8 : 1.25);
        return;
      case 7:
        if (chance(3)) run(modes.change(engineer, id, {any_mode()}));
        return;
      default:
        ids_.push_back(submit(id, sample()).sample.sample_id);
    }
  }
  base::SampleId submit_late(base::CharacteristicId id) {
    SampleInput late = sample();
    late.timestamp = past();
    return submit(id, late).sample.sample_id;
  }

  std::mt19937 random_{GetParam()};
  int level_ = 0;
  double sigma_of_points_ = 1;
  std::int64_t size_ = 1;
  bool counts_ = false;
  std::vector<base::SampleId> ids_;
};

TEST_P(SeriesPropertyTest, IndividualsAndTheirMovingRanges) {
  const auto id = individuals();
  for (int i = 0; i < 150; ++i) step(id);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_P(SeriesPropertyTest, SubgroupsOfUnequalSizeInEveryMode) {
  size_ = 4;
  const auto id = create({.subgroup_size = 4}).id;
  sigma_of_points_ = 0.5;
  set_limits(id, sigma_of_points_);
  const judge::SubgroupMode modes_to_try[] = {judge::SubgroupMode::NOMINAL_TOLERANCE,
                                              judge::SubgroupMode::VARIABLE_LIMITS, judge::SubgroupMode::STANDARDIZED};
  run(modes.change(engineer, id, {.new_mode = modes_to_try[GetParam() % 3]}));
  for (int i = 0; i < 150; ++i) step(id);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_P(SeriesPropertyTest, CountsInSamplesOfUnequalSizeInEveryMode) {
  counts_ = true;
  const auto id =
      create({.data_type = GetParam() % 2 == 0 ? judge::DataType::np : judge::DataType::c, .subgroup_size = 50}).id;
  for (int i = 0; i < 6; ++i) submit(id, SampleInput{.defect_count = 10});
  recalculate(id);
  const judge::SubgroupMode modes_to_try[] = {judge::SubgroupMode::NOMINAL_TOLERANCE,
                                              judge::SubgroupMode::VARIABLE_LIMITS, judge::SubgroupMode::STANDARDIZED};
  run(modes.change(engineer, id, {.new_mode = modes_to_try[GetParam() % 3]}));
  for (int i = 0; i < 150; ++i) step(id);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_P(SeriesPropertyTest, SignalsAreUnbrokenRunsOfFirings) {
  const auto id = individuals();
  for (int i = 0; i < 150; ++i) step(id);
  database->read_now([&](db::Session& s) {
    std::map<std::pair<spc::ChartPart, spc::Rule>, base::SampleId> running;
    for (const series::SeriesSample& sample : samples_from(s, load_characteristic(s, id), {}, 100'000).samples) {
      std::map<std::pair<spc::ChartPart, spc::Rule>, base::SampleId> now;
      for (const judge::RaisedViolation& violation : violations_of(s, sample.at.id)) {
        const auto key = std::pair(violation.chart, violation.rule);
        const auto before = running.find(key);
        const bool goes_on = before != running.end() && violation.rule != spc::Rule::outlier;
        EXPECT_EQ(violation.signal_start, goes_on ? before->second : sample.at.id);
        EXPECT_EQ(violation.sample_ids.back(), sample.at.id);
        now[key] = violation.signal_start;
      }
      running = std::move(now);
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Walks, SeriesPropertyTest, ::testing::Range(1U, 13U));

}  // namespace
}  // namespace openspc::quality::testing
