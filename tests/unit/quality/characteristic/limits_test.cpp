#include <cmath>

#include "quality/judge/limits.h"
#include "unit/quality/characteristic/characteristic_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

judge::Characteristic variable(std::int64_t n) {
  return {.subgroup_size = n};
}

judge::Characteristic with_limits(judge::Characteristic row, double ucl, double lcl, std::optional<double> center = {},
                                  std::optional<double> sigma = {}) {
  row.ucl = ucl;
  row.lcl = lcl;
  row.stored_center_line = center;
  row.stored_sigma = sigma;
  return row;
}

std::optional<judge::JudgedPoint> judged(const judge::Characteristic& row, const Readings& readings) {
  return judge::judge(make_context(row, {}), statistics_of(readings));
}

TEST(MakeContext, HasNothingToJudgeByWithoutLimits) {
  EXPECT_FALSE(make_context(variable(5), {}).has_limits());
  EXPECT_FALSE(judged(variable(5), {10, 11}).has_value());
  judge::Characteristic half = variable(5);
  half.ucl = 11;
  EXPECT_FALSE(make_context(half, {}).has_limits());
}

TEST(MakeContext, RefusesLimitsWithoutRoom) {
  EXPECT_FALSE(make_context(with_limits(variable(1), 10, 10), {}).has_limits());
  EXPECT_FALSE(make_context(with_limits(variable(1), 9, 10), {}).has_limits());
}

TEST(MakeContext, LimitsAloneImplyCenterAndSigma) {
  const judge::EvaluationContext context = make_context(with_limits(variable(4), 13, 7), {});
  ASSERT_TRUE(context.has_limits());
  EXPECT_DOUBLE_EQ(context.process->center, 10);
  EXPECT_DOUBLE_EQ(context.process->sigma, 2);
}

TEST(MakeContext, SigmaOfZeroInAnOldRowIsReplacedByTheOneThatTheLimitsImply) {
  EXPECT_DOUBLE_EQ(make_context(with_limits(variable(1), 13, 7, 10, 0), {}).process->sigma, 1);
}

TEST(Judge, LimitsThatDisagreeWithSigmaDecideRuleOneAndSigmaTheZones) {
  // Lines at 10 +- 5, sigma of the mean 1: 13.5 is inside the lines although beyond three sigma.
  const judge::Characteristic row = with_limits(variable(4), 15, 5, 10, 2);
  EXPECT_EQ(judged(row, {13.5, 13.5, 13.5, 13.5})->zone, spc::Zone::zone_a_upper);
  EXPECT_EQ(judged(row, {15.1, 15.1, 15.1, 15.1})->zone, spc::Zone::beyond_ucl);
  EXPECT_EQ(judged(row, {11.5, 11.5, 11.5, 11.5})->zone, spc::Zone::zone_b_upper);
}

TEST(Judge, PointOnALineBelongsToTheZoneAboveIt) {
  const judge::Characteristic row = with_limits(variable(1), 13, 7, 10, 1);
  EXPECT_EQ(judged(row, {13})->zone, spc::Zone::beyond_ucl);
  EXPECT_EQ(judged(row, {7})->zone, spc::Zone::zone_a_lower);
  EXPECT_EQ(judged(row, {11})->zone, spc::Zone::zone_b_upper);
  EXPECT_EQ(judged(row, {9})->zone, spc::Zone::zone_c_lower);
}

// Engine contract, section 3: sigma 0.5, center 10, mean 10.6 of three and of five readings.
class ModeExample : public ::testing::Test {
 protected:
  static judge::JudgedPoint in(judge::SubgroupMode mode, std::size_t n) {
    const double reach = 3 * 0.5 / std::sqrt(5);
    judge::Characteristic row = with_limits(variable(5), 10 + reach, 10 - reach, 10, 0.5);
    row.subgroup_mode = mode;
    return *judged(row, Readings(n, 10.6));
  }
};

