// Zones, and the limits of one point in each mode (engine contract, sections 3 and 6).
#include "spc/limits.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "spc/chart.h"
#include "spc/constants.h"
#include "spc/summary.h"

namespace openspc::spc {
namespace {

constexpr Scale kUnit = Scale::three_sigma(0, 1);

ProcessParameters variables(ChartKind kind = ChartKind::xbar_r) {
  return {.kind = kind, .center = 10, .sigma = 0.5, .nominal_size = 5};
}

ProcessParameters attributes(ChartKind kind, double center) {
  return {.kind = kind, .center = center};
}

TEST(ZoneTest, APointOnALineAboveTheCenterBelongsToTheOuterZone) {
  EXPECT_EQ(classify(3, kUnit), Zone::beyond_ucl);
  EXPECT_EQ(classify(2, kUnit), Zone::zone_a_upper);
  EXPECT_EQ(classify(1, kUnit), Zone::zone_b_upper);
}

TEST(ZoneTest, APointOnALineBelowTheCenterBelongsToTheInnerZone) {
  EXPECT_EQ(classify(-1, kUnit), Zone::zone_c_lower);
  EXPECT_EQ(classify(-2, kUnit), Zone::zone_b_lower);
  EXPECT_EQ(classify(-3, kUnit), Zone::zone_a_lower);
}

TEST(ZoneTest, APointJustUnderALineBelongsToTheZoneBelowIt) {
  EXPECT_EQ(classify(2.9999, kUnit), Zone::zone_a_upper);
  EXPECT_EQ(classify(1.9999, kUnit), Zone::zone_b_upper);
  EXPECT_EQ(classify(0.9999, kUnit), Zone::zone_c_upper);
  EXPECT_EQ(classify(-0.0001, kUnit), Zone::zone_c_lower);
  EXPECT_EQ(classify(-1.0001, kUnit), Zone::zone_b_lower);
  EXPECT_EQ(classify(-2.0001, kUnit), Zone::zone_a_lower);
  EXPECT_EQ(classify(-3.0001, kUnit), Zone::beyond_lcl);
}

TEST(ZoneTest, APointThatRoundingMovedOffItsLineIsOnIt) {
  const Scale tenth = Scale::three_sigma(10, 0.1);  // its +3 sigma is 10.3, and 3 * 0.1 is not 0.3
  EXPECT_EQ(classify(std::nextafter(10.3, 0), tenth), Zone::beyond_ucl);
  EXPECT_EQ(classify(std::nextafter(9.7, 0), tenth), Zone::zone_a_lower);
}

TEST(ZoneTest, NothingIsBeyondWhatThereCanBe) {
  const auto all_fail = attribute_point({.kind = ChartKind::p, .center = 0.8}, SubgroupMode::variable_limits, 10, 10);
  ASSERT_TRUE(all_fail);
  EXPECT_EQ(all_fail->scale.ucl, 1);
  EXPECT_EQ(classify(*all_fail), Zone::zone_b_upper);
}

TEST(OutsideLimitsTest, MeansStrictlyOutsideOnBothSides) {
  EXPECT_FALSE(is_outside_limits({3, kUnit}));
  EXPECT_FALSE(is_outside_limits({-3, kUnit}));
  EXPECT_TRUE(is_outside_limits({3.0001, kUnit}));
  EXPECT_TRUE(is_outside_limits({-3.0001, kUnit}));
}

TEST(ZoneTest, TheCenterIsDisplayedAsUpper) {
  EXPECT_EQ(classify(0, kUnit), Zone::zone_c_upper);
}

TEST(ZoneTest, FollowsTheLimitsAsDrawnByHand) {
  const Scale drawn = {10, 1, 11.5, 8};  // limits not at 3 sigma
  EXPECT_EQ(classify(11.5, drawn), Zone::beyond_ucl);
  EXPECT_EQ(classify(11.4, drawn), Zone::zone_b_upper);
  EXPECT_EQ(classify(7.9, drawn), Zone::beyond_lcl);
  EXPECT_EQ(classify(8.0, drawn), Zone::zone_b_lower);
}

TEST(ZoneTest, WithoutSpreadOnlyTheCenterIsInside) {
  const Scale flat = Scale::three_sigma(5, 0);
  EXPECT_EQ(classify(5, flat), Zone::zone_c_upper);
  EXPECT_EQ(classify(5.1, flat), Zone::beyond_ucl);
  EXPECT_EQ(classify(4.9, flat), Zone::beyond_lcl);
}

TEST(ModeTest, StandardizedExampleOfTheContract) {
  const auto three = location_point(variables(), SubgroupMode::standardized, 10.6, 3);
  const auto five = location_point(variables(), SubgroupMode::standardized, 10.6, 5);
  ASSERT_TRUE(three && five);
  EXPECT_NEAR(three->value, 2.078461, 5e-7);
  EXPECT_NEAR(five->value, 2.683282, 5e-7);
  EXPECT_EQ(three->scale.limits(), kUnit.limits());
}

TEST(ModeTest, VariableLimitsExampleOfTheContract) {
  const auto three = location_point(variables(), SubgroupMode::variable_limits, 10.6, 3);
  const auto five = location_point(variables(), SubgroupMode::variable_limits, 10.6, 5);
  ASSERT_TRUE(three && five);
  EXPECT_EQ(three->value, 10.6);
  EXPECT_NEAR(three->scale.ucl, 10.866025, 5e-7);
  EXPECT_NEAR(three->scale.lcl, 9.133975, 5e-7);
  EXPECT_NEAR(five->scale.ucl, 10.670820, 5e-7);
  EXPECT_NEAR(five->scale.lcl, 9.329180, 5e-7);
}

TEST(ModeTest, NominalToleranceKeepsTheLimitsOfTheNominalSize) {
  const auto three = location_point(variables(), SubgroupMode::nominal_tolerance, 10.6, 3);
  const auto five = location_point(variables(), SubgroupMode::variable_limits, 10.6, 5);
  ASSERT_TRUE(three && five);
  EXPECT_EQ(three->scale, five->scale);
}

TEST(ModeTest, HandDrawnLimitsHoldInNominalToleranceOnly) {
  ProcessParameters parameters = variables();
  parameters.hand_drawn = Limits{10, 10.4, 9.5};
  const auto nominal = location_point(parameters, SubgroupMode::nominal_tolerance, 10, 5);
  EXPECT_EQ(nominal->scale.limits(), (Limits{10, 10.4, 9.5}));
  EXPECT_NEAR(nominal->scale.sigma, 0.5 / std::sqrt(5), 1e-15);
  EXPECT_NEAR(location_point(parameters, SubgroupMode::variable_limits, 10, 5)->scale.ucl, 10.670820, 5e-7);
}

TEST(ModeTest, APointOnALimitHasExactlyThatZ) {
  ProcessParameters parameters = variables();
  parameters.center = 10;
  parameters.sigma = 0.1;  // (10 + 3 * 0.1 - 10) / 0.1 is 3.0000000000000071
  EXPECT_EQ(location_point(parameters, SubgroupMode::standardized, 10 + 3 * 0.1, 1)->value, 3);
  EXPECT_EQ(location_point(parameters, SubgroupMode::standardized, 10 - 2 * 0.1, 1)->value, -2);
}

// 10 + 3 * 0.1 / sqrt(1) and friends: the limit comes out a unit in the last place above or below 10.3.
TEST(RoundingTest, APointOnItsLimitButForTheLastBitsIsOnIt) {
  for (const double center : {10.0, 0.0, 0.3, -7.1, 1e9, 1e-9}) {
    for (const double sigma : {0.1, 1.1, 3.7e-3}) {
      const ProcessParameters parameters = {.kind = ChartKind::i_mr, .center = center, .sigma = sigma};
      const double ucl = center + 3 * sigma;
      const double lcl = center - 3 * sigma;
      for (const double direction : {-1e300, 1e300}) {
        for (const SubgroupMode mode : {SubgroupMode::variable_limits, SubgroupMode::standardized}) {
          const auto point = [&](double value) { return *location_point(parameters, mode, value, 1); };
          const auto zone = [&](double value) { return classify(point(value)); };
          EXPECT_FALSE(is_outside_limits(point(std::nextafter(ucl, direction)))) << center << ' ' << sigma;
          EXPECT_FALSE(is_outside_limits(point(std::nextafter(lcl, direction)))) << center << ' ' << sigma;
          EXPECT_EQ(zone(std::nextafter(ucl, direction)), Zone::beyond_ucl) << center << ' ' << sigma;
          EXPECT_EQ(zone(std::nextafter(lcl, direction)), Zone::zone_a_lower) << center << ' ' << sigma;
          EXPECT_EQ(zone(std::nextafter(center, direction)), Zone::zone_c_upper) << center << ' ' << sigma;
        }
      }
    }
  }
}

TEST(RoundingTest, APointTrulyBeyondItsLimitIsOutsideHoweverLargeTheOffset) {
  // At 1e9 doubles lie 1.2e-7 apart: an eighth of this sigma.
  const ProcessParameters parameters = {.kind = ChartKind::i_mr, .center = 1e9, .sigma = 1e-6};
  for (const SubgroupMode mode : {SubgroupMode::variable_limits, SubgroupMode::standardized}) {
    EXPECT_EQ(classify(*location_point(parameters, mode, 1e9 + 3.5e-6, 1)), Zone::beyond_ucl);
    EXPECT_EQ(classify(*location_point(parameters, mode, 1e9 - 3.5e-6, 1)), Zone::beyond_lcl);
  }
  EXPECT_EQ(classify(1e-300, Scale::three_sigma(0, 1e-301)), Zone::beyond_ucl);
}

TEST(RoundingTest, ARangeIsNoMoreExactThanItsReadings) {
  const ProcessParameters parameters = {.kind = ChartKind::xbar_r, .center = 1e6, .sigma = 0.001};
  const double ucl = dispersion_scale(parameters, 2)->ucl;
  const double range = (1e6 + ucl) - 1e6;  // of two readings; off by up to 6e-11
  EXPECT_NE(range, ucl);
  EXPECT_FALSE(is_outside_limits(*dispersion_point(parameters, range + 1e-10, 2)));
  EXPECT_TRUE(is_outside_limits(*dispersion_point(parameters, ucl * 1.001, 2)));
}

TEST(ModeTest, NothingCanBeStandardizedWithoutSpread) {
  ProcessParameters parameters = variables();
  parameters.sigma = 0;
  EXPECT_FALSE(location_point(parameters, SubgroupMode::standardized, 10, 5));
  EXPECT_TRUE(location_point(parameters, SubgroupMode::variable_limits, 10, 5));
}

TEST(ModeTest, SizesWithoutLimits) {
  EXPECT_FALSE(location_point(variables(), SubgroupMode::variable_limits, 10, 0));
  EXPECT_FALSE(location_point(variables(), SubgroupMode::variable_limits, 10, std::nan("")));
  EXPECT_FALSE(dispersion_point(variables(), 0, 1));
  EXPECT_FALSE(dispersion_point(variables(), 1, 101));
  EXPECT_TRUE(dispersion_point(variables(ChartKind::xbar_s), 1, 101));
  EXPECT_FALSE(attribute_point(attributes(ChartKind::p, 0.1), SubgroupMode::variable_limits, 0, 0));
  EXPECT_FALSE(attribute_point(attributes(ChartKind::p, 1.5), SubgroupMode::variable_limits, 1, 10));
  EXPECT_FALSE(attribute_point(attributes(ChartKind::c, -1), SubgroupMode::variable_limits, 1, 10));
}

TEST(ModeTest, AVariableIsNoAttribute) {
  EXPECT_FALSE(attribute_point(variables(), SubgroupMode::variable_limits, 1, 10));
  EXPECT_FALSE(location_point(attributes(ChartKind::p, 0.1), SubgroupMode::variable_limits, 1, 10));
  EXPECT_FALSE(dispersion_point(attributes(ChartKind::p, 0.1), 1, 10));
}

TEST(DispersionTest, RangeLimitsFollowThePointsOwnSize) {
  for (const std::size_t n : {2U, 7U, 25U}) {
    const ChartConstants& k = *chart_constants(n);
    const auto point = dispersion_point(variables(), 1.0, static_cast<double>(n));
    ASSERT_TRUE(point);
    EXPECT_DOUBLE_EQ(point->scale.center, k.d2 * 0.5);
    EXPECT_DOUBLE_EQ(point->scale.ucl, k.D4 * k.d2 * 0.5);
    EXPECT_NEAR(point->scale.lcl, k.D3 * k.d2 * 0.5, 1e-15);
  }
}

// The expected range depends so strongly on n that the nominal size would be the wrong ruler.
TEST(DispersionTest, TheNominalSizeIsNoRulerForRanges) {
  const std::vector<Summary> unequal = {summarize(std::vector{9.0, 11.0}),
                                        summarize(std::vector{9.0, 11.0, 10.0, 10.0})};
  const auto chart =
      make_chart(ChartKind::xbar_r, unequal, {.mode = SubgroupMode::nominal_tolerance, .parameters = variables()});
  ASSERT_TRUE(chart);
  EXPECT_DOUBLE_EQ(chart->dispersion->plotted(0).scale.center, chart_constants(2)->d2 * 0.5);
  EXPECT_DOUBLE_EQ(chart->dispersion->plotted(1).scale.center, chart_constants(4)->d2 * 0.5);
}

TEST(DispersionTest, DeviationLimitsAreB5AndB6) {
  const auto point = dispersion_point(variables(ChartKind::xbar_s), 0.4, 12);
  ASSERT_TRUE(point);
  EXPECT_EQ(point->value, 0.4);
  EXPECT_NEAR(point->scale.ucl, chart_constants(12)->B6 * 0.5, 1e-15);
  EXPECT_NEAR(point->scale.lcl, chart_constants(12)->B5 * 0.5, 1e-15);
  EXPECT_EQ(dispersion_point(variables(ChartKind::xbar_s), 0.4, 3)->scale.lcl, 0);
}

TEST(DispersionTest, MovingRangeLimitsFollowTheSpan) {
  ProcessParameters parameters = variables(ChartKind::i_mr);
  parameters.nominal_size = 1;
  EXPECT_NEAR(dispersion_point(parameters, 1, 1)->scale.ucl, 3.685887 * 0.5, 1e-6);
  parameters.span = 3;
  EXPECT_NEAR(dispersion_point(parameters, 1, 1)->scale.ucl, 4.357673 * 0.5, 1e-6);
}

TEST(AttributeTest, FractionLimitsStayBetweenZeroAndOne) {
  const auto low = attribute_point(attributes(ChartKind::p, 0.01), SubgroupMode::variable_limits, 1, 20);
  EXPECT_EQ(low->scale.lcl, 0);
  EXPECT_DOUBLE_EQ(low->value, 0.05);
  const auto high = attribute_point(attributes(ChartKind::p, 0.99), SubgroupMode::variable_limits, 20, 20);
  EXPECT_EQ(high->scale.ucl, 1);
  EXPECT_EQ(attribute_point(attributes(ChartKind::np, 0.99), SubgroupMode::variable_limits, 20, 20)->scale.ucl, 20);
}

// Counts that grow with the size say nothing about limits of another size, whatever the mode.
TEST(AttributeTest, CountsKeepTheirOwnSizeInEveryMode) {
  ProcessParameters np = attributes(ChartKind::np, 0.2);
  np.nominal_size = 50;
  ProcessParameters c = attributes(ChartKind::c, 4);
  c.nominal_size = 2;
  for (const SubgroupMode mode : {SubgroupMode::variable_limits, SubgroupMode::nominal_tolerance}) {
    const auto items = attribute_point(np, mode, 16, 80);
    EXPECT_DOUBLE_EQ(items->scale.center, 16);
    EXPECT_DOUBLE_EQ(items->scale.ucl, 16 + 3 * std::sqrt(16 * 0.8));
    const auto flaws = attribute_point(c, mode, 9, 4.5);
    EXPECT_DOUBLE_EQ(flaws->scale.center, 9);
    EXPECT_DOUBLE_EQ(flaws->scale.ucl, 18);
  }
  EXPECT_EQ(attribute_point(c, SubgroupMode::standardized, 9, 4.5)->value, 0);
}

TEST(AttributeTest, ACountChartWithoutASizeTakesAllSamplesForEqual) {
  EXPECT_EQ(attribute_point(attributes(ChartKind::c, 4), SubgroupMode::variable_limits, 4, 7)->scale.center, 4);
}

TEST(AttributeTest, HandDrawnLimitsOfACountHoldAtTheNominalSizeAndInShareAtOthers) {
  ProcessParameters np = attributes(ChartKind::np, 0.2);
  np.nominal_size = 100;
  np.hand_drawn = Limits{20, 30, 12};
  const auto limits = [&](double size) {
    return attribute_point(np, SubgroupMode::nominal_tolerance, 0, size)->scale.limits();
  };
  EXPECT_EQ(limits(100), (Limits{20, 30, 12}));
  EXPECT_EQ(limits(400), (Limits{80, 100, 64}));
  EXPECT_EQ(limits(4), (Limits{0.8, 2.8, 0}));
  np.hand_drawn = Limits{20, 60, 12};
  EXPECT_EQ(limits(4).ucl, 4);  // no more than were inspected
}

TEST(AttributeTest, HandDrawnLimitsOfARateHoldAtEverySize) {
  ProcessParameters p = attributes(ChartKind::p, 0.2);
  p.nominal_size = 100;
  p.hand_drawn = Limits{0.2, 0.3, 0.1};
  EXPECT_EQ(attribute_point(p, SubgroupMode::nominal_tolerance, 3, 10)->scale.limits(), (Limits{0.2, 0.3, 0.1}));
}

TEST(AttributeTest, EachPointIsJudgedWithItsOwnSize) {
  const ProcessParameters parameters = attributes(ChartKind::u, 4);
  EXPECT_DOUBLE_EQ(attribute_point(parameters, SubgroupMode::variable_limits, 8, 4)->scale.ucl, 4 + 3 * 1.0);
  EXPECT_DOUBLE_EQ(attribute_point(parameters, SubgroupMode::variable_limits, 8, 1)->scale.ucl, 4 + 3 * 2.0);
  EXPECT_DOUBLE_EQ(attribute_point(parameters, SubgroupMode::standardized, 4, 0.25)->value, 3);
}

TEST(ParametersTest, OutOfAPairOfLimits) {
  const ProcessParameters parameters = parameters_from_limits(ChartKind::xbar_r, 13, 7, 4);
  EXPECT_EQ(parameters.center, 10);
  EXPECT_EQ(parameters.sigma, 2);  // of readings: 3 sigma of the mean of four is 3
  EXPECT_EQ(location_point(parameters, SubgroupMode::nominal_tolerance, 10, 4)->scale.limits(),
            Scale::three_sigma(10, 1).limits());
}

TEST(CodeTest, NamesRoundTrip) {
  for (const ChartKind kind : {ChartKind::xbar_r, ChartKind::xbar_s, ChartKind::i_mr, ChartKind::p, ChartKind::np,
                               ChartKind::c, ChartKind::u}) {
    EXPECT_EQ(parse_chart_kind(name(kind)), kind);
  }
  for (const SubgroupMode mode :
       {SubgroupMode::standardized, SubgroupMode::variable_limits, SubgroupMode::nominal_tolerance}) {
    EXPECT_EQ(parse_subgroup_mode(name(mode)), mode);
  }
  EXPECT_FALSE(parse_chart_kind("xbar"));
  EXPECT_FALSE(parse_subgroup_mode("standardized"));
  EXPECT_EQ(name(Zone::beyond_ucl), "beyond_ucl");
  EXPECT_EQ(name(Zone::beyond_lcl), "beyond_lcl");
}

TEST(CodeTest, RecommendedChartBySize) {
  EXPECT_EQ(recommended_chart(1), ChartKind::i_mr);
  EXPECT_EQ(recommended_chart(10), ChartKind::xbar_r);
  EXPECT_EQ(recommended_chart(11), ChartKind::xbar_s);
}

}  // namespace
}  // namespace openspc::spc
