// One measurement becomes one sample, judged once.

#include <algorithm>

#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

class IntakeTest : public SampleTest {};

std::vector<double> alternating(std::size_t n) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(i % 2 == 0 ? 0.5 : -0.5);
  return values;
}

// Points at which a rule fires, counted from 1.
std::vector<std::size_t> firing_points(const std::vector<std::set<int>>& fired, int rule) {
  std::vector<std::size_t> points;
  for (std::size_t i = 0; i < fired.size(); ++i)
    if (fired[i].contains(rule)) points.push_back(i + 1);
  return points;
}

TEST_F(IntakeTest, StoresTheSampleWithItsReadingsInOrder) {
  const auto id = create({.subgroup_size = 5}).id;
  const auto outcome =
      submit(id, SampleInput{.measurements = {10.1, 9.9, 10.3}, .batch_number = "LOT-7", .operator_id = "olga"});
  EXPECT_NEAR(outcome.sample.mean, 10.1, 1e-12);
  EXPECT_NEAR(*outcome.sample.range, 0.4, 1e-12);
  EXPECT_EQ(outcome.sample.zone(), "unknown");
  EXPECT_TRUE(outcome.sample.is_undersized);
  EXPECT_EQ(outcome.sample.timestamp, clock.now());
  EXPECT_EQ(outcome.sample.display_key, "260212-001");
  EXPECT_THAT(column<double>("SELECT value FROM measurement ORDER BY id"), ElementsAre(10.1, 9.9, 10.3));
  EXPECT_EQ(scalar<std::string>("SELECT batch_number || operator_id || actual_n FROM sample"), "LOT-7olga3");
}

TEST_F(IntakeTest, ShiftFiresAtExactlyTheNinthPoint) {
  const auto id = individuals();
  EXPECT_THAT(firing_points(feed(id, std::vector<double>(9, 0.5)), 2), ElementsAre(9));
}

TEST_F(IntakeTest, TrendFiresAtExactlyTheSixthPoint) {
  const auto id = individuals();
  EXPECT_THAT(firing_points(feed(id, {0, .1, .2, .3, .4, .5}), 3), ElementsAre(6));
}

TEST_F(IntakeTest, AlternationFiresAtExactlyTheFourteenthPoint) {
  const auto id = individuals();
  EXPECT_THAT(firing_points(feed(id, alternating(14)), 4), ElementsAre(14));
}

TEST_F(IntakeTest, ZoneRulesNeedTwoOfThreeAndFourOfFive) {
  const auto id = individuals();
  EXPECT_THAT(firing_points(feed(id, {2.5, 0.1, 2.1}), 5), ElementsAre(3));
  const auto other = individuals("Other");
  EXPECT_THAT(firing_points(feed(other, {1.5, 1.5, -0.1, 1.5, 1.5}), 6), ElementsAre(5));
}

TEST_F(IntakeTest, StratificationFiresAtTheFifteenthAndMixtureAtTheEighth) {
  const auto id = individuals();
  EXPECT_THAT(firing_points(feed(id, {.1, -.2, -.1, .3, .2, -.3, -.1, .2, .3, -.2, .1, .2, -.1, -.2, .3}), 7),
              ElementsAre(15));
  const auto other = individuals("Other");
  EXPECT_THAT(firing_points(feed(other, {1.5, -1.5, -1.6, 1.6, -1.5, 1.5, 1.4, -1.6}), 8), ElementsAre(8));
}

TEST_F(IntakeTest, AnOutlierFiresAtOnceAndNamesItself) {
  const auto id = individuals();
  const auto outcome = submit(id, Readings{3.01});
  ASSERT_EQ(outcome.sample.violations.size(), 1U);
  EXPECT_EQ(outcome.sample.violations[0].rule, spc::Rule::outlier);
  EXPECT_THAT(outcome.sample.violations[0].sample_ids, ElementsAre(outcome.sample.sample_id));
  EXPECT_FALSE(outcome.sample.in_control());
  EXPECT_EQ(outcome.sample.zone(), "beyond_ucl");
}

