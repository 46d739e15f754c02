// Reference values: Abramowitz & Stegun tables 26.1, 26.8 and closed forms.
#include "spc/distributions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace openspc::spc {
namespace {

TEST(NormalTest, CdfKeepsRelativeAccuracyInTheTail) {
  EXPECT_DOUBLE_EQ(normal_cdf(0), 0.5);
  EXPECT_NEAR(2 * normal_cdf(-3), 0.0026997960632601890, 1e-17);
  EXPECT_NEAR(normal_cdf(-10) / 7.6198530241605261e-24, 1, 1e-12);
}

TEST(NormalTest, QuantileInvertsTheCdf) {
  EXPECT_NEAR(normal_quantile(0.975), 1.9599639845400545, 1e-14);
  EXPECT_NEAR(normal_quantile(0.75), 0.67448975019608171, 1e-15);
  for (const double p : {1e-300, 1e-20, 1e-6, 0.02, 0.3, 0.5, 0.7, 0.999, 1 - 1e-12}) {
    EXPECT_NEAR(normal_cdf(normal_quantile(p)) / p, 1, 1e-12) << p;
  }
}

TEST(NormalTest, QuantileAtAndOutsideTheEnds) {
  EXPECT_EQ(normal_quantile(0), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(normal_quantile(1), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(normal_quantile(-0.1)));
  EXPECT_TRUE(std::isnan(normal_quantile(std::numeric_limits<double>::quiet_NaN())));
}

TEST(ChiSquareTest, QuantilesOfTables) {
  EXPECT_NEAR(chi_square_quantile(0.95, 1), 3.8414588206941254, 1e-12);
  EXPECT_NEAR(chi_square_quantile(0.025, 10), 3.2469727802368396, 1e-12);
  EXPECT_NEAR(chi_square_quantile(0.975, 10), 20.483177350807388, 1e-12);
  EXPECT_NEAR(chi_square_quantile(0.5, 100), 99.334129235988456, 1e-10);
}

TEST(ChiSquareTest, TwoDegreesOfFreedomAreExponential) {
  for (const double p : {1e-9, 0.01, 0.5, 0.99, 1 - 1e-9}) {
    EXPECT_NEAR(chi_square_quantile(p, 2) / (-2 * std::log1p(-p)), 1, 1e-7) << p;
    EXPECT_NEAR(chi_square_cdf(-2 * std::log1p(-p), 2), p, 1e-14);
  }
}

TEST(ChiSquareTest, QuantileInvertsTheCdfForFractionalDegreesOfFreedom) {
  for (const double dof : {0.5, 3.83, 45.7, 1234.5}) {
    for (const double p : {1e-6, 0.025, 0.5, 0.975, 0.999999}) {
      EXPECT_NEAR(chi_square_cdf(chi_square_quantile(p, dof), dof), p, 1e-11) << dof << ' ' << p;
    }
  }
}

TEST(ChiSquareTest, OutsideTheDomainIsNotANumber) {
  EXPECT_TRUE(std::isnan(chi_square_quantile(1, 3)));
  EXPECT_TRUE(std::isnan(chi_square_quantile(0.5, 0)));
  EXPECT_TRUE(std::isnan(chi_square_cdf(1, -1)));
  EXPECT_EQ(chi_square_cdf(-1, 3), 0);
}

}  // namespace
}  // namespace openspc::spc
