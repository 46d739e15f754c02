// Whole charts against the numeric vectors of the engine contract (5.7) and NIST/SEMATECH. "exact" figures follow from
// exact constants; where a published figure was computed with a printed constant, the test applies that constant to our
// statistic.
#include "spc/chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "spc/constants.h"

namespace openspc::spc {
namespace {

const std::vector<double> kVectorA = {10.1, 9.9,  10.0, 10.2, 9.8,  10.3, 10.1, 9.9,  10.0, 10.2,
                                      9.7,  9.9,  10.1, 10.0, 9.8,  10.0, 10.4, 10.2, 9.9,  10.1,
                                      9.8,  10.0, 9.9,  10.1, 10.3, 10.2, 9.6,  10.0, 9.9,  10.1};
const std::vector<double> kVectorB = {49.74, 50.51, 49.77, 49.68, 49.07, 49.79, 51.11, 50.42, 51.04,
                                      50.25, 50.39, 50.19, 48.33, 50.86, 50.51, 50.50, 48.31, 48.26,
                                      49.11, 49.53, 50.31, 49.95, 50.52, 49.36, 50.31, 50.39, 49.34,
                                      51.72, 50.56, 51.20, 49.38, 49.26, 49.66, 49.89, 50.63, 50.25};
const std::vector<double> kNistIndividuals = {49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};

Chart chart_of(ChartKind kind, const std::vector<double>& readings, std::size_t n, const ChartOptions& options = {}) {
  const Result<Chart> chart = make_chart(kind, subgroups_of(readings, n), options);
  EXPECT_TRUE(chart) << (chart ? "" : describe(chart.failure()));
  return chart ? *chart : Chart{};
}

Chart chart_of(ChartKind kind, const std::vector<AttributeSample>& samples, const ChartOptions& options = {}) {
  const Result<Chart> chart = make_chart(kind, samples, options);
  EXPECT_TRUE(chart) << (chart ? "" : describe(chart.failure()));
  return chart ? *chart : Chart{};
}

TEST(IndividualsTest, ContractVectorTwo) {
  const Chart chart = chart_of(ChartKind::i_mr, {10, 12, 11, 13, 10, 12}, 1);
  const Limits limits = chart.location.constant_limits().value();
  EXPECT_NEAR(limits.center, 11.333333, 5e-7);
  EXPECT_NEAR(limits.ucl, 34.0 / 3 + 3 * 2 / 1.1283791670955126, 1e-12);  // exact
  EXPECT_NEAR(limits.center + 3 * 2 / 1.128, 16.652482, 5e-7);            // d2 = 1.128
  EXPECT_NEAR(limits.center - 3 * 2 / 1.128, 6.014184, 5e-7);
  const Limits moving = chart.dispersion->constant_limits().value();
  EXPECT_NEAR(moving.center, 2, 1e-14);
  EXPECT_NEAR(moving.ucl, 2 * 3.266532, 2e-6);  // exact D4; the vector's 6.534 uses 3.267
  EXPECT_EQ(moving.lcl, 0);
}

TEST(IndividualsTest, NistHandbook6322) {
  const Chart chart = chart_of(ChartKind::i_mr, kNistIndividuals, 1);
  const Limits limits = chart.location.constant_limits().value();
  EXPECT_NEAR(limits.center, 50.81, 1e-12);
  EXPECT_NEAR(chart.sigma->mean_statistic, 1.877777778, 1e-9);
  EXPECT_NEAR(limits.ucl, 55.802411680, 1e-9);  // exact
  EXPECT_NEAR(limits.lcl, 45.817588320, 1e-9);
  EXPECT_NEAR(limits.center + 3 * chart.sigma->mean_statistic / 1.128, 55.8041, 5e-5);  // published
  EXPECT_NEAR(limits.center - 3 * chart.sigma->mean_statistic / 1.128, 45.8159, 5e-5);
  EXPECT_NEAR(chart.dispersion->constant_limits()->ucl, 3.2665319192886 * 16.9 / 9,
              1e-12);  // D4(2) = 1 + 3 d3 / d2, closed form
  EXPECT_NEAR(3.267 * chart.sigma->mean_statistic, 6.1347, 5e-5);
  EXPECT_NEAR(summarize(kNistIndividuals).sd(), 2.033852, 5e-7);
}

TEST(IndividualsTest, MovingRangesBeginAtTheSecondReading) {
  const Chart chart = chart_of(ChartKind::i_mr, kNistIndividuals, 1);
  ASSERT_EQ(chart.dispersion->size(), 9U);
  EXPECT_EQ(chart.dispersion->index(0), 1U);
  EXPECT_NEAR(chart.dispersion->plotted(0).value, 2.0, 1e-12);
  const Chart wide = chart_of(ChartKind::i_mr, kNistIndividuals, 1, {.estimate = {.span = 3}});
  ASSERT_EQ(wide.dispersion->size(), 8U);
  EXPECT_EQ(wide.dispersion->index(0), 2U);
  EXPECT_NEAR(wide.dispersion->constant_limits()->center, wide.sigma->mean_statistic, 1e-12);
}

TEST(MeanRangeTest, ContractVectorFive) {
  std::vector<Summary> subgroups;
  const double means[] = {10, 10.2, 9.8, 10.1};
  const double ranges[] = {1.2, 1.5, 1.0, 1.3};
  for (std::size_t i = 0; i < 4; ++i)
    subgroups.push_back({5, means[i], 0, means[i] - ranges[i] / 2, means[i] + ranges[i] / 2});
  const Result<Chart> chart = make_chart(ChartKind::xbar_r, subgroups);
  ASSERT_TRUE(chart);
  const Limits limits = chart->location.constant_limits().value();
  EXPECT_NEAR(limits.center, 10.025, 1e-12);
  EXPECT_NEAR(limits.ucl, 10.025 + chart_constants(5)->A2 * 1.25, 1e-12);              // exact A2
  EXPECT_NEAR(limits.center + 0.577 * chart->sigma->mean_statistic, 10.746250, 5e-7);  // A2 = 0.577
  EXPECT_NEAR(chart->sigma->mean_statistic / 2.326, 0.537403, 5e-7);                   // d2 = 2.326
  const Limits spread = chart->dispersion->constant_limits().value();
  EXPECT_NEAR(spread.center, 1.25, 1e-12);
  EXPECT_NEAR(spread.ucl, chart_constants(5)->D4 * 1.25, 1e-12);  // the vector's 2.6425 uses 2.114
  EXPECT_EQ(spread.lcl, 0);
}

TEST(MeanRangeTest, VectorA) {
  const Chart chart = chart_of(ChartKind::xbar_r, kVectorA, 5);
  const double means[] = {10.00, 10.10, 9.90, 10.12, 10.02, 9.96};
  const double ranges[] = {0.4, 0.4, 0.4, 0.5, 0.5, 0.6};
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(chart.location.plotted(i).value, means[i], 1e-12);
    EXPECT_NEAR(chart.dispersion->plotted(i).value, ranges[i], 1e-12);
  }
  EXPECT_NEAR(chart.parameters.center, 10.016667, 5e-7);
  EXPECT_NEAR(chart.sigma->mean_statistic, 0.466667, 5e-7);
  const Limits limits = chart.location.constant_limits().value();
  const double r_bar = 2.8 / 6;
  EXPECT_NEAR(limits.ucl, 60.1 / 6 + chart_constants(5)->A2 * r_bar, 1e-12);         // exact
  EXPECT_NEAR(limits.center + 3 * (r_bar / 2.326) / std::sqrt(5), 10.285841, 5e-7);  // path 1, d2 = 2.326
  EXPECT_NEAR(limits.center - 3 * (r_bar / 2.326) / std::sqrt(5), 9.747493, 5e-7);
  EXPECT_NEAR(limits.center + 0.577 * r_bar, 10.285933, 5e-7);                                   // path 2, A2 = 0.577
  EXPECT_NEAR(2.114 * r_bar, 0.986533, 5e-7);                                                    // D4 = 2.114
  EXPECT_NEAR(chart.dispersion->constant_limits()->ucl, chart_constants(5)->D4 * r_bar, 1e-12);  // exact
  EXPECT_TRUE(chart.location.hits().empty());
}

TEST(MeanDeviationTest, VectorB) {
  const Chart chart = chart_of(ChartKind::xbar_s, kVectorB, 12);
  const double deviations[] = {0.588733, 0.956494, 0.760137};
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(chart.dispersion->plotted(i).value, deviations[i], 5e-7);
  EXPECT_NEAR(chart.sigma->mean_statistic, 0.768455, 5e-7);
  EXPECT_NEAR(chart.parameters.center, 50.002778, 5e-7);
  const double sigma_by_table = chart.sigma->mean_statistic / 0.9776;
  EXPECT_NEAR(sigma_by_table, 0.786062, 5e-7);
  EXPECT_NEAR(chart.parameters.center + 3 * sigma_by_table / std::sqrt(12), 50.683528, 5e-7);
  EXPECT_NEAR(chart.parameters.center - 3 * sigma_by_table / std::sqrt(12), 49.322028, 5e-7);
  EXPECT_NEAR(chart.location.constant_limits()->ucl,
              chart.parameters.center + chart_constants(12)->A3 * chart.sigma->mean_statistic, 1e-12);
  EXPECT_NEAR(chart.dispersion->constant_limits()->lcl, 0.271658, 1e-6);  // B3, B4 = 0.353512, 1.646488
  EXPECT_NEAR(chart.dispersion->constant_limits()->ucl, 1.265251, 1e-6);
}

TEST(AttributeChartTest, ContractVectorEightFractions) {
  const std::vector<AttributeSample> samples = {{4, 100}, {6, 120}, {3, 80}, {8, 150}, {5, 100}};
  const Chart chart = chart_of(ChartKind::p, samples);
  EXPECT_NEAR(chart.parameters.center, 0.047273, 5e-7);
  const double ucl[] = {0.110939, 0.105392, 0.118454, 0.099256, 0.110939};
  const double z[] = {-0.342695, 0.140776, -0.411880, 0.349762, 0.128511};
  const Chart standardized = chart_of(ChartKind::p, samples, {.mode = SubgroupMode::standardized});
  for (std::size_t i = 0; i < samples.size(); ++i) {
    EXPECT_NEAR(chart.location.plotted(i).scale.ucl, ucl[i], 5e-7);
    EXPECT_EQ(chart.location.plotted(i).scale.lcl, 0);
    EXPECT_NEAR(standardized.location.plotted(i).value, z[i], 5e-7);
  }
  EXPECT_FALSE(chart.location.constant_limits());
  EXPECT_EQ(standardized.location.constant_limits(), (Limits{0, 3, -3}));
  EXPECT_FALSE(chart.dispersion);
}

TEST(AttributeChartTest, ContractVectorNineNumberNonconforming) {
  const Chart chart = chart_of(ChartKind::np, {{4, 100}, {6, 100}, {3, 100}, {8, 100}, {5, 100}});
  EXPECT_NEAR(chart.location.constant_limits()->center, 5.2, 1e-12);
  EXPECT_NEAR(chart.location.constant_limits()->ucl, 11.860811, 5e-7);
  EXPECT_EQ(chart.location.constant_limits()->lcl, 0);
}

TEST(AttributeChartTest, ContractVectorTenCounts) {
  const Chart chart = chart_of(ChartKind::c, {{7}, {5}, {9}, {4}, {6}, {8}});
  EXPECT_NEAR(chart.location.constant_limits()->center, 6.5, 1e-12);
  EXPECT_NEAR(chart.location.constant_limits()->ucl, 14.148529, 5e-7);
  EXPECT_EQ(chart.location.constant_limits()->lcl, 0);
}

TEST(AttributeChartTest, ContractVectorElevenRates) {
  const Chart chart = chart_of(ChartKind::u, {{5, 1}, {8, 1.5}, {6, 1.2}, {9, 2}});
  EXPECT_NEAR(chart.parameters.center, 4.912281, 5e-7);
  const double ucl[] = {11.561380, 10.341248, 10.982050, 9.613904};
  const double lcl[] = {0, 0, 0, 0.210657};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(chart.location.plotted(i).scale.ucl, ucl[i], 5e-7);
    EXPECT_NEAR(chart.location.plotted(i).scale.lcl, lcl[i], 5e-7);
  }
}

