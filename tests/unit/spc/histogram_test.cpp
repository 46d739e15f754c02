// Bins as in the engine contract, section 15.4.
#include "spc/histogram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace openspc::spc {
namespace {

std::size_t total(const Histogram& h) {
  return std::accumulate(h.counts.begin(), h.counts.end(), std::size_t{0});
}

TEST(HistogramTest, TwentyBinsOverTheRangeAndATenthToEachSide) {
  const auto h = histogram(std::vector<double>{0, 1, 2, 10});
  ASSERT_TRUE(h);
  ASSERT_EQ(h->counts.size(), 20U);
  EXPECT_NEAR(h->lower, -1, 1e-12);
  EXPECT_NEAR(h->width, 0.6, 1e-12);
  EXPECT_NEAR(h->edge(20), 11, 1e-12);
  EXPECT_EQ(total(*h), 4U);
  EXPECT_EQ(h->counts[1], 1U);   // 0 in [-0.4, 0.2)
  EXPECT_EQ(h->counts[18], 1U);  // 10 in [9.8, 10.4)
}

TEST(HistogramTest, EqualReadingsSpanOnePercentOfTheirSize) {
  const auto h = histogram(std::vector<double>{200, 200, 200});
  EXPECT_NEAR(h->lower, 200 - 0.2, 1e-12);
  EXPECT_NEAR(h->edge(20), 200 + 0.2, 1e-12);
  EXPECT_EQ(total(*h), 3U);
  EXPECT_TRUE(h->curve.empty());
}

TEST(HistogramTest, ZerosSpanOne) {
  const auto h = histogram(std::vector<double>{0, 0});
  EXPECT_NEAR(h->lower, -0.1, 1e-12);
  EXPECT_NEAR(h->edge(20), 0.1, 1e-12);
}

TEST(HistogramTest, CurveCoversAsMuchAreaAsTheBars) {
  std::vector<double> readings;
  for (int i = -50; i <= 50; ++i) readings.push_back(i * std::abs(i) / 100.0);
  const auto h = histogram(readings, {.bins = 15, .curve_points = 2001});
  ASSERT_EQ(h->counts.size(), 15U);
  double area = 0;
  for (std::size_t i = 1; i < h->curve.size(); ++i) {
    area += (h->curve[i].x - h->curve[i - 1].x) * (h->curve[i].y + h->curve[i - 1].y) / 2;
  }
  EXPECT_NEAR(area / (101 * h->width), 1, 0.02);
  EXPECT_NEAR(h->curve.front().x, h->lower, 1e-12);
  EXPECT_NEAR(h->curve.back().x, h->edge(15), 1e-9);
}

TEST(HistogramTest, ExtremeReadingsAreCountedOrRefused) {
  constexpr double kMax = std::numeric_limits<double>::max();
  EXPECT_EQ(total(*histogram(std::vector<double>{1e150, -1e150, 0})), 3U);
  EXPECT_EQ(total(*histogram(std::vector<double>{5e-324, 0})), 2U);
  EXPECT_EQ(histogram(std::vector<double>{kMax, -kMax}).failure(), Failure::not_finite);
  EXPECT_EQ(histogram({}).failure(), Failure::too_few_points);
  EXPECT_EQ(histogram(std::vector<double>{1}, {.bins = 0}).failure(), Failure::invalid_parameter);
  EXPECT_EQ(histogram(std::vector<double>{1}, {.bins = 1001}).failure(), Failure::invalid_parameter);
}

}  // namespace
}  // namespace openspc::spc
