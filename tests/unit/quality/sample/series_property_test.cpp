// Whatever happens to a series, in whatever order, the violations in force are those of the series as it is in the end.
// Random walks of submissions, late submissions, imports, edits, exclusions, deletions, changes of limits and mode, and
// restarts; the seed is printed with a failure.

#include "unit/quality/sample/random_walk.h"

namespace openspc::quality::testing {
namespace {

using namespace std::chrono_literals;

class SeriesPropertyTest : public RandomWalk<SampleTest> {
 protected:
  judge::SubgroupMode any_mode() {
    constexpr judge::SubgroupMode all[] = {judge::SubgroupMode::NOMINAL_TOLERANCE, judge::SubgroupMode::VARIABLE_LIMITS,
                                           judge::SubgroupMode::STANDARDIZED};
    return all[between(0, 2)];
  }

  void step(base::CharacteristicId id) {
    switch (between(0, 11)) {
      case 0:
        ids_.push_back(submit_late(id, 60));
        return;
      case 1:
        return edit_any();
      case 2:
        return exclude_any();
      case 3:
        if (chance(3)) remove_any();
        return;
      case 4:
        if (chance(2)) restart();
        return;
      case 5:
        return submit_some(id, 5, 60, RuleEvaluation::on);
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

  double sigma_of_points_ = 1;
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
