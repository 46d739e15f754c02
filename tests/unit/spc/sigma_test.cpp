// Estimators of sigma. Expected figures marked "table" come from constants of three or four decimals (engine
// contract 5.7) and are reproduced by dividing by the printed constant; the library itself divides by the exact one.
#include "spc/sigma.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "spc/constants.h"

namespace openspc::spc {
namespace {

Summary with_range(std::size_t n, double range) {
  Summary s;
  s.count = n;
  s.min = 0;
  s.max = range;
  return s;
}

Summary with_sd(std::size_t n, double sd) {
  Summary s;
  s.count = n;
  s.sum_squares = sd * sd * static_cast<double>(n - 1);
  s.min = s.max = 0;
  return s;
}

Summary reading(double value) {
  return summarize(std::vector<double>{value});
}

const std::vector<double> kFive = {10, 12, 11, 13, 10};

TEST(MovingRangeTest, ContractVectorOne) {
  const auto estimate = sigma_from_moving_range(kFive);
  ASSERT_TRUE(estimate);
  EXPECT_DOUBLE_EQ(estimate->mean_statistic, 2.0);
  EXPECT_EQ(estimate->used, 4U);
  EXPECT_NEAR(estimate->sigma.value, 2.0 / 1.1283791670955126, 1e-14);
  EXPECT_NEAR(estimate->mean_statistic / 1.128, 1.773050, 5e-7);  // table
}

TEST(MovingRangeTest, ContractVectorOneSpanThree) {
  const auto estimate = sigma_from_moving_range(kFive, 3);
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(estimate->mean_statistic, 7.0 / 3, 1e-14);
  EXPECT_NEAR(estimate->sigma.value, 7.0 / 3 / 1.6925687506432689, 1e-13);
  EXPECT_NEAR(estimate->mean_statistic / 1.693, 1.378224, 5e-7);  // table
}

TEST(MovingRangeTest, RefusesBadSpansAndShortSeries) {
  EXPECT_EQ(sigma_from_moving_range(kFive, 1).failure(), Failure::size_out_of_range);
  EXPECT_EQ(sigma_from_moving_range(kFive, 101).failure(), Failure::size_out_of_range);
  EXPECT_EQ(sigma_from_moving_range(kFive, 6).failure(), Failure::too_few_points);
  EXPECT_EQ(sigma_from_moving_range({}).failure(), Failure::too_few_points);
  EXPECT_TRUE(moving_ranges(kFive, 0).empty());
}

TEST(MovingRangeTest, MedianIgnoresOneOutlier) {
  // Moving ranges 2 1 2 3 (median 2), then one jump.
  EXPECT_NEAR(sigma_from_median_moving_range(kFive)->sigma.value, 2 / 0.953872552409, 1e-11);
  std::vector<double> jump = kFive;
  jump.push_back(1000);
  EXPECT_NEAR(sigma_from_median_moving_range(jump)->sigma.value, 2 / 0.953872552409, 1e-11);
}

TEST(MovingRangeTest, OfSubgroupMeansIsBroughtToSingleReadings) {
  std::vector<Summary> fours;
  for (const double mean : kFive) fours.push_back({4, mean, 0, mean, mean});
  const auto estimate = estimate_sigma(SigmaMethod::moving_range, fours);
  EXPECT_NEAR(estimate->sigma.value, 2 * sigma_from_moving_range(kFive)->sigma.value, 1e-14);
}

TEST(RangeTest, ContractVectorThree) {
  const std::vector<Summary> subgroups = {with_range(5, 5), with_range(5, 6), with_range(5, 4.5), with_range(5, 5.5)};
  const auto estimate = sigma_from_ranges(subgroups);
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(estimate->mean_statistic, 5.25, 1e-14);
  EXPECT_NEAR(estimate->sigma.value, 5.25 / 2.3259289472810, 1e-12);
  EXPECT_NEAR(estimate->mean_statistic / 2.326, 2.257094, 5e-7);  // table
}

TEST(DeviationTest, ContractVectorFour) {
  const std::vector<Summary> subgroups = {with_sd(15, 2.1), with_sd(15, 2.3), with_sd(15, 2.0), with_sd(15, 2.2)};
  const auto estimate = sigma_from_sds(subgroups);
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(estimate->mean_statistic, 2.15, 1e-14);
  EXPECT_NEAR(estimate->sigma.value, 2.15 / c4(15), 1e-13);
  EXPECT_NEAR(estimate->mean_statistic / 0.9823, 2.188741, 5e-7);  // table
}

TEST(UnequalSizesTest, WeightIsTheReciprocalVarianceOfEachEstimate) {
  const std::vector<Summary> subgroups = {with_range(2, 1.0), with_range(8, 4.0)};
  const auto weight = [](std::size_t n) { return std::pow(chart_constants(n)->d2 / chart_constants(n)->d3, 2); };
  const double expected =
      (weight(2) * 1.0 / chart_constants(2)->d2 + weight(8) * 4.0 / chart_constants(8)->d2) / (weight(2) + weight(8));
  EXPECT_NEAR(sigma_from_ranges(subgroups)->sigma.value, expected, 1e-14);

  const std::vector<Summary> deviations = {with_sd(3, 1.0), with_sd(12, 2.0)};
  const auto h = [](std::size_t n) { return c4(n) * c4(n) / (1 - c4(n) * c4(n)); };
  EXPECT_NEAR(sigma_from_sds(deviations)->sigma.value, (h(3) / c4(3) + h(12) * 2 / c4(12)) / (h(3) + h(12)), 1e-14);
}

TEST(UnequalSizesTest, SingleReadingsSayNothingAboutSpread) {
  const std::vector<Summary> with_single = {with_range(5, 2), reading(100), with_range(5, 4)};
  EXPECT_NEAR(sigma_from_ranges(with_single)->mean_statistic, 3, 1e-14);
  EXPECT_EQ(sigma_from_ranges(with_single)->used, 2U);
  const std::vector<Summary> only_singles = {reading(1), reading(2)};
  EXPECT_EQ(sigma_from_ranges(only_singles).failure(), Failure::too_few_points);
  EXPECT_EQ(sigma_from_sds(only_singles).failure(), Failure::too_few_points);
  EXPECT_EQ(pooled_sigma(only_singles).failure(), Failure::too_few_points);
}

TEST(UnequalSizesTest, EveryEstimatorIsUnbiasedOnMixedSubgroups) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal(50, 2);
  std::vector<Summary> subgroups;
  for (int i = 0; i < 20000; ++i) {
    std::vector<double> readings(static_cast<std::size_t>(2 + i % 6));
    for (double& value : readings) value = normal(random);
    subgroups.push_back(summarize(readings));
  }
  EXPECT_NEAR(sigma_from_ranges(subgroups)->sigma.value, 2, 0.02);
  EXPECT_NEAR(sigma_from_sds(subgroups)->sigma.value, 2, 0.02);
  EXPECT_NEAR(pooled_sigma(subgroups)->sigma.value, 2, 0.02);
  EXPECT_NEAR(estimate_sigma(SigmaMethod::moving_range, subgroups)->sigma.value, 2, 0.05);
  EXPECT_NEAR(estimate_sigma(SigmaMethod::median_moving_range, subgroups)->sigma.value, 2, 0.06);
  EXPECT_NEAR(overall_sigma(subgroups)->value, 2, 0.02);
}

TEST(RangeTest, RefusesMoreReadingsThanTheConstantsCover) {
  const std::vector<Summary> subgroups = {with_range(101, 5)};
  EXPECT_EQ(sigma_from_ranges(subgroups).failure(), Failure::size_out_of_range);
}

TEST(PooledTest, WeighsByDegreesOfFreedom) {
  const std::vector<Summary> subgroups = {with_sd(3, 2.0), with_sd(6, 1.0)};
  EXPECT_NEAR(pooled_sigma(subgroups)->sigma.value, std::sqrt((2 * 4.0 + 5 * 1.0) / 7), 1e-14);
  EXPECT_EQ(pooled_sigma(subgroups)->degrees_of_freedom, 7);
  EXPECT_NEAR(pooled_sigma(subgroups, PooledBias::corrected)->sigma.value, std::sqrt(13.0 / 7) / c4(8), 1e-14);
}

TEST(DegreesOfFreedomTest, FollowTheVarianceOfTheEstimator) {
  // AIAG MSA, table of d2*: one range of 5 has 3.83 degrees of freedom; Duncan's closed form gives 3.86.
  EXPECT_NEAR(sigma_from_ranges(std::vector<Summary>{with_range(5, 1)})->degrees_of_freedom, 3.83, 0.05);
  // s of n readings has n - 1.
  EXPECT_NEAR(sigma_from_sds(std::vector<Summary>{with_sd(10, 1)})->degrees_of_freedom, 9, 0.05);
  // The mean moving range of 100 readings: variance 0.826/m (Cryer & Ryan 1990), about 0.6 for each range.
  const std::vector<double> readings(100, 1.0);
  EXPECT_NEAR(sigma_from_moving_range(readings)->degrees_of_freedom, 0.605 * 99, 1.0);
}

TEST(DegreesOfFreedomTest, VarianceOfTheMedianMovingRangeAgreesWithSimulation) {
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal;
  Accumulator estimates;
  std::vector<double> readings(200);
  for (int run = 0; run < 4000; ++run) {
    for (double& value : readings) value = normal(random);
    estimates.add(sigma_from_median_moving_range(readings)->sigma.value);
  }
  const Summary s = estimates.summary();
  const double relative_variance = s.variance() / (s.mean * s.mean);
  EXPECT_NEAR(sigma_from_median_moving_range(readings)->degrees_of_freedom / (1 / (2 * relative_variance)), 1, 0.1);
}

TEST(SigmaMethodTest, CodesRoundTrip) {
  for (int i = 0; i <= static_cast<int>(SigmaMethod::manual); ++i) {
    const auto method = static_cast<SigmaMethod>(i);
    EXPECT_EQ(parse_sigma_method(name(method)), method);
  }
  EXPECT_EQ(name(SigmaMethod::r_bar_d2), "r_bar_d2");
  EXPECT_FALSE(parse_sigma_method("R_BAR_D2"));
  EXPECT_EQ(estimate_sigma(SigmaMethod::manual, {}).failure(), Failure::invalid_parameter);
}

TEST(OverallSigmaTest, UsesAllReadingsNotTheMeans) {
  const std::vector<double> readings = {1, 2, 3, 10, 11, 12};
  const std::vector<Summary> subgroups = {summarize(std::span(readings).first(3)),
                                          summarize(std::span(readings).last(3))};
  EXPECT_NEAR(overall_sigma(subgroups)->value, summarize(readings).sd(), 1e-14);
}

}  // namespace
}  // namespace openspc::spc
