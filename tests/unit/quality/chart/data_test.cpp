#include "quality/chart/data.h"

#include <cmath>

#include "quality/chart/point.h"
#include "unit/quality/characteristic/characteristic_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ChartDataTest : public CharacteristicTest {
 protected:
  base::CharacteristicId fill(std::int64_t n, const std::vector<Readings>& samples,
                              characteristic::CharacteristicCreate request = {}) {
    request.subgroup_size = n;
    const auto id = create(std::move(request)).id;
    for (const Readings& readings : samples) add_sample(id, readings);
    return id;
  }
  static std::vector<double> values(const DispersionChart& chart) {
    std::vector<double> found;
    for (const DispersionPoint& point : chart.points) found.push_back(point.value);
    return found;
  }
};

TEST_F(ChartDataTest, PointsAreShownWithoutLimits) {
  const ChartData data = chart(fill(5, kVectorA));
  ASSERT_THAT(data.data_points, SizeIs(6));
  EXPECT_EQ(data.control_limits.ucl, std::nullopt);
  EXPECT_EQ(data.zone_boundaries.plus_1_sigma, std::nullopt);
  EXPECT_EQ(data.data_points[0].zone, ZoneName::unknown);
  EXPECT_NEAR(data.data_points[0].mean, 10.0, 1e-12);
  EXPECT_NEAR(*data.data_points[0].display_value, 10.0, 1e-12);
  ASSERT_TRUE(data.dispersion.has_value());
  EXPECT_THAT(data.dispersion->points, SizeIs(6));
  EXPECT_EQ(data.dispersion->points[0].ucl, std::nullopt);
}

// Engine contract 5.7, vector A, with exact constants.
TEST_F(ChartDataTest, SubgroupsOfFive) {
  const auto id = fill(5, kVectorA, {.usl = 11, .lsl = 9});
  recalculate(id);
  const ChartData data = chart(id);
  EXPECT_EQ(data.chart_type, "xbar_r");
  EXPECT_NEAR(*data.control_limits.center_line, 10.016666667, 1e-9);
  EXPECT_NEAR(*data.control_limits.ucl, 10.285849, 1e-6);
  EXPECT_NEAR(*data.zone_boundaries.plus_3_sigma, 10.285849, 1e-6);
  EXPECT_NEAR(*data.zone_boundaries.minus_1_sigma, 10.016666667 - 0.0897274, 1e-6);
  EXPECT_NEAR(*data.data_points[3].range, 0.5, 1e-12);
  EXPECT_NEAR(*data.data_points[0].std_dev, 0.158113883, 1e-9);
  EXPECT_EQ(data.data_points[3].zone, ZoneName::zone_b_upper);
  EXPECT_EQ(data.dispersion->type, DispersionType::range);
  EXPECT_NEAR(*data.dispersion->center_line, 0.466666667, 1e-9);
  EXPECT_NEAR(*data.dispersion->ucl, 0.986766, 1e-6);
  EXPECT_EQ(data.dispersion->lcl, 0);
}

TEST_F(ChartDataTest, CapabilityTellsWithinFromOverall) {
  const auto id = fill(5, kVectorA, {.target_value = 10, .usl = 11, .lsl = 9});
  recalculate(id);
  const CapabilityView capability = *chart(id).capability;
  EXPECT_EQ(capability.n, 30);
  EXPECT_NEAR(capability.sigma_within, 0.200636682, 1e-9);
  EXPECT_NEAR(capability.sigma_overall, 0.183985, 1e-6);
  EXPECT_NEAR(*capability.cp, 1.661377, 1e-5);
  EXPECT_NEAR(*capability.cpk, 1.633687, 1e-5);
  EXPECT_NEAR(*capability.pp, 1.811739, 1e-6);
  EXPECT_NEAR(*capability.ppk, 1.781544, 1e-6);
  ASSERT_TRUE(capability.ci.cp.has_value() && capability.ci.pp.has_value());
  EXPECT_LT((*capability.ci.cp)[0], *capability.cp);
  EXPECT_GT((*capability.ci.pp)[1], *capability.pp);
  EXPECT_EQ(capability.ppm_observed, 0);
  EXPECT_TRUE(capability.cpm.has_value());
  EXPECT_TRUE(capability.normality.has_value());
}

TEST_F(ChartDataTest, CapabilityOfASigmaSetByHandClaimsNoPrecision) {
  const auto id = fill(5, kVectorA, {.usl = 11, .lsl = 9});
  run(limits.set(engineer, id, {.ucl = 10.3, .lcl = 9.7, .center_line = 10, .sigma = 0.2}));
  const CapabilityView capability = *chart(id).capability;
  EXPECT_NEAR(capability.sigma_within, 0.2, 1e-12);
  EXPECT_EQ(capability.ci.cp, std::nullopt);
  EXPECT_TRUE(capability.ci.pp.has_value());
}

