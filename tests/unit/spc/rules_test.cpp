// Each rule as a specification: fires at its length and not one sooner, strictly and symmetrically (engine contract,
// section 7 with its corrections). Center 0, sigma 1.
#include "spc/rules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

namespace openspc::spc {
namespace {

constexpr Scale kUnit = Scale::three_sigma(0, 1);
using Values = std::vector<double>;
using Indices = std::vector<std::size_t>;

std::vector<PlottedPoint> plotted(const Values& values, const Scale& scale = kUnit) {
  std::vector<PlottedPoint> points;
  for (const double value : values) points.push_back({value, scale});
  return points;
}

// Does the rule fire at the last value?
bool fires(Rule rule, const Values& values, const RuleConfig& config = {}) {
  std::vector<RuleSet> fired(values.size());
  evaluate_series(values, kUnit, config, fired);
  return fired.back().contains(rule);
}

Values negated(Values values) {
  for (double& value : values) value = -value;
  return values;
}

// The same above and below the center.
bool fires_on_both_sides(Rule rule, const Values& values, const RuleConfig& config = {}) {
  return fires(rule, values, config) && fires(rule, negated(values), config);
}
bool fires_on_neither_side(Rule rule, const Values& values, const RuleConfig& config = {}) {
  return !fires(rule, values, config) && !fires(rule, negated(values), config);
}

Values alternating(std::size_t count, double first = 0.5, double second = -0.5) {
  Values values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(i % 2 == 0 ? first : second);
  return values;
}

// What a rule involves at the last point, as indices.
Indices involved(Rule rule, const Values& values, const RuleConfig& config = {}) {
  const std::vector<PlottedPoint> points = plotted(values);
  for (const SeriesHit& hit : find_hits(points, config)) {
    if (hit.index + 1 == values.size() && hit.hit.rule == rule) return hit.hit.indices(hit.index);
  }
  return {};
}

TEST(OutlierTest, FiresStrictlyBeyondTheLimits) {
  EXPECT_TRUE(fires_on_both_sides(Rule::outlier, {3.0001}));
  EXPECT_TRUE(fires_on_neither_side(Rule::outlier, {3.0}));
}

TEST(OutlierTest, JudgesByTheLimitsAsDrawn) {
  RuleEvaluator evaluator;
  const Scale drawn = {0, 1, 2.5, -4};
  EXPECT_TRUE(evaluator.push({2.6, drawn}).contains(Rule::outlier));
  EXPECT_FALSE(evaluator.push({-3.9, drawn}).contains(Rule::outlier));
  EXPECT_TRUE(evaluator.push({-4.1, drawn}).contains(Rule::outlier));
}

TEST(OutlierTest, ALimitThatWasRoundedDownIsNoLuckierThanOneRoundedUp) {
  RuleEvaluator evaluator;
  EXPECT_TRUE(evaluator.push({3, {0, 1, 2.9999999999999996, -3}}).empty());
  EXPECT_TRUE(evaluator.push({-3, {0, 1, 3, -2.9999999999999996}}).empty());
  EXPECT_TRUE(evaluator.push({3.00000000001, {0, 1, 2.9999999999999996, -3}}).contains(Rule::outlier));
}

TEST(OutlierTest, JudgesByKSigmaWhenToldTo) {
  RuleConfig config;
  config.beyond_limit = BeyondLimit::k_sigma;
  config.of(Rule::outlier).sigma = 2.5;
  EXPECT_TRUE(fires_on_both_sides(Rule::outlier, {2.6}, config));
  EXPECT_TRUE(fires_on_neither_side(Rule::outlier, {2.5}, config));
}

TEST(OutlierTest, AProcessWithoutSpreadMayNotMove) {
  RuleEvaluator evaluator;
  const Scale flat = Scale::three_sigma(5, 0);
  EXPECT_TRUE(evaluator.push({5, flat}).size() == 0);
  EXPECT_TRUE(evaluator.push({5.0001, flat}).contains(Rule::outlier));
}

TEST(ShiftTest, FiresAtTheNinthPointOnOneSide) {
  EXPECT_TRUE(fires_on_both_sides(Rule::shift, alternating(9, 0.1, 0.2)));
  EXPECT_TRUE(fires_on_neither_side(Rule::shift, alternating(8, 0.1, 0.2)));
}

TEST(ShiftTest, PointsBeyondTheLimitsCountToo) {
  EXPECT_TRUE(fires_on_both_sides(Rule::shift, alternating(9, 0.1, 4)));
}

TEST(ShiftTest, APointOnTheCenterEndsTheRun) {
  EXPECT_FALSE(fires(Rule::shift, Values(9, 0.0)));
  EXPECT_TRUE(fires_on_neither_side(Rule::shift, {.1, .1, .1, .1, 0, .1, .1, .1, .1}));
}

TEST(ShiftTest, ACrossingEndsTheRunAndNineMoreFireAgain) {
  Values values(9, 0.1);
  values.push_back(-0.1);
  for (int i = 0; i < 8; ++i) values.push_back(0.1);
  EXPECT_FALSE(fires(Rule::shift, values));
  values.push_back(0.1);
  EXPECT_TRUE(fires(Rule::shift, values));
}

TEST(ShiftTest, PointsOnTheCenterMayCountForBothSides) {
  RuleConfig config;
  config.on_center = OnCenter::counts_for_both;
  EXPECT_TRUE(fires_on_both_sides(Rule::shift, {.1, .1, .1, .1, 0, .1, .1, .1, .1}, config));
  EXPECT_TRUE(fires_on_neither_side(Rule::shift, {.1, .1, .1, .1, -.1, .1, .1, .1, .1}, config));
}

TEST(ShiftTest, KeepsFiringWhileTheConditionHoldsAndTellsForHowLong) {
  RuleEvaluator evaluator;
  for (int i = 0; i < 100; ++i) {
    const bool fired = evaluator.push({0.1, kUnit}).contains(Rule::shift);
    EXPECT_EQ(fired, i >= 8);
    if (fired) {
      EXPECT_EQ(evaluator.hit(Rule::shift).run_length, std::min(i + 1, 64));
    }
  }
  EXPECT_EQ(evaluator.hit(Rule::shift).indices(99), (Indices{91, 92, 93, 94, 95, 96, 97, 98, 99}));
}

TEST(TrendTest, FiresAtTheSixthPointOfARiseOrFall) {
  EXPECT_TRUE(fires_on_both_sides(Rule::trend, {0, .1, .2, .3, .4, .5}));
  EXPECT_TRUE(fires_on_neither_side(Rule::trend, {0, .1, .2, .3, .4}));
  EXPECT_EQ(involved(Rule::trend, {9, 0, .1, .2, .3, .4, .5}), (Indices{1, 2, 3, 4, 5, 6}));
}

TEST(TrendTest, ATieEndsIt) {
  EXPECT_TRUE(fires_on_neither_side(Rule::trend, {0, .1, .1, .2, .3, .4}));
}

TEST(TrendTest, ATieMayContinueIt) {
  RuleConfig config;
  config.tie = Tie::continues_trend;
  EXPECT_TRUE(fires_on_both_sides(Rule::trend, {0, .1, .1, .2, .3, .4}, config));
  EXPECT_TRUE(fires_on_neither_side(Rule::trend, {0, .1, .1, .05, .3, .4}, config));
}

// Six points of an np or R chart of unequal size: each has a center of its own.
std::vector<PlottedPoint> with_centers(const Values& z, const Values& centers) {
  std::vector<PlottedPoint> points;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double sigma = std::sqrt(centers[i]);
    points.push_back({centers[i] + z[i] * sigma, Scale::three_sigma(centers[i], sigma)});
  }
  return points;
}

bool fires_last(Rule rule, const std::vector<PlottedPoint>& points) {
  std::vector<RuleSet> fired(points.size());
  evaluate_series(points, {}, fired);
  return fired.back().contains(rule);
}

TEST(TrendTest, ValuesAboutAMovingCenterAreComparedByTheirDistanceFromIt) {
  const Values growing = {10, 11.2, 12.4, 13.6, 14.8, 16};
  EXPECT_FALSE(fires_last(Rule::trend, with_centers(Values(6, 0.0), growing)));
  EXPECT_FALSE(fires_last(Rule::trend, with_centers(Values(6, 0.7), growing)));
  EXPECT_TRUE(fires_last(Rule::trend, with_centers({.5, .4, .3, .2, .1, 0}, growing)));
  EXPECT_TRUE(fires_last(Rule::trend, with_centers({0, .1, .2, .3, .4, .5}, {16, 10, 14, 11, 16, 12})));
}

TEST(TrendTest, TheDirectionIsThatOfTheComparison) {
  const auto points = with_centers({.5, .4, .4}, {10, 12, 16});
  EXPECT_EQ(direction(points[0], points[1]), -1);
  EXPECT_EQ(direction(points[1], points[0]), 1);
  EXPECT_EQ(direction(points[1], points[2]), 0);
}

TEST(TrendTest, EqualValuesThatWereRoundedDifferentlyAreATie) {
  Values values;
  for (int i = 0; i < 6; ++i) values.push_back(std::nextafter(values.empty() ? 0.3 : values.back(), 1));
  EXPECT_TRUE(fires_on_neither_side(Rule::trend, values));
  RuleConfig config;
  config.tie = Tie::continues_trend;
  EXPECT_TRUE(fires_on_both_sides(Rule::trend, values, config));
}

TEST(TrendTest, AChartOfRatesComparesRatesWhateverTheSizes) {
  // z falls as the limits narrow, but these rates rise, and are drawn so.
  std::vector<PlottedPoint> points;
  for (int i = 0; i < 6; ++i) points.push_back({0.1 - 0.001 * (6 - i), Scale::three_sigma(0.2, 0.1 / (1 + i))});
  EXPECT_TRUE(fires_last(Rule::trend, points));
}

TEST(TrendTest, ComparesPlottedValuesOrStandardizedOnes) {
  // Six rising values whose limits widen: standardized, the last one falls.
  std::vector<PlottedPoint> points = plotted({0, .1, .2, .3, .4});
  points.push_back({.5, Scale::three_sigma(0, 4)});
  std::vector<RuleSet> fired(points.size());
  evaluate_series(points, {}, fired);
  EXPECT_TRUE(fired.back().contains(Rule::trend));
  RuleConfig config;
  config.order_by = OrderBy::standardized;
  evaluate_series(points, config, fired);
  EXPECT_FALSE(fired.back().contains(Rule::trend));
}

TEST(AlternatorTest, FiresAtTheFourteenthAlternatingPoint) {
  EXPECT_TRUE(fires_on_both_sides(Rule::alternator, alternating(14)));
  EXPECT_TRUE(fires_on_neither_side(Rule::alternator, alternating(13)));
  EXPECT_EQ(involved(Rule::alternator, alternating(15)).front(), 1U);
}

TEST(AlternatorTest, AlternatesUpAndDownNotAboutTheCenter) {
  EXPECT_TRUE(fires_on_both_sides(Rule::alternator, alternating(14, 0.5, 0.4)));
}

TEST(AlternatorTest, SizesThatAlternateAreNoAlternation) {
  Values centers;
  for (int i = 0; i < 14; ++i) centers.push_back(i % 2 == 0 ? 10 : 16);
  EXPECT_FALSE(fires_last(Rule::alternator, with_centers(Values(14, 0.2), centers)));
  EXPECT_TRUE(fires_last(Rule::alternator, with_centers(alternating(14), centers)));
}

TEST(AlternatorTest, EqualNeighboursEndIt) {
  Values values = alternating(14);
  values[7] = values[6];
  EXPECT_TRUE(fires_on_neither_side(Rule::alternator, values));
  RuleConfig config;
  config.tie = Tie::continues_trend;
  EXPECT_TRUE(fires_on_neither_side(Rule::alternator, values, config));
}

TEST(ZoneATest, TwoOfThreeBeyondTwoSigmaOnTheSameSide) {
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_a, {2.5, 0, 2.1}));
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_a, {2.5, 2.1}));
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_a, {3.5, 2.1}));
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_a, {2.5, -2.5, 0}));
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_a, {2.5, -2.5}));
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_a, {2.5, 0, 0, 2.5}));
}

