// Edits, exclusions and deletions: history, rights, and violations that follow what the series has become.

#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

class SampleChangeTest : public SampleTest {
 protected:
  SampleResult edit(base::SampleId id, Readings readings) {
    return run(samples.edit(supervisor, id, {.measurements = std::move(readings), .reason = "typing error"}));
  }
  Sample exclude(base::SampleId id, bool excluded = true) {
    return run(samples.set_excluded(supervisor, id, {.is_excluded = excluded, .reason = "probe was loose"}));
  }
  std::vector<base::SampleId> fill(base::CharacteristicId id, const std::vector<double>& values) {
    std::vector<base::SampleId> ids;
    for (const double value : values) ids.push_back(submit(id, Readings{value}).sample.sample_id);
    return ids;
  }
  sample::Service samples{*database, events, clock, *intake};
};

TEST_F(SampleChangeTest, AnEditReplacesReadingsAndAllThatFollowsFromThem) {
  const auto id = create({.subgroup_size = 3}).id;
  run(limits.set(engineer, id, {.ucl = 13, .lcl = 7, .center_line = 10, .sigma = std::sqrt(3.0)}));
  const auto sample = submit(id, Readings{10, 11, 12}).sample.sample_id;
  const SampleResult result = edit(sample, {9, 10});
  EXPECT_DOUBLE_EQ(result.mean, 9.5);
  EXPECT_TRUE(result.is_undersized);
  const Sample stored = run(samples.get(supervisor.principal, sample));
  EXPECT_THAT(stored.measurements, ElementsAre(9, 10));
  EXPECT_EQ(stored.actual_n, 2);
  EXPECT_TRUE(stored.is_modified);
  EXPECT_EQ(stored.edit_count, 1);
}

TEST_F(SampleChangeTest, AnEditIsRememberedWithItsAuthorAndReason) {
  const auto id = individuals();
  const auto sample = submit(id, Readings{1}).sample.sample_id;
  edit(sample, {2});
  clock.advance(1min);
  edit(sample, {3});
  const auto history = run(samples.history(engineer.principal, sample));
  ASSERT_EQ(history.size(), 2U);
  EXPECT_THAT(history[0].previous_values, ElementsAre(2));
  EXPECT_THAT(history[0].new_values, ElementsAre(3));
  EXPECT_EQ(history[1].edited_by, "susan");
  EXPECT_EQ(history[1].reason, "typing error");
  EXPECT_DOUBLE_EQ(history[1].previous_mean, 1);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM audit_event WHERE action = 'sample.edited'"), 2);
}