TEST_F(ChartDataTest, CapabilityWithoutSpecificationHasNoIndices) {
  const CapabilityView capability = *chart(fill(5, kVectorA)).capability;
  EXPECT_EQ(capability.cp, std::nullopt);
  EXPECT_EQ(capability.ppm_observed, std::nullopt);
  EXPECT_EQ(capability.n, 30);
}

TEST_F(ChartDataTest, HistogramCountsEverySingleReading) {
  const HistogramView histogram = *chart(fill(5, kVectorA)).histogram;
  std::int64_t counted = 0;
  for (const HistogramBin& bin : histogram.bins) counted += bin.count;
  EXPECT_THAT(histogram.bins, SizeIs(20));
  EXPECT_EQ(counted, 30);
  EXPECT_FALSE(histogram.curve.empty());
}

// Engine contract 5.7, vector B: the s chart of twelve readings, where the reference uses a wrong constant.
TEST_F(ChartDataTest, SubgroupsOfTwelve) {
  const auto id = fill(12, kVectorB);
  recalculate(id);
  const ChartData data = chart(id);
  EXPECT_EQ(data.chart_type, "xbar_s");
  EXPECT_EQ(data.dispersion->type, DispersionType::std_dev);
  EXPECT_NEAR(*data.dispersion->center_line, 0.768455, 1e-6);
  EXPECT_NEAR(*data.dispersion->ucl, 1.265251, 1e-6);
  EXPECT_NEAR(*data.dispersion->lcl, 0.271658, 1e-6);
  EXPECT_THAT(values(*data.dispersion),
              ElementsAre(DoubleNear(0.588733, 1e-6), DoubleNear(0.956494, 1e-6), DoubleNear(0.760137, 1e-6)));
}

TEST_F(ChartDataTest, MovingRangesDoNotDependOnWhatIsShown) {
  const auto id = fill(1, {{10}, {12}, {11}, {13}, {10}, {12}});
  recalculate(id);
  const ChartData all = chart(id);
  EXPECT_EQ(all.chart_type, "i_mr");
  EXPECT_THAT(values(*all.dispersion), ElementsAre(2, 1, 2, 3, 2));
  EXPECT_NEAR(*all.dispersion->ucl, 6.533064, 1e-5);  // D4 = 3.266532
  const ChartData newest = chart(id, {.limit = 2});
  EXPECT_THAT(values(*newest.dispersion), ElementsAre(3, 2));
  EXPECT_EQ(newest.dispersion->ucl, all.dispersion->ucl);
}

TEST_F(ChartDataTest, ExcludedIndividualHasNoMovingRangeAndIsBridged) {
  const auto id = create_variable(1).id;
  add_sample(id, {10});
  flag("is_excluded = ${true}", add_sample(id, {99}));
  add_sample(id, {12});
  EXPECT_THAT(values(*chart(id, {.start_date = at("2026-01-01")}).dispersion), ElementsAre(2));
}

TEST_F(ChartDataTest, ExcludedSamplesAppearWithDatesOnly) {
  const auto id = fill(1, {{10}, {11}});
  flag("is_excluded = ${true}", add_sample(id, {99}));
  EXPECT_THAT(chart(id).data_points, SizeIs(2));
  const ChartData dated = chart(id, {.end_date = at("2026-12-31")});
  ASSERT_THAT(dated.data_points, SizeIs(3));
  EXPECT_TRUE(dated.data_points[2].excluded);
  EXPECT_EQ(dated.capability->n, 2);
}

TEST_F(ChartDataTest, DeletedSamplesAndSupersededViolationsNeverAppear) {
  const auto id = create_variable(1).id;
  const auto kept = add_sample(id, {10});
  add_violation(kept, 1);
  add_violation(kept, 2);
  execute("UPDATE violation SET superseded_at = '2026-02-12 09:00:00.000000' WHERE rule_id = 1");
  flag("deleted_at = '2026-02-12 09:00:00.000000'", add_sample(id, {11}));
  const ChartData data = chart(id, {.start_date = at("2026-01-01")});
  ASSERT_THAT(data.data_points, SizeIs(1));
  EXPECT_THAT(data.data_points[0].violation_rules, ElementsAre(2));
}