TEST(ZoneATest, ExactlyTwoSigmaIsInside) {
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_a, {2.5, 0, 2.0}));
}

TEST(ZoneATest, AFreshPointInControlRaisesNoAlarm) {
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_a, {2.5, 2.5, 0}));
  RuleConfig config;
  config.zone_newest = ZoneNewest::may_be_anywhere;
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_a, {2.5, 2.5, 0}, config));
}

TEST(ZoneATest, OnlyQualifyingPointsAreInvolved) {
  EXPECT_EQ(involved(Rule::zone_a, {2.5, 0, 2.1}), (Indices{0, 2}));
  EXPECT_EQ(involved(Rule::zone_a, {2.5, -2.5, 2.1}), (Indices{0, 2}));
}

TEST(ZoneBTest, FourOfFiveBeyondOneSigmaOnTheSameSide) {
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_b, {1.1, 1.1, 1.1, 0, 1.1}));
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_b, {1.1, 2.5, 3.5, 1.1}));
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_b, {1.1, 1.1, 1.1, 0, 0}));
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_b, {1.1, 1.1, -1.1, 0, 1.1}));
  EXPECT_EQ(involved(Rule::zone_b, {1.1, 1.1, 1.1, 0, 1.1}), (Indices{0, 1, 2, 4}));
}