TEST_F(IntakeTest, APointOnALimitFiresNothingOnEitherSide) {
  EXPECT_TRUE(submit(individuals("Upper"), Readings{3.0}).sample.in_control());
  EXPECT_TRUE(submit(individuals("Lower"), Readings{-3.0}).sample.in_control());
}

TEST_F(IntakeTest, AZoneContainsItsLowerLine) {
  const auto id = individuals();
  const auto zone_of = [&](double reading) { return std::string(submit(id, Readings{reading}).sample.zone()); };
  EXPECT_EQ(zone_of(3), "beyond_ucl");
  EXPECT_EQ(zone_of(2), "zone_a_upper");
  EXPECT_EQ(zone_of(-2), "zone_b_lower");
  EXPECT_EQ(zone_of(-3), "zone_a_lower");
}

// The defect of the reference that this design is about: a cold window counted the newest sample twice.
TEST_F(IntakeTest, AColdWindowJudgesAsAWarmOne) {
  const std::vector<double> values = {.5, .6,  .4, .5,  .6, .7, .8,  .9,   1.1, 1.2,  2.1, .3,   2.5, 3.5,
                                      .1, -.2, .1, -.1, .2, .1, 1.5, -1.5, 1.6, -1.7, 1.5, -1.6, 1.4, 1.9};
  const auto warm = individuals("Warm");
  const auto cold = individuals("Cold");
  const auto by_warm = feed(warm, values);
  std::vector<std::set<int>> by_cold;
  for (const double value : values) {
    restart();
    by_cold.push_back(feed(cold, {value}).front());
  }
  EXPECT_EQ(by_warm, by_cold);
  EXPECT_EQ(stored_firings(warm), firings_of_whole_series(warm));
}

TEST_F(IntakeTest, ASignalKeepsItsBeginningAcrossARestart) {
  const auto id = individuals();
  use_rules(id, {2});
  feed(id, std::vector<double>(10, 0.5));
  restart();
  feed(id, {0.5, 0.5});
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM violation"), 4);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(DISTINCT signal_start_sample_id) FROM violation"), 1);
  EXPECT_EQ(scalar<std::int64_t>("SELECT MIN(signal_start_sample_id) FROM violation"),
            scalar<std::int64_t>("SELECT MIN(sample_id) FROM violation"));
}

TEST_F(IntakeTest, ABrokenRunBeginsANewSignal) {
  const auto id = individuals();
  use_rules(id, {2});
  std::vector<double> values(10, 0.5);
  values.push_back(-0.5);
  values.insert(values.end(), 9, 0.5);
  feed(id, values);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM violation"), 3);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(DISTINCT signal_start_sample_id) FROM violation"), 2);
}

TEST_F(IntakeTest, EveryOutlierIsASignalByItself) {
  const auto id = individuals();
  use_rules(id, {1});
  feed(id, {4, 4, 4});
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(DISTINCT signal_start_sample_id) FROM violation"), 3);
}

TEST_F(IntakeTest, TheDispersionChartIsJudgedToo) {
  const auto id = create({.subgroup_size = 2}).id;
  set_limits(id, 1 / std::sqrt(2.0));
  const auto outcome = submit(id, Readings{-2.5, 2.5});  // mean 0, range 5 beyond 3.686
  ASSERT_EQ(outcome.sample.violations.size(), 1U);
  EXPECT_EQ(outcome.sample.violations[0].chart, spc::ChartPart::dispersion);
  EXPECT_EQ(scalar<std::string>("SELECT chart FROM violation"), "dispersion");
}

TEST_F(IntakeTest, AMovingRangeIsTakenFromTheSampleBefore) {
  const auto id = individuals();
  submit(id, Readings{-2});
  restart();
  const auto outcome = submit(id, Readings{2});  // moving range 4 beyond 3.686
  ASSERT_EQ(outcome.sample.violations.size(), 1U);
  EXPECT_EQ(outcome.sample.violations[0].chart, spc::ChartPart::dispersion);
}