TEST_F(ChartDataTest, ShowsTheNewestOldestFirstAndOrdersEqualTimesById) {
  const auto id = fill(1, {{1}, {2}, {3}});
  execute("UPDATE subgroup SET time_us = 1770890400000000");
  const ChartData data = chart(id, {.limit = 2});
  ASSERT_THAT(data.data_points, SizeIs(2));
  EXPECT_EQ(data.data_points[0].mean, 2);
  EXPECT_EQ(data.data_points[1].mean, 3);
}

TEST_F(ChartDataTest, RangeOfDatesIsInclusiveAndCutToTheNewest) {
  const auto id = fill(1, {{1}, {2}, {3}, {4}});  // 08:01 to 08:04
  const ChartData data =
      chart(id, {.limit = 2, .start_date = at("2026-02-12T08:01:00Z"), .end_date = at("2026-02-12T08:03:00Z")});
  ASSERT_THAT(data.data_points, SizeIs(2));
  EXPECT_EQ(data.data_points[0].mean, 2);
  EXPECT_EQ(data.data_points[1].mean, 3);
}

TEST_F(ChartDataTest, ViolationsStandAtTheirPointOnTheirChart) {
  const auto id = fill(5, kVectorA);
  recalculate(id);
  const auto sample = add_sample(id, {10, 10, 10, 10, 13});
  const auto outlier = add_violation(sample, 1);
  const auto spread = add_violation(sample, 1, "dispersion");
  const ChartPoint point = chart(id).data_points.back();
  EXPECT_THAT(point.violation_ids, ElementsAre(outlier));
  EXPECT_THAT(point.unacknowledged_violation_ids, ElementsAre(outlier));
  ASSERT_THAT(point.violations, SizeIs(2));
  EXPECT_EQ(point.violations[0].rule_name, "Outlier");
  EXPECT_THAT(point.violations[0].sample_ids, ElementsAre(sample));
  EXPECT_EQ(point.violations[1].id, spread);
  EXPECT_EQ(point.violations[1].chart, ChartName::dispersion);
  EXPECT_THAT(chart(id).dispersion->points.back().violation_rules, ElementsAre(1));
}

TEST_F(ChartDataTest, AcknowledgedAndInformationalViolationsAreNotOpen) {
  const auto id = create_variable(1).id;
  const auto sample = add_sample(id, {10});
  add_violation(sample, 1);
  add_violation(sample, 2);
  execute("UPDATE violation SET acknowledged = ${true} WHERE rule_id = 1");
  execute("UPDATE violation SET requires_acknowledgement = ${false} WHERE rule_id = 2");
  const ChartPoint point = chart(id).data_points.at(0);
  EXPECT_THAT(point.violation_ids, SizeIs(2));
  EXPECT_THAT(point.unacknowledged_violation_ids, IsEmpty());
}

TEST_F(ChartDataTest, EachPointCarriesTheLinesOfItsOwnSize) {
  const auto id = create_variable(5).id;
  const double reach = 3 * 0.5 / std::sqrt(5);
  run(limits.set(engineer, id, {.ucl = 10 + reach, .lcl = 10 - reach, .center_line = 10, .sigma = 0.5}));
  run(modes.change(engineer, id, {judge::SubgroupMode::VARIABLE_LIMITS}));
  add_sample(id, {10.6, 10.6, 10.6});
  const ChartPoint point = chart(id).data_points.at(0);
  EXPECT_NEAR(*point.ucl, 10.866025, 1e-6);
  EXPECT_NEAR(*point.effective_lcl, 9.133975, 1e-6);
  EXPECT_EQ(point.zone, ZoneName::zone_a_upper);  // 2.08 sigma of its own mean; 2.68 of a mean of five
}

TEST_F(ChartDataTest, StandardizedPointsShowZ) {
  const auto id = create_variable(5).id;
  run(limits.set(engineer, id, {.ucl = 10.67, .lcl = 9.33, .center_line = 10, .sigma = 0.5}));
  run(modes.change(engineer, id, {judge::SubgroupMode::STANDARDIZED}));
  add_sample(id, {10.6, 10.6, 10.6});
  const ChartPoint point = chart(id).data_points.at(0);
  EXPECT_NEAR(*point.display_value, 2.078461, 1e-6);
  EXPECT_NEAR(*point.z_score, 2.078461, 1e-6);
  EXPECT_EQ(point.ucl, 3);
  EXPECT_EQ(point.center, 0);
}

