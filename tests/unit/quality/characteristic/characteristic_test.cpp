#include "quality/sample/violation_store.h"
#include "unit/quality/characteristic/characteristic_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::vector<std::int64_t> ids(const std::vector<CharacteristicView>& views) {
  std::vector<std::int64_t> found;
  for (const CharacteristicView& view : views) found.push_back(view.id.value);
  return found;
}

class CharacteristicServiceTest : public CharacteristicTest {
 protected:
  CharacteristicPage list(CharacteristicQuery query = {}) { return run(characteristics.list(admin.principal, query)); }
  std::string refused_update(base::CharacteristicId id, CharacteristicUpdate update) {
    return refusal(characteristics.update(engineer, id, std::move(update)));
  }
};

TEST_F(CharacteristicServiceTest, StartsWithoutLimitsAndWithAllRulesOn) {
  const CharacteristicView view = create_variable(5);
  EXPECT_EQ(view.chart_type, "xbar_r");
  EXPECT_EQ(view.ucl, std::nullopt);
  EXPECT_EQ(view.sample_count, std::nullopt);
  const auto rules = run(characteristics.rules(engineer.principal, view.id));
  ASSERT_THAT(rules, SizeIs(8));
  for (const judge::RuleSwitch& rule : rules) EXPECT_TRUE(rule.is_enabled && rule.require_acknowledgement);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM characteristic_rules"), 8);
}

TEST_F(CharacteristicServiceTest, ChartFollowsFromDataTypeAndSubgroupSize) {
  EXPECT_EQ(create_variable(1).chart_type, "i_mr");
  EXPECT_EQ(create_variable(10).chart_type, "xbar_r");
  EXPECT_EQ(create_variable(11).chart_type, "xbar_s");
  EXPECT_EQ(create_attribute(judge::DataType::np, 200).chart_type, "np");
}

TEST_F(CharacteristicServiceTest, CreationRefusesCountsThatDoNotFitTogether) {
  const auto refused = [this](CharacteristicCreate request) {
    request.hierarchy_id = home_node;
    request.name = "Bore";
    return refusal(characteristics.create(engineer, request));
  };
  EXPECT_THAT(refused({.subgroup_size = 3, .min_measurements = 4}), StartsWith("422"));
  EXPECT_THAT(refused({.subgroup_size = 5, .min_measurements = 3, .warn_below_count = 2}), StartsWith("422"));
  EXPECT_THAT(refused({.subgroup_size = 5, .warn_below_count = 6}), StartsWith("422"));
  EXPECT_THAT(refused({.subgroup_size = 26}), StartsWith("422"));
  EXPECT_THAT(refused({.usl = 1, .lsl = 2}), StartsWith("422"));
  EXPECT_EQ(refused({.data_type = judge::DataType::u, .subgroup_size = 1'000'000}), "none");
}

TEST_F(CharacteristicServiceTest, CreationNeedsAnExistingNodeAndAnEngineerAtItsPlant) {
  EXPECT_THAT(refusal(characteristics.create(engineer, {.hierarchy_id = {999}, .name = "Bore"})), StartsWith("404"));
  EXPECT_THAT(refusal(characteristics.create(operator_, {.hierarchy_id = home_node, .name = "Bore"})),
              StartsWith("403"));
  EXPECT_THAT(refusal(characteristics.create(stranger, {.hierarchy_id = home_node, .name = "Bore"})),
              StartsWith("404"));
  EXPECT_EQ(refusal(characteristics.create(admin, {.hierarchy_id = home_node, .name = "Bore"})), "none");
}

TEST_F(CharacteristicServiceTest, OtherPlantsAreNotSeenAndNotChanged) {
  const base::CharacteristicId id = create({.hierarchy_id = away_node}).id;
  EXPECT_THAT(refusal(characteristics.get(engineer.principal, id)), StartsWith("404"));
  EXPECT_THAT(refusal(characteristics.rules(engineer.principal, id)), StartsWith("404"));
  EXPECT_THAT(refusal(charts.get(engineer.principal, id, {})), StartsWith("404"));
  EXPECT_THAT(refusal(characteristics.at_node(engineer.principal, away_node, Depth::node_only)), StartsWith("404"));
  EXPECT_THAT(refusal(characteristics.update(engineer, id, {})), StartsWith("404"));
  EXPECT_THAT(refusal(characteristics.remove(engineer, id)), StartsWith("404"));
  EXPECT_THAT(refusal(limits.recalculate(engineer, id, {})), StartsWith("404"));
  EXPECT_THAT(refusal(limits.set(engineer, id, {11, 9, 10, 1})), StartsWith("404"));
  EXPECT_THAT(refusal(modes.change(engineer, id, {})), StartsWith("404"));
  EXPECT_THAT(refusal(characteristics.replace_rules(engineer, id, {})), StartsWith("404"));
}