TEST_F(ModeExample, StandardizedPlotsZOfTheSamplesOwnSize) {
  EXPECT_NEAR(in(judge::SubgroupMode::STANDARDIZED, 3).plotted.value, 2.078461, 1e-6);
  EXPECT_NEAR(*in(judge::SubgroupMode::STANDARDIZED, 5).z_score, 2.683282, 1e-6);
  EXPECT_EQ(in(judge::SubgroupMode::STANDARDIZED, 3).plotted.scale.limits(), (spc::Limits{0, 3, -3}));
  EXPECT_EQ(in(judge::SubgroupMode::STANDARDIZED, 3).effective_ucl, std::nullopt);
}

TEST_F(ModeExample, VariableLimitsFollowTheSamplesOwnSize) {
  EXPECT_NEAR(*in(judge::SubgroupMode::VARIABLE_LIMITS, 3).effective_ucl, 10.866025, 1e-6);
  EXPECT_NEAR(*in(judge::SubgroupMode::VARIABLE_LIMITS, 3).effective_lcl, 9.133975, 1e-6);
  EXPECT_NEAR(*in(judge::SubgroupMode::VARIABLE_LIMITS, 5).effective_ucl, 10.670820, 1e-6);
  EXPECT_EQ(in(judge::SubgroupMode::VARIABLE_LIMITS, 5).z_score, std::nullopt);
}

TEST_F(ModeExample, NominalToleranceKeepsTheLinesOfTheNominalSize) {
  EXPECT_NEAR(in(judge::SubgroupMode::NOMINAL_TOLERANCE, 3).plotted.scale.ucl, 10.670820, 1e-6);
  EXPECT_EQ(in(judge::SubgroupMode::NOMINAL_TOLERANCE, 3).effective_ucl, std::nullopt);
}

TEST(JudgeDispersion, RangeIsHeldAgainstTheSamplesOwnSize) {
  const judge::EvaluationContext context = make_context(with_limits(variable(5), 13, 7, 10, 1), {});
  EXPECT_NEAR(judge_dispersion(context, statistics_of(Readings{9, 11, 10}), nullptr)->scale.center, 1.692569, 1e-6);
  EXPECT_NEAR(judge_dispersion(context, statistics_of(Readings{9, 11, 10, 10, 10}), nullptr)->scale.center, 2.325929,
              1e-6);
  EXPECT_FALSE(judge_dispersion(context, statistics_of(Readings{9}), nullptr).has_value());
}

TEST(JudgeDispersion, MovingRangeNeedsTheSampleBefore) {
  const judge::EvaluationContext context = make_context(with_limits(variable(1), 13, 7, 10, 1), {});
  const judge::SampleStatistics before = statistics_of(Readings{10});
  const judge::SampleStatistics now = statistics_of(Readings{12});
  EXPECT_FALSE(judge_dispersion(context, now, nullptr).has_value());
  const auto point = judge_dispersion(context, now, &before);
  EXPECT_DOUBLE_EQ(point->value, 2);
  EXPECT_NEAR(point->scale.center, 1.128379, 1e-6);
  EXPECT_NEAR(point->scale.ucl, 3.685886, 1e-6);
  EXPECT_EQ(point->scale.lcl, 0);
}

TEST(AttributeContext, CenterFollowsFromLimitsThatWereFlooredAtZero) {
  judge::Characteristic row{.data_type = judge::DataType::c, .limits_method = "manual"};
  row = with_limits(row, 6.5 + 3 * std::sqrt(6.5), 0);
  EXPECT_NEAR(*center_line_of(row), 6.5, 1e-9);
  row.data_type = judge::DataType::p;
  row.subgroup_size = 100;
  row = with_limits(row, 0.05 + 3 * std::sqrt(0.05 * 0.95 / 100), 0);
  EXPECT_NEAR(*center_line_of(row), 0.05, 1e-9);
}

TEST(AttributeContext, HandDrawnLimitsStandStillInNominalTolerance) {
  judge::Characteristic row{.data_type = judge::DataType::p, .subgroup_size = 100, .limits_method = "manual"};
  row = with_limits(row, 0.2, 0.01, 0.05, 0.02);
  const auto point = judge::judge(make_context(row, {}), statistics_of(judge::DataType::p, 5, 400));
  EXPECT_EQ(point->plotted.scale.ucl, 0.2);
  row.subgroup_mode = judge::SubgroupMode::VARIABLE_LIMITS;
  EXPECT_NEAR(*judge::judge(make_context(row, {}), statistics_of(judge::DataType::p, 5, 400))->effective_ucl,
              0.05 + 3 * std::sqrt(0.05 * 0.95 / 400), 1e-12);
}