TEST_F(IntakeTest, ViolationsCarryTheRulesWishForAcknowledgement) {
  const auto id = individuals();
  run(characteristics.replace_rules(engineer, id, {{.rule_id = 1, .require_acknowledgement = false}}));
  const auto outcome = submit(id, Readings{5});
  EXPECT_FALSE(outcome.sample.violations[0].requires_acknowledgement);
  EXPECT_EQ(scalar<int>("SELECT requires_acknowledgement FROM violation"), 0);
}

TEST_F(IntakeTest, WithoutLimitsSamplesAreStoredAndNotJudged) {
  const auto id = create_variable(1).id;
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(submit(id, Readings{7.0}).sample.in_control());
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample"), 20);
}

TEST_F(IntakeTest, LimitsSetLaterJudgeTheNextSampleOverThePastOnes) {
  const auto id = create_variable(1).id;
  for (int i = 0; i < 8; ++i) submit(id, Readings{0.5});
  set_limits(id);
  EXPECT_TRUE(rules_of(submit(id, Readings{0.5})).contains(2));
}

TEST_F(IntakeTest, NewLimitsRulesAndModeCountAtOnce) {
  const auto id = individuals();
  EXPECT_TRUE(submit(id, Readings{1}).sample.in_control());
  set_limits(id, 0.1, 0.1);
  EXPECT_TRUE(rules_of(submit(id, Readings{1})).contains(1));
  use_rules(id, {2});
  EXPECT_TRUE(rules_of(submit(id, Readings{1})).empty());
}

TEST_F(IntakeTest, ModesStoreWhatTheyAreJudgedBy) {
  const auto id = create({.subgroup_size = 5}).id;
  run(limits.set(
      engineer, id,
      {.ucl = 10 + 1.5 / std::sqrt(5.0), .lcl = 10 - 1.5 / std::sqrt(5.0), .center_line = 10, .sigma = 0.5}));
  run(modes.change(engineer, id, {.new_mode = judge::SubgroupMode::STANDARDIZED}));
  const auto z = submit(id, Readings{10.6, 10.6, 10.6});
  EXPECT_NEAR(*z.sample.z_score, 2.078461, 1e-6);
  EXPECT_EQ(z.sample.zone(), "zone_a_upper");
  run(modes.change(engineer, id, {.new_mode = judge::SubgroupMode::VARIABLE_LIMITS}));
  const auto v = submit(id, Readings{10.6, 10.6, 10.6});
  EXPECT_NEAR(*v.sample.effective_ucl, 10.866025, 1e-6);
  EXPECT_NEAR(*v.sample.effective_lcl, 9.133975, 1e-6);
}

TEST_F(IntakeTest, SaysWhyASampleDoesNotFit) {
  const auto id = create({.name = "Bore", .subgroup_size = 3, .min_measurements = 2}).id;
  const auto refused = [&](Readings readings) {
    return refusal(intake->submit({.characteristic_id = id, .sample = {.measurements = readings}, .authorize = {}}));
  };
  EXPECT_EQ(refused({1}), "400 The sample has 1 measurement; 'Bore' needs at least 2");
  EXPECT_THAT(refused({1, 2, 3, 4}), HasSubstr("400 The sample has 4 measurements; 'Bore' takes at most 3"));
  EXPECT_THAT(refused({1, std::nan("")}), HasSubstr("422"));
  EXPECT_THAT(refused({1, std::numeric_limits<double>::infinity()}), HasSubstr("422"));
  EXPECT_THAT(refused({1.7e308, -1.7e308}), HasSubstr("422"));
  EXPECT_EQ(refusal(intake->submit({.characteristic_id = {99}, .sample = {.measurements = {1}}, .authorize = {}})),
            "404 Characteristic 99 not found");
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample"), 0);
}

TEST_F(IntakeTest, RefusesMomentsThatCannotBe) {
  const auto id = create_variable(1).id;
  const auto refused = [&](base::Timestamp time) {
    SampleInput input{.measurements = {1}, .timestamp = time};
    return refusal(intake->submit({.characteristic_id = id, .sample = input, .authorize = {}}));
  };
  EXPECT_EQ(refused(clock.now() + 24h), "none");
  EXPECT_THAT(refused(clock.now() + 25h), HasSubstr("422 "));
  EXPECT_THAT(refused(at("1969-12-31T23:59:59Z")), HasSubstr("1970"));
}