// The reference judged an edited sample without limits and among the newest samples instead of at its own place.
TEST_F(SampleChangeTest, AnEditedSampleIsJudgedAtItsOwnPosition) {
  const auto id = individuals();
  const auto ids = fill(id, {.5, -.4, .3, -.2, .1, -.3, .6, -.5, .2, -.1});
  const SampleResult result = edit(ids[3], {-3.5});
  ASSERT_FALSE(result.in_control);
  EXPECT_EQ(result.violations[0].rule_id, 1);
  EXPECT_EQ(result.zone, chart::ZoneName::beyond_lcl);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(SampleChangeTest, AnEditSupersedesWhatNoLongerHolds) {
  const auto id = individuals();
  use_rules(id, {1, 2});
  const auto ids = fill(id, std::vector<double>(12, 0.5));
  EXPECT_EQ(stored_firings(id).size(), 4U);
  edit(ids[5], {-0.5});
  EXPECT_THAT(stored_firings(id), IsEmpty());
  edit(ids[5], {0.5});  // back again: the same rows are in force again
  EXPECT_EQ(stored_firings(id).size(), 4U);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM violation"), 4);
}

TEST_F(SampleChangeTest, ViolationsOfAnEditCarryCharacteristicAndTheRulesWish) {
  const auto id = individuals();
  run(characteristics.replace_rules(engineer, id, {{.rule_id = 1, .require_acknowledgement = false}}));
  const auto sample = submit(id, Readings{1}).sample.sample_id;
  edit(sample, {5});
  EXPECT_EQ(scalar<std::int64_t>("SELECT char_id FROM violation"), id.value);
  EXPECT_FALSE(scalar<bool>("SELECT requires_acknowledgement FROM violation"));
  EXPECT_EQ(created.size(), 1U);
}

TEST_F(SampleChangeTest, AnEditMustFitTheCharacteristic) {
  const auto id = individuals("Bore");
  const auto sample = submit(id, Readings{1}).sample.sample_id;
  EXPECT_THAT(refusal(samples.edit(supervisor, sample, {.measurements = Readings{1, 2}, .reason = "r"})),
              HasSubstr("400 The sample has 2 measurements"));
  EXPECT_THAT(refusal(samples.edit(supervisor, sample, {.reason = "r"})), HasSubstr("422 Field required"));
}

TEST_F(SampleChangeTest, CountsAreEditedToo) {
  const auto id = create_attribute(judge::DataType::p, 100).id;
  const auto sample = submit(id, SampleInput{.defect_count = 4, .inspected_size = 80}).sample.sample_id;
  const SampleResult result = run(samples.edit(supervisor, sample, {.reason = "recounted", .defect_count = 8}));
  EXPECT_DOUBLE_EQ(result.mean, 0.1);
  const auto history = run(samples.history(supervisor.principal, sample));
  EXPECT_THAT(history[0].previous_values, ElementsAre(4, 80));
  EXPECT_THAT(history[0].new_values, ElementsAre(8, 80));
}

TEST_F(SampleChangeTest, AnExclusionBridgesTheGap) {
  const auto id = individuals();
  use_rules(id, {2});
  std::vector<double> values(5, 0.5);
  values.push_back(-0.5);
  values.insert(values.end(), 4, 0.5);
  const auto ids = fill(id, values);
  EXPECT_THAT(stored_firings(id), IsEmpty());
  const Sample excluded = exclude(ids[5]);
  EXPECT_TRUE(excluded.is_excluded);
  EXPECT_TRUE(excluded.excluded);
  EXPECT_EQ(excluded.exclude_reason, "probe was loose");
  EXPECT_FALSE(excluded.display_key.empty());
  EXPECT_EQ(stored_firings(id).size(), 1U);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(SampleChangeTest, BringingBackUndoesAnExclusion) {
  const auto id = individuals();
  const auto ids = fill(id, {.5, .6, 3.5, .4, .5, .6, .7, .5, .4, .3, .6});
  const auto before = stored_firings(id);
  exclude(ids[2]);
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
  EXPECT_FALSE(exclude(ids[2], false).exclude_reason.has_value());
  EXPECT_EQ(stored_firings(id), before);
}

TEST_F(SampleChangeTest, TheNextSampleKnowsOfAnExclusion) {
  const auto id = individuals();
  use_rules(id, {2});
  const auto ids = fill(id, std::vector<double>(8, 0.5));
  exclude(ids[3]);
  EXPECT_TRUE(submit(id, Readings{0.5}).sample.in_control());
  EXPECT_FALSE(submit(id, Readings{0.5}).sample.in_control());
}

TEST_F(SampleChangeTest, ExcludingTwiceIsOneChange) {
  const auto id = individuals();
  const auto sample = submit(id, Readings{1}).sample.sample_id;
  exclude(sample);
  exclude(sample);
  EXPECT_EQ(changed.size(), 1U);
}

TEST_F(SampleChangeTest, AnAcknowledgedViolationSurvivesItsSamplesExclusion) {
  const auto id = individuals();
  const auto sample = submit(id, Readings{4}).sample.sample_id;
  execute("UPDATE violation SET acknowledged = ${true}, ack_user = 'susan'");
  exclude(sample);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM violation WHERE superseded_at IS NOT NULL"), 1);
  exclude(sample, false);
  EXPECT_EQ(scalar<std::int64_t>(
                "SELECT COUNT(*) FROM violation WHERE superseded_at IS NULL AND acknowledged AND ack_user = 'susan'"),
            1);
}

TEST_F(SampleChangeTest, ADeletedSampleIsFoundNoMoreButItsRowStays) {
  const auto id = individuals();
  const auto ids = fill(id, {.5, 4, .6});
  run(samples.remove(supervisor, ids[1]));
  EXPECT_THAT(refusal(samples.get(supervisor.principal, ids[1])), HasSubstr("404"));
  EXPECT_EQ(run(samples.list(supervisor.principal, {.characteristic_id = id, .include_excluded = true})).total, 2);
  EXPECT_EQ(scalar<std::string>("SELECT deleted_by FROM sample WHERE deleted_at IS NOT NULL"), "susan");
  EXPECT_THAT(stored_firings(id), IsEmpty());
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM audit_event WHERE action = 'sample.deleted'"), 1);
  EXPECT_EQ(submit(id, Readings{.1}).sample.display_key, "260212-004");
}

TEST_F(SampleChangeTest, AnnotationsOfADeletedSampleStay) {
  const auto id = individuals();
  const auto sample = submit(id, Readings{1}).sample.sample_id;
  execute(
      "INSERT INTO annotation (characteristic_id, annotation_type, text, sample_id, created_at, updated_at)"
      " VALUES (" +
      std::to_string(id.value) + ", 'point', 'note', " + std::to_string(sample.value) +
      ", '2026-01-01 00:00:00', '2026-01-01 00:00:00')");
  run(samples.remove(supervisor, sample));
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM annotation WHERE sample_id IS NULL"), 1);
}

TEST_F(SampleChangeTest, TellsEveryChange) {
  const auto id = individuals();
  const auto ids = fill(id, {1, 2});
  edit(ids[0], {1.5});
  exclude(ids[0]);
  run(samples.remove(supervisor, ids[1]));
  ASSERT_EQ(changed.size(), 3U);
  EXPECT_EQ(changed[0].characteristic_id, id);
  EXPECT_EQ(changed[2].plant_id, home);
}

TEST_F(SampleChangeTest, SupervisorsOfThePlantChangeOthersDoNot) {
  const auto id = individuals();
  const auto sample = submit(id, Readings{1}).sample.sample_id;
  EXPECT_THAT(refusal(samples.remove(operator_, sample)), HasSubstr("403"));
  EXPECT_THAT(refusal(samples.set_excluded(operator_, sample, {.is_excluded = true})), HasSubstr("403"));
  EXPECT_THAT(refusal(samples.edit(stranger, sample, {.measurements = Readings{1}, .reason = "r"})), HasSubstr("404"));
  EXPECT_THAT(refusal(samples.remove(supervisor, {99})), "404 Sample 99 not found");
  EXPECT_EQ(refusal(samples.set_excluded(admin, sample, {.is_excluded = true})), "none");
}

TEST_F(SampleChangeTest, OtherPlantsSeeNothing) {
  const auto id = individuals();
  const auto sample = submit(id, Readings{1}).sample.sample_id;
  EXPECT_THAT(refusal(samples.get(stranger.principal, sample)), HasSubstr("404"));
  EXPECT_THAT(refusal(samples.history(stranger.principal, sample)), HasSubstr("404"));
  EXPECT_EQ(run(samples.list(stranger.principal, {})).total, 0);
  EXPECT_EQ(run(samples.list(operator_.principal, {})).total, 1);
  EXPECT_EQ(run(samples.list(admin.principal, {})).total, 1);
}

TEST_F(SampleChangeTest, ListsFilterPageAndSort) {
  const auto id = individuals();
  const auto ids = fill(id, {1, 2, 3, 4, 5});
  individuals("Other");
  exclude(ids[4]);
  const auto list = [&](SampleQuery query) {
    query.characteristic_id = id;
    return run(samples.list(operator_.principal, query));
  };
  EXPECT_EQ(list({}).total, 4);
  EXPECT_EQ(list({.include_excluded = true}).total, 5);
  EXPECT_DOUBLE_EQ(list({}).items.front().mean, 4);
  EXPECT_DOUBLE_EQ(list({.sort_dir = SortOrder::asc}).items.front().mean, 1);
  const SamplePage page = list({.offset = 1, .limit = 2});
  ASSERT_EQ(page.items.size(), 2U);
  EXPECT_DOUBLE_EQ(page.items[0].mean, 3);
  EXPECT_EQ(page.offset, 1);
  const auto third = run(samples.get(operator_.principal, ids[2])).timestamp;
  EXPECT_EQ(list({.start_date = third}).total, 2);
  EXPECT_EQ(list({.end_date = third}).total, 3);
}

TEST_F(SampleChangeTest, SubmittingNeedsARoleAtThePlant) {
  const auto id = individuals();
  EXPECT_THAT(refusal(samples.submit(stranger, {.characteristic_id = id, .measurements = Readings{1}})),
              HasSubstr("404"));
  const auto submitted = run(samples.submit(operator_, {.characteristic_id = id, .measurements = Readings{3.5}}));
  EXPECT_EQ(submitted.result.zone, chart::ZoneName::beyond_ucl);
  ASSERT_EQ(submitted.result.violations.size(), 1U);
  EXPECT_EQ(submitted.result.violations[0].severity, "CRITICAL");
  EXPECT_EQ(submitted.result.violations[0].rule_name, "Outlier");
  EXPECT_GT(submitted.result.processing_time_ms, 0);
}

}  // namespace
}  // namespace openspc::quality::testing