// One fraction, or one rate, in samples of every size: nothing moves, whatever is plotted.
TEST(AttributeChartTest, EqualRatesInSamplesOfUnequalSizeFireNothing) {
  for (const ChartKind kind : {ChartKind::p, ChartKind::np, ChartKind::c, ChartKind::u}) {
    std::vector<AttributeSample> samples;
    for (double size = 50; size <= 80; size += 5) samples.push_back({size / 5, size});
    for (double size = 80; size >= 50; size -= 5) samples.push_back({size / 5, size});
    for (int i = 0; i < 20; ++i) samples.push_back(i % 2 == 0 ? AttributeSample{10, 50} : AttributeSample{16, 80});
    for (const SubgroupMode mode :
         {SubgroupMode::variable_limits, SubgroupMode::nominal_tolerance, SubgroupMode::standardized}) {
      EXPECT_TRUE(chart_of(kind, samples, {.mode = mode}).location.hits().empty()) << name(kind) << ' ' << name(mode);
    }
  }
}

TEST(AttributeChartTest, CountsOnUnequalAreasAreChartedByTheirRate) {
  const Chart chart = chart_of(ChartKind::c, {{4, 1}, {9, 2}, {3, 1}, {4, 1}});
  EXPECT_EQ(chart.parameters.center, 4);  // on the usual area
  EXPECT_EQ(chart.location.plotted(1).scale.center, 8);
}