TEST_F(IntakeTest, StampsInTheOrderOfArrivalEvenWhenTheClockLags) {
  const auto id = create_variable(1).id;
  const auto first = submit(id, SampleInput{.measurements = {1}});
  clock.set(clock.now() - 500ms);
  const auto second = submit(id, SampleInput{.measurements = {2}});
  EXPECT_EQ(second.sample.timestamp, first.sample.timestamp + 1us);
}

TEST_F(IntakeTest, AsksWhetherTheCallerMayWriteBeforeAnythingElse) {
  const auto id = create_variable(1).id;
  SampleSubmission submission{.characteristic_id = id,
                              .sample = {.measurements = {}},
                              .authorize = [this](db::Session&, base::PlantId plant, const judge::Characteristic&) {
                                EXPECT_EQ(plant, home);
                                throw base::forbidden("no");
                              }};
  EXPECT_EQ(refusal(intake->submit(submission)), "403 no");
}

TEST_F(IntakeTest, NumbersTheSamplesOfADay) {
  const auto id = create_variable(1).id;
  EXPECT_EQ(submit(id, Readings{1}).sample.display_key, "260212-001");
  EXPECT_EQ(submit(id, Readings{1}).sample.display_key, "260212-002");
  restart();
  EXPECT_EQ(submit(id, Readings{1}).sample.display_key, "260212-003");
  EXPECT_EQ(submit_at(id, at("2026-02-11T10:00:00Z"), 1).sample.display_key, "260211-001");
  EXPECT_EQ(submit_at(id, at("2026-02-11T09:00:00Z"), 1).sample.display_key, "260211-002");
  clock.advance(24h);
  EXPECT_EQ(submit(id, Readings{1}).sample.display_key, "260213-001");
}

// --- Counts

TEST_F(IntakeTest, AttributeSamplesAreCounts) {
  const auto id = create_attribute(judge::DataType::p, 100).id;
  const auto outcome = submit(id, SampleInput{.defect_count = 4, .inspected_size = 80});
  EXPECT_DOUBLE_EQ(outcome.sample.mean, 0.05);
  EXPECT_EQ(outcome.sample.actual_n, 80);
  EXPECT_DOUBLE_EQ(submit(id, SampleInput{.defect_count = 4}).sample.mean, 0.04);
}

TEST_F(IntakeTest, InspectedSizesVaryWithoutAMarkUnlessABoundIsSet) {
  const auto free = create_attribute(judge::DataType::p, 100).id;
  EXPECT_FALSE(submit(free, SampleInput{.defect_count = 4, .inspected_size = 80}).sample.is_undersized);
  const auto bound =
      create({.name = "Cans", .data_type = judge::DataType::p, .subgroup_size = 100, .warn_below_count = 90}).id;
  EXPECT_TRUE(submit(bound, SampleInput{.defect_count = 4, .inspected_size = 80}).sample.is_undersized);
  EXPECT_FALSE(submit(bound, SampleInput{.defect_count = 4, .inspected_size = 90}).sample.is_undersized);
}