TEST_F(CharacteristicServiceTest, ListIsNarrowedToThePlantsOfTheCaller) {
  const auto mine = create_variable(1).id;
  const auto theirs = create({.hierarchy_id = away_node}).id;
  EXPECT_THAT(ids(run(characteristics.list(engineer.principal, {})).items), ElementsAre(mine.value));
  EXPECT_THAT(ids(run(characteristics.list(stranger.principal, {})).items), ElementsAre(theirs.value));
  EXPECT_THAT(ids(list().items), ElementsAre(mine.value, theirs.value));
  EXPECT_THAT(list({.plant_id = away}).items, SizeIs(1));
}

TEST_F(CharacteristicServiceTest, ListPagesAndReportsWhatItApplied) {
  for (int i = 0; i < 5; ++i) create_variable(1);
  const CharacteristicPage page = list({.page = 2, .per_page = 2});
  EXPECT_THAT(page.items, SizeIs(2));
  EXPECT_EQ(page.total, 5);
  EXPECT_EQ(page.offset, 2);
  EXPECT_EQ(page.limit, 2);
}

TEST_F(CharacteristicServiceTest, ListFiltersByDataSource) {
  const auto manual = create_variable(1).id;
  const auto fed = create_variable(1).id;
  execute(
      "INSERT INTO data_source (type, characteristic_id, trigger_strategy, is_active, created_at, updated_at)"
      " VALUES ('mqtt', " +
      std::to_string(fed.value) + ", 'on_change', ${true}, '2026-01-01 00:00:00', '2026-01-01 00:00:00')");
  EXPECT_THAT(ids(list({.provider_type = "manual"}).items), ElementsAre(manual.value));
  EXPECT_THAT(ids(list({.provider_type = "Tag"}).items), ElementsAre(fed.value));
  EXPECT_THAT(list({.provider_type = "opcua"}).items, IsEmpty());
  EXPECT_THAT(list({.provider_type = "carrier pigeon"}).items, IsEmpty());
  EXPECT_EQ(get(fed).data_source->type, "mqtt");
}

TEST_F(CharacteristicServiceTest, StateIsThatOfTheNewestSampleInUse) {
  const auto good = create_variable(1).id;
  const auto bad = create_variable(1).id;
  add_sample(good, {10});
  add_sample(bad, {10});
  add_violation(add_sample(bad, {20}), 1);
  EXPECT_THAT(ids(list({.in_control = true}).items), ElementsAre(good.value));
  const auto out = list({.in_control = false}).items;
  ASSERT_THAT(ids(out), ElementsAre(bad.value));
  EXPECT_EQ(out[0].sample_count, 2);
  EXPECT_EQ(out[0].unacknowledged_violations, 1);
  EXPECT_EQ(out[0].in_control, false);
}

TEST_F(CharacteristicServiceTest, DeletedSamplesAndSupersededViolationsDoNotCount) {
  const auto id = create_variable(1).id;
  const auto violation = add_violation(add_sample(id, {20}), 1);
  flag("deleted_at = '2026-02-12 09:00:00.000000'", add_sample(id, {20}));
  database->write_now([&](db::Session& s) { sample::supersede_violation(s, violation, clock.now()); });
  const CharacteristicView view = list().items.at(0);
  EXPECT_EQ(view.sample_count, 1);
  EXPECT_EQ(view.unacknowledged_violations, 0);
  EXPECT_EQ(view.in_control, true);
}

TEST_F(CharacteristicServiceTest, NodeListsItsOwnOrItsWholeSubtree) {
  const auto child = add_node(home, "Cell", home_node);
  const auto top = create_variable(1).id;
  const auto below = create({.hierarchy_id = child}).id;
  EXPECT_THAT(ids(run(characteristics.at_node(engineer.principal, home_node, Depth::node_only))),
              ElementsAre(top.value));
  EXPECT_THAT(ids(run(characteristics.at_node(engineer.principal, home_node, Depth::with_descendants))),
              ElementsAre(top.value, below.value));
}

TEST_F(CharacteristicServiceTest, UpdateReplacesWhatIsGivenAndClearsWithNull) {
  const auto id = create({.description = "old", .subgroup_size = 5, .usl = 11, .lsl = 9}).id;
  CharacteristicUpdate update;
  update.name = std::string("Diameter");
  update.description = std::nullopt;
  update.usl = std::nullopt;
  const CharacteristicView view = run(characteristics.update(engineer, id, update));
  EXPECT_EQ(view.name, "Diameter");
  EXPECT_EQ(view.description, std::nullopt);
  EXPECT_EQ(view.usl, std::nullopt);
  EXPECT_EQ(view.lsl, 9);
  EXPECT_THAT(announced, IsEmpty());
}