TEST(AttributeChartTest, ImpossibleCountsAreRefused) {
  const auto failure = [](ChartKind kind, AttributeSample sample) {
    return make_chart(kind, std::vector<AttributeSample>{{1, 10}, sample}).failure();
  };
  EXPECT_EQ(failure(ChartKind::p, {11, 10}), Failure::invalid_counts);
  EXPECT_EQ(failure(ChartKind::np, {-1, 10}), Failure::invalid_counts);
  EXPECT_EQ(failure(ChartKind::u, {1, 0}), Failure::invalid_counts);
  EXPECT_EQ(failure(ChartKind::c, {std::nan(""), 1}), Failure::invalid_counts);
}

TEST(BaselineTest, OnlyItsPointsSetTheLimits) {
  std::vector<double> readings = kNistIndividuals;
  readings.push_back(500);
  const Chart chart = chart_of(ChartKind::i_mr, readings, 1, {.baseline = IndexRange{0, 9}});
  EXPECT_NEAR(chart.location.constant_limits()->ucl, 55.802411680, 1e-9);
  ASSERT_EQ(chart.location.size(), 11U);
  EXPECT_TRUE(chart.location.fired(chart.location.size() - 1).contains(Rule::outlier));
  EXPECT_EQ(classify(chart.location.plotted(chart.location.size() - 1)), Zone::beyond_ucl);
  EXPECT_TRUE(chart.dispersion->fired(chart.dispersion->size() - 1).contains(Rule::outlier));
}

