// All ways of sorting, by comparison, by place and by digits, against std::sort.
#include "spc/sorting.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

namespace openspc::spc {
namespace {

constexpr std::size_t kFew = 100;
constexpr std::size_t kSome = 5'000;
constexpr std::size_t kMany = 70'000;

template <class Next>
void expect_sorted(Next next) {
  for (const std::size_t count : {std::size_t{10}, kFew, kSome, kMany}) {
    std::vector<double> readings(count);
    std::ranges::generate(readings, next);
    std::vector<double> wanted = readings;
    std::ranges::sort(wanted);
    EXPECT_EQ(sorted(readings), wanted) << count;
  }
}

TEST(SortingTest, OrdersReadingsAroundZero) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal(0, 1);
  expect_sorted([&] { return normal(random); });
}

TEST(SortingTest, OrdersReadingsOfEveryMagnitude) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> exponent(-300, 300);
  expect_sorted([&] { return (random() % 2 == 0 ? 1 : -1) * std::pow(10, exponent(random)); });
}

TEST(SortingTest, OrdersReadingsWithManyTies) {
  std::mt19937_64 random(3);
  expect_sorted([&] { return 10 + 0.1 * static_cast<double>(random() % 7); });
}

TEST(SortingTest, OrdersReadingsThatCrowdBesideOneFarOff) {
  std::mt19937_64 random(4);
  std::normal_distribution<double> normal(0, 1);
  expect_sorted([&, far = true]() mutable { return std::exchange(far, false) ? 1e9 : normal(random); });
}

TEST(SortingTest, KeepsReadingsThatDoNotVary) {
  for (const std::size_t count : {kFew, kSome, kMany})
    EXPECT_EQ(sorted(std::vector<double>(count, 4.5)), std::vector<double>(count, 4.5));
}

TEST(SortingTest, OrdersTheExtremesOfDoubles) {
  constexpr double kMax = std::numeric_limits<double>::max();
  constexpr double kTiny = std::numeric_limits<double>::denorm_min();
  for (const std::size_t count : {kSome, kMany}) {
    std::vector<double> readings(count, 1.0);
    readings.front() = kMax;
    readings[1] = kTiny;
    readings.back() = -kMax;
    const std::vector<double> result = sorted(readings);
    EXPECT_EQ(result.front(), -kMax);
    EXPECT_EQ(result[1], kTiny);
    EXPECT_EQ(result.back(), kMax);
  }
}

TEST(SortingTest, OrdersNothing) {
  EXPECT_TRUE(sorted({}).empty());
}

}  // namespace
}  // namespace openspc::spc