// A count of 16 in 80 is no different from 10 in 50, by whatever lines these were judged.
TEST(AttributeContext, HandDrawnLimitsOfACountFollowTheSamplesSize) {
  judge::Characteristic row{.data_type = judge::DataType::np, .subgroup_size = 50, .limits_method = "manual"};
  row = with_limits(row, 18, 2, 10, 2.8);
  const judge::EvaluationContext context = make_context(row, {});
  EXPECT_EQ(judge::judge(context, statistics_of(judge::DataType::np, 10, 50))->plotted.scale.ucl, 18);
  const spc::Scale eighty = judge::judge(context, statistics_of(judge::DataType::np, 16, 80))->plotted.scale;
  EXPECT_DOUBLE_EQ(eighty.center, 16);
  EXPECT_DOUBLE_EQ(eighty.ucl, 16 + 8 * std::sqrt(1.6));
  EXPECT_DOUBLE_EQ(eighty.lcl, 16 - 8 * std::sqrt(1.6));
}

TEST(IsUndersized, GoesByTheWarningCountElseByTheNominalSize) {
  judge::Characteristic row = variable(5);
  EXPECT_TRUE(is_undersized(row, 4));
  EXPECT_FALSE(is_undersized(row, 5));
  row.warn_below_count = 3;
  EXPECT_FALSE(is_undersized(row, 3));
  EXPECT_TRUE(is_undersized(row, 2));
}

class RecalculateTest : public CharacteristicTest {};

// Engine contract 5.7, vector A, with exact constants.
TEST_F(RecalculateTest, SubgroupsOfFiveGoByTheirRanges) {
  const auto id = create_variable(5).id;
  for (const Readings& readings : kVectorA) add_sample(id, readings);
  const RecalculateResult result = recalculate(id);
  EXPECT_EQ(result.before.center_line, std::nullopt);
  EXPECT_EQ(result.calculation.method, "r_bar_d2");
  EXPECT_EQ(result.calculation.sample_count, 6);
  EXPECT_NEAR(result.calculation.sigma, 0.466666667 / 2.3259289473, 1e-9);
  EXPECT_NEAR(*result.after.center_line, 10.016666667, 1e-9);
  EXPECT_NEAR(*result.after.ucl, 10.285849, 1e-6);
  EXPECT_NEAR(*result.after.lcl, 9.747484, 1e-6);
  const CharacteristicView view = get(id);
  EXPECT_EQ(view.ucl, result.after.ucl);
  EXPECT_EQ(view.stored_center_line, result.after.center_line);
  EXPECT_EQ(view.limits_method, "r_bar_d2");
}

// Engine contract 5.7, vector B, with exact constants.
TEST_F(RecalculateTest, SubgroupsOfTwelveGoByTheirStandardDeviations) {
  const auto id = create_variable(12).id;
  for (const Readings& readings : kVectorB) add_sample(id, readings);
  const RecalculateResult result = recalculate(id);
  EXPECT_EQ(result.calculation.method, "s_bar_c4");
  EXPECT_NEAR(result.calculation.sigma, 0.768454738 / 0.977559351, 1e-6);
  EXPECT_NEAR(*result.after.ucl, 50.683557, 2e-6);
  EXPECT_NEAR(*result.after.lcl, 49.321999, 2e-6);
}

// Engine contract 5.7, vector 1.
TEST_F(RecalculateTest, SingleReadingsGoByTheirMovingRangeInOrderOfTime) {
  const auto id = create_variable(1).id;
  for (const double reading : {10, 12, 11, 13, 10}) add_sample(id, {reading});
  const RecalculateResult result = recalculate(id);
  EXPECT_EQ(result.calculation.method, "moving_range");
  EXPECT_NEAR(result.calculation.sigma, 2 / 1.1283791671, 1e-9);
  EXPECT_NEAR(*result.after.center_line, 11.2, 1e-12);
}

