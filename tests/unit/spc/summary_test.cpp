// Mean and spread, on the NIST StRD data that naive sums of squares fail (NumAcc1, 3, 4).
#include "spc/summary.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace openspc::spc {
namespace {

// NumAcc3 and NumAcc4: `middle`, then 500 pairs alternating below and above by 0.1.
std::vector<double> alternating(double first, double low, double high) {
  std::vector<double> readings = {first};
  for (int i = 0; i < 500; ++i) {
    readings.push_back(low);
    readings.push_back(high);
  }
  return readings;
}

Summary accumulate(const std::vector<double>& readings) {
  Accumulator accumulator;
  for (const double reading : readings) accumulator.add(reading);
  return accumulator.summary();
}

TEST(SummaryTest, NumAcc1IsExact) {
  const std::vector<double> readings = {10000001, 10000003, 10000002};
  EXPECT_EQ(summarize(readings).mean, 10000002);
  EXPECT_EQ(summarize(readings).sd(), 1);
  EXPECT_EQ(accumulate(readings).mean, 10000002);
  EXPECT_EQ(accumulate(readings).sd(), 1);
}

TEST(SummaryTest, NumAcc3And4KeepTheirDigits) {
  const std::vector<double> million = alternating(1000000.2, 1000000.1, 1000000.3);
  EXPECT_NEAR(summarize(million).mean, 1000000.2, 1e-9);
  EXPECT_NEAR(summarize(million).sd(), 0.1, 1e-9);
  EXPECT_NEAR(accumulate(million).sd(), 0.1, 1e-9);
  const std::vector<double> ten_million = alternating(10000000.2, 10000000.1, 10000000.3);
  EXPECT_NEAR(summarize(ten_million).mean, 10000000.2, 1e-8);
  EXPECT_NEAR(summarize(ten_million).sd(), 0.1, 1e-8);
  EXPECT_NEAR(accumulate(ten_million).sd(), 0.1, 1e-8);
}

TEST(SummaryTest, SubgroupOfFive) {
  const Summary s = summarize(std::vector<double>{10.1, 9.9, 10.0, 10.2, 9.8});
  EXPECT_EQ(s.count, 5U);
  EXPECT_NEAR(s.mean, 10.0, 1e-14);
  EXPECT_NEAR(s.range(), 0.4, 1e-14);
  EXPECT_NEAR(s.sd(), std::sqrt(0.025), 1e-14);
  EXPECT_EQ(s.min, 9.8);
  EXPECT_EQ(s.max, 10.2);
}

TEST(SummaryTest, EqualReadingsHaveNoSpreadAtAll) {
  const Summary s = summarize(std::vector<double>(7, 0.1));
  EXPECT_EQ(s.mean, 0.1);
  EXPECT_EQ(s.sd(), 0);
  EXPECT_EQ(s.range(), 0);
}

TEST(SummaryTest, OneReadingAndNone) {
  const Summary one = summarize(std::vector<double>{3.5});
  EXPECT_EQ(one.mean, 3.5);
  EXPECT_EQ(one.sd(), 0);
  const Summary none = summarize({});
  EXPECT_EQ(none.count, 0U);
  EXPECT_EQ(none.range(), 0);
}

TEST(SummaryTest, OverflowShowsAsNotFinite) {
  constexpr double kHuge = std::numeric_limits<double>::max();
  EXPECT_FALSE(summarize(std::vector<double>{-kHuge, kHuge}).is_finite());
  EXPECT_TRUE(summarize(std::vector<double>{-1e100, 1e100}).is_finite());
}

RC_GTEST_PROP(SummaryProperty, MergingPartsEqualsTheWhole, ()) {
  const auto integers = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-1000, 1000)));
  const std::vector<double> readings(integers.begin(), integers.end());
  const auto cut = *rc::gen::inRange<std::size_t>(0, readings.size() + 1);
  const std::span<const double> all = readings;
  const Summary whole = summarize(all);
  const Summary merged = merge(summarize(all.first(cut)), summarize(all.subspan(cut)));
  RC_ASSERT(merged.count == whole.count);
  RC_ASSERT(std::abs(merged.mean - whole.mean) < 1e-9);
  RC_ASSERT(std::abs(merged.sum_squares - whole.sum_squares) <= 1e-9 * (1 + whole.sum_squares));
  RC_ASSERT(merged.min == whole.min);
  RC_ASSERT(merged.max == whole.max);
}

RC_GTEST_PROP(SummaryProperty, OneByOneEqualsAllAtOnce, ()) {
  const auto integers = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-1000, 1000)));
  const std::vector<double> readings(integers.begin(), integers.end());
  const Summary at_once = summarize(readings);
  const Summary one_by_one = accumulate(readings);
  RC_ASSERT(std::abs(one_by_one.mean - at_once.mean) < 1e-9);
  RC_ASSERT(std::abs(one_by_one.sum_squares - at_once.sum_squares) <= 1e-9 * (1 + at_once.sum_squares));
}

}  // namespace
}  // namespace openspc::spc
