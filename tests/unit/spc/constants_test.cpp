// Constants against an independent quadrature (control-chart-constants.csv, six decimals), closed forms and ten-digit
// values.
#include "spc/constants.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

namespace openspc::spc {
namespace {

std::vector<double> parse_row(const std::string& line) {
  std::istringstream stream(line);
  std::vector<double> values;
  for (std::string cell; std::getline(stream, cell, ',');) values.push_back(std::stod(cell));
  return values;
}

TEST(ConstantsTest, EveryConstantOfEverySizeEqualsTheOracleTable) {
  std::ifstream file(OPENSPC_SOURCE_DIR "/tests/unit/spc/control-chart-constants.csv");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  ASSERT_EQ(line, "n,d2,d3,c4,A,A2,A3,B3,B4,B5,B6,D1,D2,D3,D4,E2,E3");
  std::size_t rows = 0;
  for (; std::getline(file, line); ++rows) {
    const std::vector<double> expected = parse_row(line);
    ASSERT_EQ(expected.size(), 17U);
    const ChartConstants* const k = chart_constants(static_cast<std::size_t>(expected[0]));
    ASSERT_NE(k, nullptr);
    const double actual[] = {k->d2, k->d3, k->c4, k->A,  k->A2, k->A3, k->B3, k->B4,
                             k->B5, k->B6, k->D1, k->D2, k->D3, k->D4, k->E2, k->E3};
    for (std::size_t i = 0; i < std::size(actual); ++i) EXPECT_NEAR(actual[i], expected[i + 1], 1e-6) << line;
  }
  EXPECT_EQ(rows, 99U);
}

TEST(ConstantsTest, TenDigitSpotValues) {
  EXPECT_NEAR(chart_constants(5)->d2, 2.3259289473, 1e-10);
  EXPECT_NEAR(chart_constants(5)->d3, 0.864081941, 1e-9);
  EXPECT_NEAR(chart_constants(5)->c4, 0.9399856030, 1e-10);
  EXPECT_NEAR(chart_constants(10)->d2, 3.0775054617, 1e-10);
  EXPECT_NEAR(chart_constants(10)->c4, 0.9726592741, 1e-10);
  EXPECT_NEAR(chart_constants(25)->d2, 3.9306292195, 1e-10);
  EXPECT_NEAR(chart_constants(25)->d3, 0.708440766, 1e-9);
  EXPECT_NEAR(chart_constants(25)->c4, 0.9896403756, 1e-10);
  EXPECT_NEAR(chart_constants(100)->d2, 5.0151872729, 1e-10);
  EXPECT_NEAR(chart_constants(100)->c4, 0.9974779761, 1e-10);
}

TEST(ConstantsTest, ClosedFormsOfTwoAndThreeReadings) {
  constexpr double kPi = std::numbers::pi;
  EXPECT_NEAR(chart_constants(2)->d2, 2 / std::sqrt(kPi), 1e-13);
  EXPECT_NEAR(chart_constants(2)->d3, std::sqrt(2 - 4 / kPi), 1e-13);
  EXPECT_NEAR(chart_constants(3)->d2, 3 / std::sqrt(kPi), 1e-13);
  EXPECT_NEAR(chart_constants(3)->d3, std::sqrt((2 * kPi + 3 * std::sqrt(3.0) - 9) / kPi), 1e-13);
}

TEST(ConstantsTest, RoundsWherePrintedTablesAreWrongInTheLastDigit) {
  EXPECT_NEAR(chart_constants(3)->D4, 2.574591, 1e-6);
  EXPECT_NEAR(chart_constants(18)->D4, 1.608718, 1e-6);
  EXPECT_NEAR(chart_constants(19)->D3, 0.403506, 1e-6);
  EXPECT_NEAR(chart_constants(22)->D4, 1.565469, 1e-6);
  EXPECT_NEAR(chart_constants(24)->D3, 0.451601, 1e-6);
}

TEST(ConstantsTest, NoneOutsideTwoToOneHundred) {
  EXPECT_EQ(chart_constants(0), nullptr);
  EXPECT_EQ(chart_constants(1), nullptr);
  EXPECT_EQ(chart_constants(101), nullptr);
}

TEST(ConstantsTest, C4OfLargeSubgroupsContinuesTheTable) {
  // c4(n + 2) / c4(n) = n / sqrt(n^2 - 1) follows from the recurrence of the gamma function.
  for (const std::size_t n : {2U, 50U, 99U, 100U, 101U, 5000U}) {
    const auto size = static_cast<double>(n);
    EXPECT_NEAR(c4(n + 2) / c4(n), size / std::sqrt(size * size - 1), 1e-14) << n;
  }
  EXPECT_TRUE(std::isnan(c4(1)));
}

TEST(ConstantsTest, MedianOfTheMovingRange) {
  EXPECT_NEAR(kMedianMovingRange, 0.953872552409, 1e-12);
}

}  // namespace
}  // namespace openspc::spc