TEST_F(RecalculateTest, UndersizedSubgroupsEnterWithTheirOwnConstant) {
  const auto id = create_variable(5).id;
  add_sample(id, {9, 11, 10, 10, 10});
  add_sample(id, {9, 11, 10});
  add_sample(id, {10});
  const double w5 = std::pow(2.325929 / 0.864082, 2);
  const double w3 = std::pow(1.692569 / 0.888368, 2);
  const double expected = (w5 * 2 / 2.325929 + w3 * 2 / 1.692569) / (w5 + w3);
  EXPECT_NEAR(recalculate(id).calculation.sigma, expected, 1e-5);
}

TEST_F(RecalculateTest, ExcludedSamplesAreNeverUsed) {
  const auto id = create_variable(5).id;
  for (const Readings& readings : kVectorA) add_sample(id, readings);
  flag("is_excluded = ${true}", add_sample(id, {100, 100, 100, 100, 100}));
  flag("deleted_at = '2026-02-12 09:00:00.000000'", add_sample(id, {100, 100, 100, 100, 100}));
  const RecalculateResult result = recalculate(id);
  EXPECT_NEAR(*result.after.center_line, 10.016666667, 1e-9);
  EXPECT_EQ(result.calculation.excluded_count, 1);
}

TEST_F(RecalculateTest, SamplesBeyondTheLimitsInForceAreLeftOutOnRequest) {
  const auto id = create_variable(5).id;
  for (const Readings& readings : kVectorA) add_sample(id, readings);
  const auto beyond = add_sample(id, {100, 101, 100, 99, 100});
  flag("is_excluded = ${true}", add_sample(id, {100, 100, 100, 100, 100}));
  run(limits.set(engineer, id, {.ucl = 11.5, .lcl = 8.5, .center_line = 10, .sigma = 1}));
  const RecalculateResult result = recalculate(id, {.exclude_beyond_limits = true, .min_samples = 1});
  EXPECT_NEAR(*result.after.center_line, 10.016666667, 1e-9);
  EXPECT_EQ(result.calculation.excluded_count, 2);
  EXPECT_THAT(result.calculation.out_of_control_sample_ids, ElementsAre(beyond));
  EXPECT_EQ(result.calculation.sample_count, 6);
}

TEST_F(RecalculateTest, TheSwitchOfTheReferenceLeavesOutFlaggedSamplesOnly) {
  const auto id = create_variable(1).id;
  for (const double reading : {10, 12, 11, 13, 10, 30}) add_sample(id, {reading});
  flag("is_excluded = ${true}", add_sample(id, {100}));
  run(limits.set(engineer, id, {.ucl = 15, .lcl = 5, .center_line = 10, .sigma = 1}));
  const RecalculateResult result = recalculate(id, {.exclude_ooc = true, .min_samples = 1});
  EXPECT_EQ(result.calculation.sample_count, 6);
  EXPECT_EQ(result.calculation.excluded_count, 1);
  EXPECT_THAT(result.calculation.out_of_control_sample_ids, IsEmpty());
}

TEST_F(RecalculateTest, ASampleOnItsLimitIsNotBeyondIt) {
  const auto id = create_variable(1).id;
  for (const double reading : {.1, -.4, .3, -.2, 3., -3.}) add_sample(id, {reading});
  run(limits.set(engineer, id, {.ucl = 3, .lcl = -3, .center_line = 0, .sigma = 1}));
  EXPECT_EQ(recalculate(id, {.exclude_beyond_limits = true, .min_samples = 1}).calculation.excluded_count, 0);
}

TEST_F(RecalculateTest, ASubgroupThatVariesBeyondItsRangeChartIsOutOfControlToo) {
  const auto id = create_variable(5).id;
  for (const Readings& readings : kVectorA) add_sample(id, readings);
  const auto wide = add_sample(id, {5, 7.5, 10, 12.5, 15});
  run(limits.set(engineer, id, {.ucl = 11.5, .lcl = 8.5, .center_line = 10, .sigma = 1}));
  EXPECT_THAT(recalculate(id, {.exclude_beyond_limits = true, .min_samples = 1}).calculation.out_of_control_sample_ids,
              ElementsAre(wide));
}

