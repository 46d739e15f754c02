// The chart that a characteristic is asked to be drawn on: kept and obeyed, or refused with the charts to use instead.
#include "quality/judge/limits.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::HasSubstr;

class ChartTypeTest : public SampleTest {
 protected:
  base::CharacteristicId create_on(judge::ChartType chart, std::int64_t n) {
    return create({.subgroup_size = n, .chart_type = chart}).id;
  }
  std::string refused(CharacteristicCreate request) {
    request.hierarchy_id = home_node;
    request.name = "Bore";
    return refusal(characteristics.create(engineer, std::move(request)));
  }
  CharacteristicView change(base::CharacteristicId id, std::optional<judge::ChartType> chart) {
    CharacteristicUpdate update;
    if (chart)
      update.chart_type.emplace() = *chart;
    else
      update.chart_type.set_null();
    return run(characteristics.update(engineer, id, std::move(update)));
  }
};

TEST_F(ChartTypeTest, IsReadBackAsItWasAskedFor) {
  for (const std::int64_t n : {2, 5, 10, 11, 25})
    EXPECT_EQ(get(create_on(judge::ChartType::xbar_s, n)).chart_type, "xbar_s");
  EXPECT_EQ(get(create_on(judge::ChartType::xbar_r, 10)).chart_type, "xbar_r");
  EXPECT_EQ(get(create_on(judge::ChartType::i_mr, 1)).chart_type, "i_mr");
}

TEST_F(ChartTypeTest, StandardDeviationsEstimateSigmaAndGiveTheLimits) {
  const auto id = create_on(judge::ChartType::xbar_s, 5);
  for (const Readings& readings : kVectorA) add_sample(id, readings);
  const RecalculateResult result = recalculate(id);
  double sum = 0;
  for (const Readings& readings : kVectorA) sum += *statistics_of(readings).std_dev;
  const double sigma = sum / 6 / 0.939986;  // c4 of 5
  EXPECT_EQ(result.calculation.method, "s_bar_c4");
  EXPECT_NEAR(result.calculation.sigma, sigma, 1e-6);
  EXPECT_NEAR(*result.after.ucl, 10.016666667 + 3 * sigma / std::sqrt(5), 1e-6);
}

TEST_F(ChartTypeTest, TheDispersionChartPlotsStandardDeviations) {
  const auto id = create_on(judge::ChartType::xbar_s, 5);
  for (const Readings& readings : kVectorA) add_sample(id, readings);
  recalculate(id);
  const chart::ChartData data = chart(id);
  EXPECT_EQ(data.chart_type, "xbar_s");
  EXPECT_EQ(data.dispersion->type, chart::DispersionType::std_dev);
  EXPECT_NEAR(data.dispersion->points[0].value, *statistics_of(kVectorA[0]).std_dev, 1e-12);
  EXPECT_NEAR(*data.dispersion->ucl, 2.088998 * *data.dispersion->center_line, 1e-6);  // B4 of 5
}

TEST_F(ChartTypeTest, IntakeJudgesStandardDeviations) {
  const auto id = create_on(judge::ChartType::xbar_s, 2);
  run(limits.set(engineer, id, {10, -10, 0, 1}));
  const auto fired = submit(id, Readings{-3, 3}).sample.violations;
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].figure->statistic, judge::Statistic::std_dev);
}

TEST_F(ChartTypeTest, OneThatCannotDrawTheSamplesIsRefusedWithThoseThatCan) {
  EXPECT_THAT(refused({.subgroup_size = 5, .chart_type = judge::ChartType::i_mr}),
              HasSubstr("a chart of type i_mr cannot draw subgroups of 5 readings: use xbar_r or xbar_s"));
  EXPECT_THAT(refused({.subgroup_size = 1, .chart_type = judge::ChartType::xbar_s}), HasSubstr("use i_mr"));
  EXPECT_THAT(refused({.subgroup_size = 11, .chart_type = judge::ChartType::xbar_r}), HasSubstr("use xbar_s"));
  EXPECT_THAT(refused({.subgroup_size = 5, .chart_type = judge::ChartType::p}), HasSubstr("use xbar_r or xbar_s"));
  EXPECT_THAT(refused({.data_type = judge::DataType::p, .subgroup_size = 50, .chart_type = judge::ChartType::xbar_r}),
              HasSubstr("use p"));
  EXPECT_THAT(refused({.data_type = judge::DataType::p, .subgroup_size = 50, .chart_type = judge::ChartType::np}),
              HasSubstr("use p"));
}

TEST_F(ChartTypeTest, AnAttributeMayNameItsOwnChart) {
  EXPECT_EQ(
      create({.data_type = judge::DataType::u, .subgroup_size = 50, .chart_type = judge::ChartType::u}).chart_type,
      "u");
}

TEST_F(ChartTypeTest, IsChangedAndGivenUpLater) {
  const auto id = create_variable(5).id;
  EXPECT_EQ(change(id, judge::ChartType::xbar_s).chart_type, "xbar_s");
  EXPECT_EQ(get(id).chart_type, "xbar_s");
  EXPECT_EQ(change(id, std::nullopt).chart_type, "xbar_r");
}

TEST_F(ChartTypeTest, AChangeReachesTheNextSample) {
  const auto id = create_variable(2).id;
  run(limits.set(engineer, id, {10, -10, 0, 1}));
  submit(id, Readings{0, 1});
  change(id, judge::ChartType::xbar_s);
  EXPECT_EQ(submit(id, Readings{-3, 3}).sample.violations.at(0).figure->statistic, judge::Statistic::std_dev);
}

TEST_F(ChartTypeTest, AChangeToOneThatCannotDrawTheSamplesIsRefused) {
  const auto id = create_variable(5).id;
  CharacteristicUpdate update;
  update.chart_type.emplace() = judge::ChartType::i_mr;
  EXPECT_THAT(refusal(characteristics.update(engineer, id, std::move(update))), HasSubstr("use xbar_r or xbar_s"));
  EXPECT_EQ(get(id).chart_type, "xbar_r");
}

TEST_F(ChartTypeTest, OneThatDoesNotSuitBecauseTheRowWasEditedIsLeftAside) {
  const auto id = create_variable(5).id;
  execute("INSERT INTO characteristic_option (char_id, chart_type) VALUES (" + std::to_string(id.value) + ", 'i_mr')");
  EXPECT_EQ(get(id).chart_type, "xbar_r");
}

}  // namespace
}  // namespace openspc::quality::testing