// Engine contract 5.7, vector 8.
TEST_F(ChartDataTest, FractionNonconformingIsHeldAgainstEachSamplesSize) {
  const auto id = create_attribute(judge::DataType::p, 100).id;
  for (const auto& [d, n] : std::vector<std::pair<double, double>>{{4, 100}, {6, 120}, {3, 80}, {8, 150}, {5, 100}})
    add_count(id, d, n);
  recalculate(id);
  const ChartData data = chart(id);
  EXPECT_EQ(data.chart_type, "p");
  EXPECT_EQ(data.dispersion, std::nullopt);
  EXPECT_EQ(data.capability, std::nullopt);
  EXPECT_EQ(data.histogram, std::nullopt);
  const std::vector<double> ucl = {0.110939, 0.105392, 0.118454, 0.099256, 0.110939};
  ASSERT_THAT(data.data_points, SizeIs(5));
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(*data.data_points[i].ucl, ucl[i], 1e-6);
    EXPECT_EQ(*data.data_points[i].lcl, 0);
  }
  EXPECT_NEAR(data.data_points[1].mean, 0.05, 1e-12);
  EXPECT_EQ(data.data_points[1].count, 6);
  EXPECT_EQ(data.data_points[1].inspected, 120);
}

TEST_F(ChartDataTest, StandardizedFractionNonconforming) {
  const auto id = create_attribute(judge::DataType::p, 100).id;
  for (const auto& [d, n] : std::vector<std::pair<double, double>>{{4, 100}, {6, 120}, {3, 80}, {8, 150}, {5, 100}})
    add_count(id, d, n);
  recalculate(id);
  run(modes.change(engineer, id, {judge::SubgroupMode::STANDARDIZED}));
  const std::vector<double> z = {-0.342695, 0.140776, -0.411880, 0.349762, 0.128511};
  const ChartData data = chart(id);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(*data.data_points[i].display_value, z[i], 1e-6);
}

// Engine contract 5.7, vector 11.
TEST_F(ChartDataTest, NonconformitiesPerUnitAreHeldAgainstEachSamplesSize) {
  const auto id = create_attribute(judge::DataType::u, 1).id;
  for (const auto& [c, n] : std::vector<std::pair<double, double>>{{5, 1}, {8, 1.5}, {6, 1.2}, {9, 2}})
    add_count(id, c, n);
  recalculate(id);
  const std::vector<double> ucl = {11.561380, 10.341248, 10.982050, 9.613904};
  const std::vector<double> lcl = {0, 0, 0, 0.210657};
  const ChartData data = chart(id);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(*data.data_points[i].ucl, ucl[i], 1e-6);
    EXPECT_NEAR(*data.data_points[i].lcl, lcl[i], 1e-6);
  }
}

TEST_F(ChartDataTest, SampleOfTheReferenceGetsTheKeyThatTheReferenceShowed) {
  const auto id = fill(1, {{1}, {2}});
  add_sample(create_variable(1).id, {3});
  execute("UPDATE subgroup SET day_rank = NULL");
  execute("UPDATE subgroup SET time_us = 1770940800000000 WHERE id = 2");
  const ChartData data = chart(id);
  EXPECT_EQ(data.data_points[0].display_key, "260212-001");
  EXPECT_EQ(data.data_points[1].display_key, "260213-001");
}

TEST_F(ChartDataTest, TimesAreWrittenWithZone) {
  const std::string text = net::to_json_text(chart(fill(1, {{10}})));
  EXPECT_THAT(text, ::testing::HasSubstr(R"("timestamp":"2026-02-12T08:01:00Z")"));
}

TEST(ChartPointFor, LivePointEqualsTheStoredOne) {
  judge::Characteristic row{.subgroup_size = 1, .ucl = 13, .lcl = 7, .stored_center_line = 10, .stored_sigma = 1};
  const judge::EvaluationContext context = make_context(row, {});
  const judge::SampleStatistics statistics = statistics_of(Readings{13.5});
  const judge::SampleStatistics previous = statistics_of(Readings{10});
  const ChartPoint stored = chart_point_for(
      context,
      {.id = {5},
       .timestamp = at("2026-02-12"),
       .display_key = "260212-001",
       .statistics = statistics,
       .violations = {{.id = {9}, .rule_id = 1, .rule_name = "Outlier", .severity = "CRITICAL", .sample_ids = {{5}}}}});
  judge::SampleProcessed event;
  event.sample_id = {5};
  event.timestamp = at("2026-02-12");
  event.mean = 13.5;
  event.display_key = "260212-001";
  event.location = judge::judge(context, statistics)->plotted;
  event.dispersion = judge_dispersion(context, statistics, &previous);
  event.violations = {{.id = {9}, .rule = spc::Rule::outlier, .signal_start = {5}, .sample_ids = {{5}}}};
  EXPECT_EQ(net::to_json_text(chart_point_for(event)), net::to_json_text(stored));
  EXPECT_DOUBLE_EQ(dispersion_point_for(event)->value, 3.5);
}

}  // namespace
}  // namespace openspc::quality::testing