TEST_F(RecalculateTest, TheNeighbourOfAnOutlierIsNotOutOfControl) {
  const auto id = create_variable(1).id;
  for (const double reading : {.1, -.4, .3, -.2, .5}) add_sample(id, {reading});
  const auto outlier = add_sample(id, {9});
  for (const double reading : {.1, .2, -.3, .4, 0.}) add_sample(id, {reading});
  run(limits.set(engineer, id, {.ucl = 3, .lcl = -3, .center_line = 0, .sigma = 1}));
  EXPECT_THAT(recalculate(id, {.exclude_beyond_limits = true, .min_samples = 1}).calculation.out_of_control_sample_ids,
              ElementsAre(outlier));
}

TEST_F(RecalculateTest, TrialLimitsTellWhatIsOutOfControl) {
  const auto id = create_variable(1).id;
  for (const double reading : {.1, -.4, .3, -.2, .5, -.1, .2, -.3, .4, 0.}) add_sample(id, {reading});
  const auto outlier = add_sample(id, {9});
  for (const double reading : {.1, .2, -.3, .4, -.2, .1, -.4, .3, 0.}) add_sample(id, {reading});
  EXPECT_THAT(recalculate(id, {.exclude_beyond_limits = true, .min_samples = 1}).calculation.out_of_control_sample_ids,
              IsEmpty());
  EXPECT_THAT(recalculate(id, {.exclude_beyond_limits = true, .min_samples = 1}).calculation.out_of_control_sample_ids,
              ElementsAre(outlier));
}

TEST_F(RecalculateTest, AViolationOfFormerLimitsIsNoReasonToLeaveASampleOut) {
  const auto id = create_variable(1).id;
  for (const double reading : {.1, -.4, .3, -.2, .5}) add_sample(id, {reading});
  add_violation(add_sample(id, {1}), 1);
  run(limits.set(engineer, id, {.ucl = 3, .lcl = -3, .center_line = 0, .sigma = 1}));
  EXPECT_EQ(recalculate(id, {.exclude_beyond_limits = true, .min_samples = 1}).calculation.excluded_count, 0);
}

TEST_F(RecalculateTest, DatesAndCountNarrowTheBaseline) {
  const auto id = create_variable(1).id;
  for (const double reading : {50, 10, 12, 11, 13, 10}) add_sample(id, {reading});
  EXPECT_NEAR(*recalculate(id, {.min_samples = 1, .last_n = 5}).after.center_line, 11.2, 1e-12);
  EXPECT_NEAR(*recalculate(id, {.min_samples = 1, .start_date = at("2026-02-12T08:02:00Z")}).after.center_line, 11.2,
              1e-12);
  EXPECT_NEAR(*recalculate(id, {.min_samples = 1, .end_date = at("2026-02-12T08:02:00Z")}).after.center_line, 30,
              1e-12);
}

TEST_F(RecalculateTest, TooFewSamplesAreRefusedWithTheNumbers) {
  const auto id = create_variable(1).id;
  for (int i = 0; i < 24; ++i) add_sample(id, {10.0 + i % 3});
  EXPECT_THAT(refusal(limits.recalculate(engineer, id, {})),
              AllOf(StartsWith("400"), HasSubstr("24"), HasSubstr("25")));
  EXPECT_THAT(refusal(limits.recalculate(engineer, id, {.min_samples = 3, .last_n = 2})), StartsWith("400"));
}

TEST_F(RecalculateTest, ReadingsThatDoNotVaryGiveNoLimits) {
  const auto id = create_variable(5).id;
  for (int i = 0; i < 30; ++i) add_sample(id, {10, 10, 10, 10, 10});
  EXPECT_THAT(refusal(limits.recalculate(engineer, id, {})), AllOf(StartsWith("400"), HasSubstr("vary")));
  EXPECT_EQ(get(id).ucl, std::nullopt);
}

TEST_F(RecalculateTest, RevisionKeepsWhatTheLimitsBecameAndHow) {
  const auto id = create_variable(5).id;
  for (const Readings& readings : kVectorA) add_sample(id, readings);
  recalculate(id);
  EXPECT_EQ(scalar<std::int64_t>("SELECT sample_count FROM limit_revision"), 6);
  EXPECT_NEAR(scalar<double>("SELECT dispersion_center FROM limit_revision"), 0.466666667, 1e-9);
  EXPECT_NEAR(scalar<double>("SELECT dispersion_ucl FROM limit_revision"), 2.114499 * 0.466666667, 1e-6);
  ASSERT_THAT(announced, SizeIs(1));
  EXPECT_EQ(announced[0].method, "r_bar_d2");
  EXPECT_EQ(announced[0].sample_count, 6);
  EXPECT_EQ(announced[0].plant_id, home);
}