TEST_F(IntakeTest, AttributeSamplesAreJudged) {
  const auto id = create_attribute(judge::DataType::c, 1).id;
  for (const double count : {7, 5, 9, 4, 6, 8}) submit(id, SampleInput{.defect_count = count});
  recalculate(id);
  EXPECT_TRUE(submit(id, SampleInput{.defect_count = 14}).sample.in_control());
  EXPECT_THAT(rules_of(submit(id, SampleInput{.defect_count = 15})), ElementsAre(1));
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

// 10 in 50, 11 in 55, ... 16 in 80 are one fraction: nothing rises, and none lies above its center.
TEST_F(IntakeTest, CountsOfUnequalSizeAreJudgedByLinesOfTheirOwn) {
  for (const judge::SubgroupMode mode : {judge::SubgroupMode::NOMINAL_TOLERANCE, judge::SubgroupMode::VARIABLE_LIMITS,
                                         judge::SubgroupMode::STANDARDIZED}) {
    const auto id = create({.name = "Scratches", .data_type = judge::DataType::np, .subgroup_size = 50}).id;
    for (int i = 0; i < 6; ++i) submit(id, SampleInput{.defect_count = 10});
    recalculate(id);
    if (mode != judge::SubgroupMode::NOMINAL_TOLERANCE) run(modes.change(engineer, id, {.new_mode = mode}));
    for (double size = 50; size <= 80; size += 5) {
      const judge::SampleProcessed sample =
          submit(id, SampleInput{.defect_count = size / 5, .inspected_size = size}).sample;
      EXPECT_TRUE(sample.in_control()) << size;
    }
    EXPECT_TRUE(submit(id, SampleInput{.defect_count = 26, .inspected_size = 80}).sample.in_control());
    EXPECT_THAT(rules_of(submit(id, SampleInput{.defect_count = 27, .inspected_size = 80})), ElementsAre(1));
    EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
  }
}

TEST_F(IntakeTest, FlawsOnAreasOfUnequalSizeAreJudgedByTheirArea) {
  const auto id = create({.name = "Flaws", .data_type = judge::DataType::c, .subgroup_size = 1}).id;
  for (int i = 0; i < 6; ++i) submit(id, SampleInput{.defect_count = 4});
  recalculate(id);
  for (double area = 1; area <= 10; ++area) {
    EXPECT_TRUE(submit(id, SampleInput{.defect_count = 4 * area, .inspected_size = area}).sample.in_control()) << area;
  }
  EXPECT_THAT(rules_of(submit(id, SampleInput{.defect_count = 11, .inspected_size = 1})), ElementsAre(1));
}

TEST_F(IntakeTest, AUnitMayBeFractional) {
  const auto id = create_attribute(judge::DataType::u, 1).id;
  EXPECT_DOUBLE_EQ(submit(id, SampleInput{.defect_count = 6, .inspected_size = 1.5}).sample.mean, 4);
  EXPECT_DOUBLE_EQ(scalar<double>("SELECT inspected_size FROM sample"), 1.5);
}

TEST_F(IntakeTest, SaysWhatIsWrongWithACount) {
  const auto p = create({.name = "Scratches", .data_type = judge::DataType::p, .subgroup_size = 50}).id;
  const auto refused = [&](base::CharacteristicId id, SampleInput input) {
    return refusal(intake->submit({.characteristic_id = id, .sample = std::move(input), .authorize = {}}));
  };
  EXPECT_THAT(refused(p, {.measurements = {1}}), HasSubstr("send defect_count"));
  EXPECT_THAT(refused(p, {.inspected_size = 10}), HasSubstr("422 Field required"));
  EXPECT_THAT(refused(p, {.defect_count = 51}), HasSubstr("cannot exceed"));
  EXPECT_THAT(refused(p, {.defect_count = 1.5}), HasSubstr("whole number"));
  EXPECT_THAT(refused(p, {.defect_count = -1}), HasSubstr("whole number"));
  EXPECT_THAT(refused(p, {.defect_count = 1, .inspected_size = 2.5}), HasSubstr("whole number of items"));
  EXPECT_THAT(refused(p, {.defect_count = 0, .inspected_size = 0}), HasSubstr("above 0"));
  const auto variable = create({.name = "Bore", .subgroup_size = 1}).id;
  EXPECT_THAT(refused(variable, {.measurements = {1}, .defect_count = 1}), HasSubstr("'Bore' takes measurements"));
}

// --- Retries

TEST_F(IntakeTest, ARetryIsAnsweredWithTheStoredSample) {
  const auto id = individuals();
  const SampleInput input{.measurements = {3.5}, .idempotency_key = "press-7/42"};
  const auto first = submit(id, input);
  clock.advance(1min);
  const auto second = submit(id, input);
  EXPECT_FALSE(first.replayed);
  EXPECT_TRUE(second.replayed);
  EXPECT_EQ(second.sample.sample_id, first.sample.sample_id);
  EXPECT_EQ(second.sample.timestamp, first.sample.timestamp);
  ASSERT_EQ(second.sample.violations.size(), 1U);
  EXPECT_EQ(second.sample.violations[0].id, first.sample.violations[0].id);
  EXPECT_EQ(second.sample.zone(), "beyond_ucl");
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample"), 1);
  EXPECT_EQ(processed.size(), 1U);
}

TEST_F(IntakeTest, AKeyUsedForAnotherSampleIsAConflict) {
  const auto id = create_variable(1).id;
  submit(id, SampleInput{.measurements = {1}, .idempotency_key = "k"});
  EXPECT_THAT(refusal(intake->submit(
                  {.characteristic_id = id, .sample = {.measurements = {2}, .idempotency_key = "k"}, .authorize = {}})),
              HasSubstr("409 The idempotency key 'k' was used for another sample"));
}

TEST_F(IntakeTest, KeysOfCharacteristicsAreApart) {
  const auto one = create({.name = "One", .subgroup_size = 1}).id;
  const auto two = create({.name = "Two", .subgroup_size = 1}).id;
  submit(one, SampleInput{.measurements = {1}, .idempotency_key = "k"});
  EXPECT_FALSE(submit(two, SampleInput{.measurements = {2}, .idempotency_key = "k"}).replayed);
}

// --- Events

TEST_F(IntakeTest, TellsTheSampleThenItsViolations) {
  const auto id = individuals();
  std::vector<std::string> order;
  const auto a =
      events.subscribe<judge::SampleProcessed>([&](const judge::SampleProcessed&) { order.push_back("sample"); });
  const auto b =
      events.subscribe<judge::ViolationCreated>([&](const judge::ViolationCreated&) { order.push_back("violation"); });
  const auto outcome = submit(id, Readings{4});
  EXPECT_THAT(order, ElementsAre("sample", "violation"));
  ASSERT_EQ(created.size(), 1U);
  EXPECT_EQ(created[0].sample_id, outcome.sample.sample_id);
  EXPECT_EQ(created[0].plant_id, home);
  EXPECT_EQ(created[0].violation.id, outcome.sample.violations[0].id);
  EXPECT_EQ(processed[0].plant_id, home);
}

TEST_F(IntakeTest, TellsNothingThatWasNotStored) {
  OPENSPC_SQLITE_ONLY("refuses by a trigger in its language");
  const auto id = individuals();
  execute("CREATE TRIGGER refuse BEFORE INSERT ON violation BEGIN SELECT RAISE(ABORT, 'full'); END");
  EXPECT_ANY_THROW(submit(id, Readings{4}));
  EXPECT_TRUE(processed.empty());
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample"), 0);
}

// --- A failed job leaves no trace in the window

TEST_F(IntakeTest, AFailedWriteIsForgottenByTheWindow) {
  OPENSPC_SQLITE_ONLY("refuses by a trigger in its language");
  const auto id = individuals();
  use_rules(id, {1, 2});
  feed(id, std::vector<double>(7, 0.5));
  execute("CREATE TRIGGER refuse BEFORE INSERT ON violation BEGIN SELECT RAISE(ABORT, 'full'); END");
  EXPECT_ANY_THROW(submit(id, Readings{4}));
  execute("DROP TRIGGER refuse");
  EXPECT_THAT(firing_points(feed(id, {0.5, 0.5}), 2), ElementsAre(2));
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(IntakeTest, WhatAnotherReplicaStoresIsSeen) {
  const auto id = individuals();
  use_rules(id, {2});
  Intake other(*database, events, clock);
  for (int i = 0; i < 4; ++i) {
    submit(id, Readings{0.5});
    clock.advance(1s);
    run(other.submit({.characteristic_id = id, .sample = {.measurements = {0.5}}, .authorize = {}}));
  }
  EXPECT_TRUE(rules_of(submit(id, Readings{0.5})).contains(2));
}

}  // namespace
}  // namespace openspc::quality::testing