TEST(ZoneBTest, ExactlyOneSigmaIsInsideOnBothSides) {
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_b, {1, 1, 1, 0, 1}));
}

TEST(ZoneBTest, TheNewestPointMustBeInTheZone) {
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_b, {1.1, 1.1, 1.1, 1.1, 0}));
  RuleConfig config;
  config.zone_newest = ZoneNewest::may_be_anywhere;
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_b, {1.1, 1.1, 1.1, 1.1, 0}, config));
}

TEST(StratificationTest, FifteenWithinOneSigmaOfEitherSide) {
  EXPECT_TRUE(fires_on_both_sides(Rule::stratification, alternating(15, 0.9, -0.1)));
  EXPECT_TRUE(fires_on_neither_side(Rule::stratification, alternating(14, 0.9, -0.1)));
  EXPECT_EQ(involved(Rule::stratification, Values(20, 0.0)).size(), 15U);
}

TEST(StratificationTest, ExactlyOneSigmaIsWithin) {
  EXPECT_TRUE(fires_on_both_sides(Rule::stratification, Values(15, 1.0)));
  Values values(15, 0.0);
  values[7] = 1.0001;
  EXPECT_TRUE(fires_on_neither_side(Rule::stratification, values));
}

TEST(MixtureTest, EightOutsideOneSigma) {
  EXPECT_TRUE(fires_on_both_sides(Rule::mixture, alternating(8, 1.1, -1.1)));
  EXPECT_TRUE(fires_on_neither_side(Rule::mixture, alternating(7, 1.1, -1.1)));
}