TEST_F(CharacteristicServiceTest, UpdateIsCheckedAcrossMembersToo) {
  const auto id = create({.subgroup_size = 5, .usl = 11, .lsl = 9, .min_measurements = 2}).id;
  EXPECT_THAT(refused_update(id, {.min_measurements = 6}), StartsWith("422"));
  EXPECT_THAT(refused_update(id, {.warn_below_count = 1}), StartsWith("422"));
  EXPECT_THAT(refused_update(id, {.usl = 8.0}), StartsWith("422"));
  EXPECT_THAT(refused_update(id, {.ucl = 9.0, .lcl = 10.0}), StartsWith("422"));
  EXPECT_THAT(refused_update(id, {.ucl = 9.0, .lcl = 9.0}), StartsWith("422"));
  EXPECT_THAT(refused_update(id, {.usl = 1e101}), StartsWith("422"));
  EXPECT_THAT(refused_update(id, {.ucl = 1e-101, .lcl = 0.0}), StartsWith("422"));
}

TEST_F(CharacteristicServiceTest, RowThatNeverFittedTogetherCanStillBeRenamed) {
  const auto id = create_variable(5).id;
  execute("UPDATE characteristic SET usl = 1, lsl = 2");
  CharacteristicUpdate update;
  update.name = std::string("Renamed");
  EXPECT_EQ(refused_update(id, update), "none");
}

TEST_F(CharacteristicServiceTest, PairOfLimitsBringsCenterAndSigmaAlong) {
  const auto id = create_variable(4).id;
  const CharacteristicView view = run(characteristics.update(engineer, id, {.ucl = 13.0, .lcl = 7.0}));
  EXPECT_DOUBLE_EQ(*view.stored_center_line, 10);
  EXPECT_DOUBLE_EQ(*view.stored_sigma, 2);  // (13 - 7) / 6 * sqrt(4)
  EXPECT_EQ(view.limits_method, "manual");
  ASSERT_THAT(announced, SizeIs(1));
  EXPECT_EQ(announced[0].ucl, 13);
  EXPECT_EQ(announced[0].center_line, 10);
  EXPECT_EQ(scalar<std::string>("SELECT method FROM limit_revision"), "manual");
  EXPECT_EQ(scalar<std::string>("SELECT created_by FROM limit_revision"), "erin");
}

TEST_F(CharacteristicServiceTest, SingleLimitMovesAloneAndMustLeaveTheCenterInside) {
  const auto id = create_variable(1).id;
  run(limits.set(engineer, id, {.ucl = 13, .lcl = 7, .center_line = 10, .sigma = 1}));
  const CharacteristicView view = run(characteristics.update(engineer, id, {.ucl = 12.0}));
  EXPECT_EQ(view.stored_center_line, 10);
  EXPECT_EQ(view.stored_sigma, 1);
  EXPECT_THAT(refused_update(id, {.ucl = 9.0}), HasSubstr("center line"));
}

TEST_F(CharacteristicServiceTest, NullWithdrawsTheLimits) {
  const auto id = create_variable(1).id;
  run(limits.set(engineer, id, {.ucl = 13, .lcl = 7, .center_line = 10, .sigma = 1}));
  const CharacteristicView view = run(characteristics.update(engineer, id, {.ucl = std::nullopt, .lcl = std::nullopt}));
  EXPECT_EQ(view.stored_center_line, std::nullopt);
  EXPECT_EQ(view.stored_sigma, std::nullopt);
  EXPECT_EQ(announced.back().ucl, std::nullopt);
}

TEST_F(CharacteristicServiceTest, UpdateOfTheModeMigratesLikeChangeMode) {
  const auto id = create_variable(5).id;
  run(limits.set(engineer, id, {.ucl = 10.6708204, .lcl = 9.3291796, .center_line = 10, .sigma = 0.5}));
  add_sample(id, {10.6, 10.6, 10.6});
  run(characteristics.update(engineer, id, {.subgroup_mode = judge::SubgroupMode::STANDARDIZED}));
  EXPECT_NEAR(scalar<double>("SELECT z_score FROM sample"), 2.078461, 1e-6);
}

