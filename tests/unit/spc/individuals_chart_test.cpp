// The chart of single readings says what that of subgroups of one says, to the last bit.
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <vector>

#include "spc/chart.h"

namespace openspc::spc {
namespace {

// Long enough that every rule fires, with a shift in the second half.
std::vector<double> readings() {
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal(73.2, 0.7);
  std::vector<double> result(3000);
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = normal(random) + (i < 1500 ? 0 : 0.9);
  return result;
}

struct Row {
  std::size_t index;
  double value;
  Scale scale;
  RuleSet fired;
  friend bool operator==(const Row&, const Row&) = default;
};

std::vector<Row> rows(const ChartSeries& series) {
  std::vector<Row> result;
  result.reserve(series.size());
  for (std::size_t i = 0; i < series.size(); ++i) {
    const PlottedPoint point = series.plotted(i);
    result.push_back({series.index(i), point.value, point.scale, series.fired(i)});
  }
  return result;
}

std::vector<Row> rows(const std::optional<ChartSeries>& series) {
  return series ? rows(*series) : std::vector<Row>{};
}

void expect_same(const ChartOptions& options) {
  const Result<Chart> single = individuals_chart(readings(), options);
  const Result<Chart> grouped = make_chart(ChartKind::i_mr, subgroups_of(readings(), 1), options);
  ASSERT_TRUE(single && grouped);
  EXPECT_EQ(single->parameters.center, grouped->parameters.center);
  EXPECT_EQ(single->parameters.sigma, grouped->parameters.sigma);
  EXPECT_EQ(single->parameters.nominal_size, grouped->parameters.nominal_size);
  EXPECT_EQ(single->parameters.method, grouped->parameters.method);
  EXPECT_EQ(rows(single->location), rows(grouped->location));
  EXPECT_EQ(rows(single->dispersion), rows(grouped->dispersion));
}

TEST(IndividualsChartTest, IsThatOfSubgroupsOfOne) {
  expect_same({});
}

TEST(IndividualsChartTest, IsTheSameInEveryMode) {
  expect_same({.mode = SubgroupMode::standardized});
  expect_same({.mode = SubgroupMode::nominal_tolerance});
}

TEST(IndividualsChartTest, IsTheSameForAWiderSpan) {
  expect_same({.estimate = {.span = 4}});
}

TEST(IndividualsChartTest, IsTheSameForTheMedianMovingRange) {
  expect_same({.estimate = {.method = SigmaMethod::median_moving_range}});
}

TEST(IndividualsChartTest, IsTheSameForABaseline) {
  expect_same({.baseline = IndexRange{100, 600}});
}

TEST(IndividualsChartTest, IsTheSameForGivenParameters) {
  expect_same(
      {.parameters = ProcessParameters{.kind = ChartKind::i_mr, .center = 73, .sigma = 0.5, .nominal_size = 1}});
}

TEST(IndividualsChartTest, FailsLikeThatOfSubgroupsOfOne) {
  const std::vector<double> two = {1, 2};
  for (const ChartOptions& options : {ChartOptions{.estimate = {.method = SigmaMethod::r_bar_d2}},
                                      {.estimate = {.method = SigmaMethod::pooled_sd}},
                                      {.estimate = {.method = SigmaMethod::poisson}},
                                      {.estimate = {.span = 3}},
                                      {.baseline = IndexRange{1, 2}}}) {
    const Result<Chart> single = individuals_chart(two, options);
    const Result<Chart> grouped = make_chart(ChartKind::i_mr, subgroups_of(two, 1), options);
    ASSERT_FALSE(single || grouped);
    EXPECT_EQ(single.failure(), grouped.failure());
  }
  EXPECT_EQ(individuals_chart({}).failure(), Failure::too_few_points);
}

TEST(ChartSeriesTest, VisitsThePointsAtWhichARuleFired) {
  const Result<Chart> chart = individuals_chart(readings());
  ASSERT_TRUE(chart);
  std::vector<Row> visited;
  chart->location.for_each_fired([&](const SeriesPoint& point) {
    visited.push_back({point.index, point.plotted.value, point.plotted.scale, point.fired});
  });
  std::vector<Row> fired = rows(chart->location);
  std::erase_if(fired, [](const Row& row) { return row.fired.empty(); });
  EXPECT_FALSE(fired.empty());
  EXPECT_EQ(visited, fired);
}

TEST(ChartSeriesTest, KnowsTheIndexOfAPointBehindOneThatIsAbsent) {
  const std::vector<double> triple = {1, 2, 3};
  const std::vector<double> one = {2};
  const std::vector<Summary> subgroups = {summarize(triple), summarize(triple), summarize(one), summarize(triple)};
  const Result<Chart> chart = make_chart(ChartKind::xbar_r, subgroups);
  ASSERT_TRUE(chart);
  const std::vector<Row> ranges = rows(chart->dispersion);
  ASSERT_EQ(ranges.size(), 3U);
  EXPECT_EQ(ranges[1].index, 1U);
  EXPECT_EQ(ranges[2].index, 3U);
}

}  // namespace
}  // namespace openspc::spc