TEST(MixtureTest, ExactlyOneSigmaBreaksIt) {
  Values values = alternating(8, 1.1, -1.1);
  values[3] = -1;
  EXPECT_TRUE(fires_on_neither_side(Rule::mixture, values));
}

TEST(MixtureTest, OneSideIsEnoughUnlessBothAreWanted) {
  EXPECT_TRUE(fires_on_both_sides(Rule::mixture, Values(8, 1.1)));
  RuleConfig config;
  config.mixture_sides = MixtureSides::both;
  EXPECT_TRUE(fires_on_neither_side(Rule::mixture, Values(8, 1.1), config));
  EXPECT_TRUE(fires_on_both_sides(Rule::mixture, alternating(8, 1.1, -1.1), config));
}

TEST(OnLimitTest, MayCountAsOutsideForEveryLine) {
  RuleConfig config;
  config.on_limit = OnLimit::outside;
  EXPECT_TRUE(fires_on_both_sides(Rule::outlier, {3}, config));
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_a, {2, 2}, config));
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_b, {1, 1, 1, 1}, config));
  EXPECT_TRUE(fires_on_both_sides(Rule::mixture, Values(8, 1.0), config));
  EXPECT_TRUE(fires_on_neither_side(Rule::stratification, Values(15, 1.0), config));
  EXPECT_TRUE(fires_on_neither_side(Rule::shift, Values(9, 0.0), config));
}

TEST(CombinationTest, SeveralRulesFireTogether) {
  const Values values(15, 0.5);
  EXPECT_TRUE(fires(Rule::shift, values));
  EXPECT_TRUE(fires(Rule::stratification, values));
}

TEST(CombinationTest, DisabledRulesAreSilent) {
  RuleConfig config;
  config.enabled.erase(Rule::outlier);
  EXPECT_FALSE(fires(Rule::outlier, {5}, config));
  config.enabled = {};
  std::vector<RuleSet> fired(20);
  evaluate_series(Values(20, 5.0), kUnit, config, fired);
  EXPECT_TRUE(fired.back().empty());
}

TEST(ParameterTest, RunLengthsAndSigmasAreAdjustable) {
  RuleConfig config;
  config.of(Rule::shift) = {0, 7, 7};
  config.of(Rule::trend) = {0, 3, 3};
  config.of(Rule::zone_a) = {1.5, 3, 4};
  EXPECT_FALSE(invalid_rule(config));
  EXPECT_TRUE(fires_on_both_sides(Rule::shift, alternating(7, 0.1, 0.2), config));
  EXPECT_TRUE(fires_on_both_sides(Rule::trend, {.1, .2, .3}, config));
  EXPECT_TRUE(fires_on_both_sides(Rule::zone_a, {1.6, 0, 1.6, 1.6}, config));
  EXPECT_TRUE(fires_on_neither_side(Rule::zone_a, {1.6, 0, 0, 1.6, 1.6}, config));
}