TEST_F(RecalculateTest, RecordedViolationsStay) {
  const auto id = create_variable(5).id;
  for (const Readings& readings : kVectorA) add_sample(id, readings);
  const auto violation = add_violation(add_sample(id, {10, 10.1, 9.9, 10, 10}), 1);
  recalculate(id);
  EXPECT_EQ(scalar<base::ViolationId>("SELECT id FROM violation WHERE superseded_at IS NULL"), violation);
}

// Engine contract 5.7, vectors 8 to 11.
class AttributeRecalculateTest : public CharacteristicTest {
 protected:
  base::CharacteristicId fill(judge::DataType type, std::int64_t nominal,
                              const std::vector<std::pair<double, double>>& counts) {
    const auto id = create_attribute(type, nominal).id;
    for (const auto& [count, size] : counts) add_count(id, count, size);
    return id;
  }
};

TEST_F(AttributeRecalculateTest, FractionNonconforming) {
  const auto id = fill(judge::DataType::p, 100, {{4, 100}, {6, 120}, {3, 80}, {8, 150}, {5, 100}});
  const RecalculateResult result = recalculate(id);
  EXPECT_EQ(result.calculation.method, "binomial");
  EXPECT_NEAR(*result.after.center_line, 0.047273, 1e-6);
  EXPECT_NEAR(*result.after.ucl, 0.110939, 1e-6);
  EXPECT_EQ(*result.after.lcl, 0);
}

TEST_F(AttributeRecalculateTest, NumberNonconforming) {
  const RecalculateResult result =
      recalculate(fill(judge::DataType::np, 100, {{4, 100}, {6, 100}, {3, 100}, {8, 100}, {5, 100}}));
  EXPECT_NEAR(*result.after.center_line, 5.2, 1e-9);
  EXPECT_NEAR(*result.after.ucl, 11.860811, 1e-6);
  EXPECT_EQ(*result.after.lcl, 0);
}

TEST_F(AttributeRecalculateTest, NumberOfNonconformities) {
  const RecalculateResult result =
      recalculate(fill(judge::DataType::c, 1, {{7, 1}, {5, 1}, {9, 1}, {4, 1}, {6, 1}, {8, 1}}));
  EXPECT_EQ(result.calculation.method, "poisson");
  EXPECT_NEAR(*result.after.center_line, 6.5, 1e-9);
  EXPECT_NEAR(*result.after.ucl, 14.148529, 1e-6);
}

TEST_F(AttributeRecalculateTest, NonconformitiesPerUnit) {
  const RecalculateResult result = recalculate(fill(judge::DataType::u, 1, {{5, 1}, {8, 1.5}, {6, 1.2}, {9, 2}}));
  EXPECT_NEAR(*result.after.center_line, 4.912281, 1e-6);
  EXPECT_NEAR(*result.after.ucl, 11.561380, 1e-6);
}

class SetLimitsTest : public CharacteristicTest {};

TEST_F(SetLimitsTest, StoresWhatWasGivenAndAnnouncesIt) {
  const auto id = create_variable(5).id;
  const SetLimitsResult result = run(limits.set(engineer, id, {.ucl = 12, .lcl = 9, .center_line = 10, .sigma = 0.7}));
  EXPECT_EQ(result.before.ucl, std::nullopt);
  EXPECT_EQ(result.after.center_line, 10);
  EXPECT_EQ(result.calculation.method, "manual");
  EXPECT_EQ(result.calculation.sample_count, 0);
  EXPECT_EQ(get(id).stored_sigma, 0.7);
  ASSERT_THAT(announced, SizeIs(1));
  EXPECT_EQ(announced[0].ucl, 12);
}