TEST(BaselineTest, OutsideTheSeriesIsRefused) {
  const std::vector<Summary> subgroups = subgroups_of(kVectorA, 5);
  for (const IndexRange range : {IndexRange{0, 6}, IndexRange{3, 2}}) {
    EXPECT_EQ(make_chart(ChartKind::xbar_r, subgroups, {.baseline = range}).failure(), Failure::invalid_parameter);
  }
}

TEST(GivenParametersTest, AreUsedAsTheyAre) {
  const ProcessParameters given = {.kind = ChartKind::xbar_r, .center = 9, .sigma = 0.1, .nominal_size = 5};
  const Chart chart = chart_of(ChartKind::xbar_r, kVectorA, 5, {.parameters = given});
  EXPECT_EQ(chart.location.constant_limits()->center, 9);
  EXPECT_FALSE(chart.sigma);
  EXPECT_EQ(chart.location.hits().front().index, 0U);
}

TEST(UnequalSizesTest, EachPointHasItsOwnLimitsAndSinglesHaveNoRange) {
  std::vector<Summary> subgroups = subgroups_of(kVectorA, 5);
  subgroups.push_back(summarize(std::vector<double>{10.0}));
  subgroups.push_back(summarize(std::vector<double>{10.0, 10.2, 9.9}));
  const Result<Chart> chart = make_chart(ChartKind::xbar_r, subgroups);
  ASSERT_TRUE(chart);
  EXPECT_FALSE(chart->location.constant_limits());
  EXPECT_EQ(chart->location.size(), 8U);
  const double sigma = chart->parameters.sigma;
  EXPECT_NEAR(chart->location.plotted(6).scale.sigma, sigma, 1e-15);
  EXPECT_NEAR(chart->location.plotted(7).scale.sigma, sigma / std::sqrt(3), 1e-15);
  ASSERT_EQ(chart->dispersion->size(), 7U);
  EXPECT_EQ(chart->dispersion->index(chart->dispersion->size() - 1), 7U);
  EXPECT_NEAR(chart->dispersion->plotted(chart->dispersion->size() - 1).scale.center, chart_constants(3)->d2 * sigma,
              1e-14);
}