TEST(ParameterTest, TheLongestWindowIsSixtyFour) {
  RuleConfig config;
  config.of(Rule::shift) = {0, 64, 64};
  EXPECT_TRUE(fires(Rule::shift, Values(64, 0.1), config));
  EXPECT_FALSE(fires(Rule::shift, Values(63, 0.1), config));
  EXPECT_EQ(involved(Rule::shift, Values(70, 0.1), config).size(), 64U);
  EXPECT_EQ(window_size(config), 64U);
}

TEST(ParameterTest, NonsenseIsNamed) {
  const auto broken = [](Rule rule, RuleParameters parameters) {
    RuleConfig config;
    config.of(rule) = parameters;
    return invalid_rule(config) == rule;
  };
  EXPECT_FALSE(invalid_rule({}));
  EXPECT_TRUE(broken(Rule::shift, {0, 65, 65}));
  EXPECT_TRUE(broken(Rule::shift, {0, 0, 0}));
  EXPECT_TRUE(broken(Rule::shift, {0, 8, 9}));
  EXPECT_TRUE(broken(Rule::zone_a, {2, 4, 3}));
  EXPECT_TRUE(broken(Rule::zone_b, {-1, 4, 5}));
  EXPECT_TRUE(broken(Rule::mixture, {std::numeric_limits<double>::quiet_NaN(), 8, 8}));
  EXPECT_TRUE(broken(Rule::trend, {0, 1, 1}));
  EXPECT_TRUE(broken(Rule::alternator, {0, 2, 2}));
  EXPECT_TRUE(broken(Rule::outlier, {3, 2, 2}));
}

TEST(ParameterTest, NonsenseIsClampedRatherThanUndefined) {
  RuleConfig config;
  for (const Rule rule : kAllRules) config.of(rule) = {-1, -5, 1000};
  std::vector<RuleSet> fired(100);
  evaluate_series(Values(100, 0.5), kUnit, config, fired);
  EXPECT_LE(window_size(config), 64U);
}

TEST(StateTest, IsTriviallyCopyableAndRestores) {
  static_assert(std::is_trivially_copyable_v<RuleEvaluator>);
  static_assert(std::is_trivially_copyable_v<RuleState>);
  RuleEvaluator evaluator;
  evaluator.replay(plotted(Values(8, 0.1)));
  const RuleState before = evaluator.state();
  EXPECT_TRUE(evaluator.push({0.1, kUnit}).contains(Rule::shift));
  evaluator.restore(before);
  EXPECT_FALSE(evaluator.push({-0.1, kUnit}).contains(Rule::shift));
  evaluator.reset();
  EXPECT_FALSE(evaluator.push({0.1, kUnit}).contains(Rule::shift));
}

TEST(SeriesTest, OutputOfAnotherLengthIsLeftAlone) {
  std::vector<RuleSet> fired(2, RuleSet::all());
  evaluate_series(Values(3, 0.0), kUnit, {}, fired);
  EXPECT_EQ(fired.front(), RuleSet::all());
}

TEST(VocabularyTest, NamesAndSeveritiesAsStored) {
  EXPECT_EQ(name(Rule::outlier), "Outlier");
  EXPECT_EQ(name(Rule::zone_b), "Zone B Warning");
  EXPECT_EQ(name(Rule::mixture), "Mixture");
  EXPECT_EQ(name(severity(Rule::outlier)), "CRITICAL");
  EXPECT_EQ(name(severity(Rule::mixture)), "WARNING");
  EXPECT_EQ(rule_from_number(4), Rule::alternator);
  EXPECT_FALSE(rule_from_number(0) || rule_from_number(9));
}

TEST(VocabularyTest, RuleSets) {
  RuleSet set = {Rule::outlier, Rule::mixture};
  EXPECT_EQ(set.bits(), 0b1000'0001);
  EXPECT_EQ(set.size(), 2U);
  set.erase(Rule::outlier);
  EXPECT_FALSE(set.contains(Rule::outlier));
  EXPECT_EQ((RuleSet::all() & set), set);
}

TEST(VocabularyTest, ApplicableRules) {
  const RuleSet first_four = {Rule::outlier, Rule::shift, Rule::trend, Rule::alternator};
  EXPECT_EQ(applicable_rules(ChartKind::xbar_r, ChartPart::location), RuleSet::all());
  EXPECT_EQ(applicable_rules(ChartKind::i_mr, ChartPart::location), RuleSet::all());
  EXPECT_EQ(applicable_rules(ChartKind::xbar_s, ChartPart::dispersion), first_four);
  EXPECT_EQ(applicable_rules(ChartKind::i_mr, ChartPart::dispersion), RuleSet{Rule::outlier});
  EXPECT_EQ(applicable_rules(ChartKind::u, ChartPart::location), first_four);
}

}  // namespace
}  // namespace openspc::spc