TEST_F(CharacteristicServiceTest, EveryChangeTellsTheIntakeToRebuildItsWindow) {
  const auto id = create_variable(1).id;
  const auto version = [this] { return scalar<std::int64_t>("SELECT sequence_version FROM characteristic"); };
  std::int64_t before = version();
  run(characteristics.update(engineer, id, {.min_measurements = 1}));
  EXPECT_GT(version(), std::exchange(before, version()));
  run(limits.set(engineer, id, {.ucl = 13, .lcl = 7, .center_line = 10, .sigma = 1}));
  EXPECT_GT(version(), std::exchange(before, version()));
  run(characteristics.replace_rules(engineer, id, {}));
  EXPECT_GT(version(), std::exchange(before, version()));
  run(modes.change(engineer, id, {judge::SubgroupMode::VARIABLE_LIMITS}));
  EXPECT_GT(version(), before);
}

TEST_F(CharacteristicServiceTest, ChangesAreAudited) {
  const auto id = create_variable(1).id;
  run(limits.set(engineer, id, {.ucl = 13, .lcl = 7, .center_line = 10, .sigma = 1}));
  run(characteristics.remove(engineer, id));
  EXPECT_THAT(column<std::string>("SELECT action FROM audit_event WHERE entity_type = 'characteristic' ORDER BY id"),
              ElementsAre("characteristic.created", "characteristic.limits_set", "characteristic.deleted"));
}

TEST_F(CharacteristicServiceTest, DeletionIsRefusedWhileASampleExistsAlsoAnExcludedOne) {
  const auto id = create_variable(1).id;
  const auto sample = add_sample(id, {10});
  EXPECT_THAT(refusal(characteristics.remove(engineer, id)), StartsWith("409"));
  flag("is_excluded = ${true}", sample);
  EXPECT_THAT(refusal(characteristics.remove(engineer, id)), StartsWith("409"));
}

TEST_F(CharacteristicServiceTest, DeletionTakesDeletedSamplesAndRulesAlong) {
  const auto id = create_variable(1).id;
  flag("deleted_at = '2026-02-12 09:00:00.000000'", add_sample(id, {10}));
  EXPECT_EQ(refusal(characteristics.remove(engineer, id)), "none");
  EXPECT_THAT(refusal(characteristics.get(engineer.principal, id)), StartsWith("404"));
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample"), 0);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM characteristic_rules"), 0);
}

TEST_F(CharacteristicServiceTest, RuleWithoutARowIsOnForEverybody) {
  const auto id = create_variable(1).id;
  const auto stored = run(characteristics.replace_rules(
      engineer, id, {{.rule_id = 2, .is_enabled = false}, {.rule_id = 1, .require_acknowledgement = false}}));
  EXPECT_THAT(stored, SizeIs(2));
  const auto rules = run(characteristics.rules(engineer.principal, id));
  ASSERT_THAT(rules, SizeIs(8));
  EXPECT_FALSE(rules[0].require_acknowledgement);
  EXPECT_FALSE(rules[1].is_enabled);
  EXPECT_TRUE(rules[2].is_enabled);
  const judge::RuleSwitches switches = database->read_now([&](db::Session& s) { return load_rules(s, id); });
  EXPECT_FALSE(switches.config().enabled.contains(spc::Rule::shift));
  EXPECT_TRUE(switches.config().enabled.contains(spc::Rule::trend));
}

TEST_F(CharacteristicServiceTest, RuleParametersReachTheEngine) {
  const auto id = create_variable(1).id;
  run(characteristics.replace_rules(engineer, id,
                                    {{.rule_id = 1, .parameters = {{{"sigma", 2.5}}}},
                                     {.rule_id = 2, .parameters = {{{"count", 7}, {"window", 7}}}}}));
  const judge::RuleSwitches switches = database->read_now([&](db::Session& s) { return load_rules(s, id); });
  const spc::RuleConfig config = switches.config();
  EXPECT_EQ(config.beyond_limit, spc::BeyondLimit::k_sigma);
  EXPECT_EQ(config.of(spc::Rule::outlier).sigma, 2.5);
  EXPECT_EQ(config.of(spc::Rule::shift).window, 7);
}

TEST_F(CharacteristicServiceTest, RulesThatMakeNoSenseAreRefused) {
  const auto id = create_variable(1).id;
  const auto refused = [&](std::vector<judge::RuleSwitch> rules) {
    return refusal(characteristics.replace_rules(engineer, id, std::move(rules)));
  };
  EXPECT_THAT(refused({{.rule_id = 2}, {.rule_id = 2}}), StartsWith("422"));
  EXPECT_THAT(refused({{.rule_id = 2, .parameters = {{{"window", 65}, {"count", 65}}}}}), StartsWith("422"));
  EXPECT_THAT(refused({{.rule_id = 5, .parameters = {{{"count", 4}}}}}), StartsWith("422"));
  EXPECT_THAT(refused({{.rule_id = 5, .parameters = {{{"sigma", "two"}}}}}), StartsWith("422"));
}

}  // namespace
}  // namespace openspc::quality::testing
