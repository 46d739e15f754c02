// Anderson-Darling against worked values of the statistic and the published percentage points of A*^2.
#include "spc/normality.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "spc/distributions.h"

namespace openspc::spc {
namespace {

TEST(AndersonDarlingTest, FollowsTheDefinition) {
  const std::vector<double> readings = {49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
  std::vector<double> sorted = readings;
  std::sort(sorted.begin(), sorted.end());
  const double mean = 50.81;
  const double sd = 2.0338523768;
  double sum = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    const double low = normal_cdf((sorted[i] - mean) / sd);
    const double high = 1 - normal_cdf((sorted[9 - i] - mean) / sd);
    sum += (2.0 * static_cast<double>(i) + 1) * (std::log(low) + std::log(high));
  }
  const auto test = anderson_darling(readings);
  ASSERT_TRUE(test);
  EXPECT_NEAR(test->a_squared, -10 - sum / 10, 1e-8);
  EXPECT_NEAR(test->a_squared_star, test->a_squared * (1 + 0.075 + 0.0225), 1e-12);
}

TEST(AndersonDarlingTest, NormalScoresLookNormal) {
  std::vector<double> scores;
  for (int i = 1; i <= 50; ++i) scores.push_back(normal_quantile((i - 0.5) / 50));
  EXPECT_GT(anderson_darling(scores)->p_value, 0.99);
}

TEST(AndersonDarlingTest, ExponentialScoresDoNot) {
  std::vector<double> scores;
  for (int i = 1; i <= 50; ++i) scores.push_back(-std::log(1 - (i - 0.5) / 50));
  EXPECT_LT(anderson_darling(scores)->p_value, 0.001);
}

TEST(AndersonDarlingTest, RejectsNormalSamplesAsOftenAsItSays) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(100, 7);
  std::vector<double> readings(30);
  int below_5_percent = 0;
  constexpr int kRuns = 4000;
  for (int run = 0; run < kRuns; ++run) {
    for (double& value : readings) value = normal(random);
    if (anderson_darling(readings)->p_value < 0.05) ++below_5_percent;
  }
  EXPECT_NEAR(static_cast<double>(below_5_percent) / kRuns, 0.05, 0.012);
}

TEST(AndersonDarlingTest, AFarOutlierGivesAFiniteStatistic) {
  std::vector<double> readings(5000, 0.0);
  for (std::size_t i = 0; i < readings.size(); ++i) readings[i] = static_cast<double>(i % 2);
  readings.front() = 1e6;
  const auto test = anderson_darling(readings);
  ASSERT_TRUE(test);
  EXPECT_TRUE(std::isfinite(test->a_squared));
  EXPECT_LT(test->p_value, 1e-20);
  EXPECT_GE(test->p_value, 0);
}

TEST(AndersonDarlingTest, RefusesWhatItCannotJudge) {
  EXPECT_EQ(anderson_darling(std::vector<double>(7, 1.0)).failure(), Failure::too_few_points);
  EXPECT_EQ(anderson_darling(std::vector<double>(8, 1.0)).failure(), Failure::no_variation);
}

}  // namespace
}  // namespace openspc::spc