TEST(UnequalSizesTest, CenterIsTheMeanOfAllReadings) {
  const std::vector<Summary> subgroups = {summarize(std::vector<double>{1, 1, 1, 1}),
                                          summarize(std::vector<double>{6, 6.5})};
  EXPECT_NEAR(estimate_parameters(ChartKind::xbar_r, subgroups)->center, 16.5 / 6, 1e-14);
  EXPECT_EQ(estimate_parameters(ChartKind::xbar_r, subgroups)->nominal_size, 4);
}

TEST(HitsTest, InvolvedPointsAreIndicesOfTheInput) {
  std::vector<double> readings(12, 0.0);
  for (std::size_t i = 0; i < readings.size(); ++i) readings[i] = i % 2 == 0 ? 0.2 : 0.4;  // all above the center
  const ProcessParameters given = {.kind = ChartKind::i_mr, .center = 0, .sigma = 1, .nominal_size = 1};
  const Chart chart =
      chart_of(ChartKind::i_mr, readings, 1, {.parameters = given, .rules = {.enabled = {Rule::shift}}});
  ASSERT_EQ(chart.location.hits().size(), 4U);  // points 9 to 12
  const SeriesHit& last = chart.location.hits().back();
  EXPECT_EQ(last.index, 11U);
  EXPECT_EQ(last.hit.run_length, 12);
  EXPECT_EQ(chart.location.involved(last), (std::vector<std::size_t>{3, 4, 5, 6, 7, 8, 9, 10, 11}));
}

TEST(HitsTest, DispersionIsJudgedByItsValidRulesOnly) {
  // Moving ranges that stay on one side of their center would be a shift; on a moving range chart that means nothing.
  std::vector<double> readings;
  for (int i = 0; i < 20; ++i) readings.push_back(i % 2 == 0 ? 0.3 : -0.3);
  const ProcessParameters given = {.kind = ChartKind::i_mr, .center = 0, .sigma = 1, .nominal_size = 1};
  const Chart chart = chart_of(ChartKind::i_mr, readings, 1, {.parameters = given});
  EXPECT_TRUE(chart.dispersion->hits().empty());
  EXPECT_FALSE(chart.location.hits().empty());
}

TEST(RefusalTest, WhatTheDataCannotGive) {
  EXPECT_EQ(make_chart(ChartKind::i_mr, std::vector<Summary>{}).failure(), Failure::too_few_points);
  EXPECT_EQ(make_chart(ChartKind::xbar_r, subgroups_of(kNistIndividuals, 1)).failure(), Failure::too_few_points);
  EXPECT_EQ(make_chart(ChartKind::p, subgroups_of(kVectorA, 5)).failure(), Failure::invalid_parameter);
  EXPECT_EQ(make_chart(ChartKind::xbar_r, std::vector<AttributeSample>{{1, 2}}).failure(), Failure::invalid_parameter);
  ChartOptions options;
  options.rules.of(Rule::shift).window = 0;
  EXPECT_EQ(make_chart(ChartKind::xbar_r, subgroups_of(kVectorA, 5), options).failure(), Failure::invalid_parameter);
  EXPECT_EQ(make_chart(ChartKind::xbar_r, subgroups_of(std::vector<double>{-1e308, 1e308, 0, 1}, 2)).failure(),
            Failure::not_finite);
}

TEST(SubgroupsTest, ARestFormsAShorterLastSubgroup) {
  const std::vector<double> readings = {1, 2, 3, 4, 5};
  const std::vector<Summary> subgroups = subgroups_of(readings, 2);
  ASSERT_EQ(subgroups.size(), 3U);
  EXPECT_EQ(subgroups.back().count, 1U);
  EXPECT_TRUE(subgroups_of(readings, 0).empty());
}

TEST(ConstantProcessTest, ZeroSpreadIsChartedWithoutComplaint) {
  const Chart chart = chart_of(ChartKind::xbar_r, std::vector<double>(20, 5.0), 5);
  EXPECT_EQ(chart.location.constant_limits(), (Limits{5, 5, 5}));
  EXPECT_FALSE(chart.location.fired(0).contains(Rule::outlier));
}

}  // namespace
}  // namespace openspc::spc