TEST_F(SetLimitsTest, RefusesLimitsThatContradictEachOther) {
  const auto id = create_variable(5).id;
  EXPECT_THAT(refusal(limits.set(engineer, id, {.ucl = 9, .lcl = 9, .center_line = 9, .sigma = 1})), StartsWith("422"));
  EXPECT_THAT(refusal(limits.set(engineer, id, {.ucl = 9, .lcl = 8, .center_line = 10, .sigma = 1})),
              StartsWith("422"));
}

TEST_F(SetLimitsTest, RefusesNumbersThatNoChartCanCalculateWith) {
  const auto id = create_variable(5).id;
  const auto refused = [&](const SetLimitsRequest& request) { return refusal(limits.set(engineer, id, request)); };
  EXPECT_THAT(refused({.ucl = 1e101, .lcl = 9, .center_line = 10, .sigma = 1}), StartsWith("422"));
  EXPECT_THAT(refused({.ucl = 12, .lcl = -1e101, .center_line = 10, .sigma = 1}), StartsWith("422"));
  EXPECT_THAT(refused({.ucl = 12, .lcl = 9, .center_line = 10, .sigma = 1e101}), StartsWith("422"));
  EXPECT_THAT(refused({.ucl = 12, .lcl = 9, .center_line = 10, .sigma = 1e-101}), StartsWith("422"));
  EXPECT_EQ(refused({.ucl = 1e100, .lcl = -1e100, .center_line = 0, .sigma = 1e-100}), "none");
}

TEST_F(SetLimitsTest, SigmaOfAnAttributeFollowsFromItsCenter) {
  const auto id = create_attribute(judge::DataType::c, 1).id;
  run(limits.set(engineer, id, {.ucl = 10, .lcl = 0, .center_line = 4, .sigma = 99}));
  EXPECT_EQ(get(id).stored_sigma, 2);
  EXPECT_THAT(refusal(limits.set(engineer, id, {.ucl = 10, .lcl = 0, .center_line = 0, .sigma = 1})),
              StartsWith("422"));
}

class ChangeModeTest : public CharacteristicTest {};

TEST_F(ChangeModeTest, RewritesEverySampleAndClearsItAgain) {
  const auto id = create_variable(5).id;
  const double reach = 3 * 0.5 / std::sqrt(5);
  run(limits.set(engineer, id, {.ucl = 10 + reach, .lcl = 10 - reach, .center_line = 10, .sigma = 0.5}));
  add_sample(id, {10.6, 10.6, 10.6});
  flag("is_excluded = ${true}", add_sample(id, {10.6, 10.6, 10.6, 10.6, 10.6}));
  const ChangeModeResult result = run(modes.change(engineer, id, {judge::SubgroupMode::VARIABLE_LIMITS}));
  EXPECT_EQ(result.previous_mode, judge::SubgroupMode::NOMINAL_TOLERANCE);
  EXPECT_EQ(result.characteristic.subgroup_mode, judge::SubgroupMode::VARIABLE_LIMITS);
  EXPECT_EQ(result.samples_migrated, 2);
  EXPECT_NEAR(scalar<double>("SELECT effective_ucl FROM sample WHERE actual_n = 3"), 10.866025, 1e-6);
  EXPECT_NEAR(scalar<double>("SELECT effective_lcl FROM sample WHERE actual_n = 5"), 9.329180, 1e-6);
  run(modes.change(engineer, id, {judge::SubgroupMode::NOMINAL_TOLERANCE}));
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample WHERE effective_ucl IS NULL AND z_score IS NULL"), 2);
}

TEST_F(ChangeModeTest, NeedsLimitsOnceThereAreSamples) {
  const auto id = create_variable(5).id;
  EXPECT_EQ(refusal(modes.change(engineer, id, {judge::SubgroupMode::STANDARDIZED})), "none");
  run(modes.change(engineer, id, {judge::SubgroupMode::NOMINAL_TOLERANCE}));
  add_sample(id, {10, 10, 10, 10, 10});
  EXPECT_THAT(refusal(modes.change(engineer, id, {judge::SubgroupMode::STANDARDIZED})), StartsWith("400"));
  EXPECT_EQ(get(id).subgroup_mode, judge::SubgroupMode::NOMINAL_TOLERANCE);
}

}  // namespace
}  // namespace openspc::quality::testing
