// Chart data in columns says what chart data says: the points are put together again and compared with the original.
#include "quality/chart/columns.h"

#include <algorithm>

#include "unit/quality/characteristic/characteristic_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

template <class T>
const T& entry(const std::vector<T>& column, std::size_t place) {
  return column.at(column.size() == 1 ? 0 : place);
}

bool has(const std::vector<std::int64_t>& places, std::size_t place) {
  return std::ranges::find(places, static_cast<std::int64_t>(place)) != places.end();
}

std::vector<std::int64_t> rules(const std::vector<ChartViolation>& violations, ChartName chart) {
  std::vector<std::int64_t> found;
  for (const ChartViolation& violation : violations)
    if (violation.chart == chart && std::ranges::find(found, violation.rule_id) == found.end())
      found.push_back(violation.rule_id);
  return found;
}

ChartPoint point_at(const ChartColumns& all, std::size_t place) {
  const PointColumns& columns = all.points;
  ChartPoint point{.sample_id = columns.sample_id[place],
                   .timestamp = entry(columns.timestamp, place),
                   .mean = entry(columns.mean, place),
                   .range = entry(columns.range, place),
                   .std_dev = entry(columns.std_dev, place),
                   .excluded = has(columns.excluded_places, place),
                   .zone = entry(columns.zone, place),
                   .actual_n = entry(columns.actual_n, place),
                   .is_undersized = has(columns.undersized_places, place),
                   .is_uncertain = has(columns.uncertain_places, place),
                   .effective_ucl = entry(columns.effective_ucl, place),
                   .effective_lcl = entry(columns.effective_lcl, place),
                   .z_score = entry(columns.z_score, place),
                   .display_key = entry(columns.display_key, place),
                   .center = entry(columns.center, place),
                   .ucl = entry(columns.ucl, place),
                   .lcl = entry(columns.lcl, place),
                   .sigma = entry(columns.sigma, place),
                   .stage = entry(columns.stage, place),
                   .inspected = entry(columns.inspected, place),
                   .count = entry(columns.count, place)};
  point.display_value = columns.display_value.empty() ? point.mean : entry(columns.display_value, place);
  for (const ColumnViolation& violation : all.violations)
    if (violation.place == static_cast<std::int64_t>(place)) point.violations.push_back(violation);
  for (const ChartViolation& violation : point.violations) {
    if (violation.chart != ChartName::location) continue;
    point.violation_ids.push_back(violation.id);
    if (violation.requires_acknowledgement && !violation.acknowledged)
      point.unacknowledged_violation_ids.push_back(violation.id);
  }
  point.violation_rules = rules(point.violations, ChartName::location);
  return point;
}

ChartData rebuilt(const ChartColumns& columns) {
  ChartData data = columns;
  for (std::size_t place = 0; place < columns.points.sample_id.size(); ++place)
    data.data_points.push_back(point_at(columns, place));
  const DispersionColumns& dispersion = columns.dispersion_points;
  for (std::size_t place = 0; place < dispersion.sample_id.size(); ++place) {
    const base::SampleId sample = dispersion.sample_id[place];
    const auto point = std::ranges::find(data.data_points, sample, &ChartPoint::sample_id);
    data.dispersion->points.push_back({.sample_id = sample,
                                       .value = entry(dispersion.value, place),
                                       .center = entry(dispersion.center, place),
                                       .ucl = entry(dispersion.ucl, place),
                                       .lcl = entry(dispersion.lcl, place),
                                       .stage = entry(dispersion.stage, place),
                                       .violation_rules = rules(point->violations, ChartName::dispersion)});
  }
  return data;
}

class ChartColumnsTest : public CharacteristicTest {
 protected:
  ChartColumns columns(base::CharacteristicId id, const ChartDataQuery& query = {}) {
    return run(charts.get_columns(engineer.principal, id, query));
  }
  void expect_same(base::CharacteristicId id, const ChartDataQuery& query = {}) {
    EXPECT_EQ(net::to_json(rebuilt(columns(id, query))), net::to_json(chart(id, query)));
  }
};

TEST_F(ChartColumnsTest, SayWhatSingleReadingsSayWithTheirViolations) {
  const auto id = create_variable(1).id;
  for (const double reading : {10.0, 12.0, 11.0, 13.0, 10.0, 12.0}) add_sample(id, {reading});
  const auto outlier = add_sample(id, {40});
  recalculate(id);
  add_violation(outlier, 1);
  add_violation(outlier, 2);
  add_violation(outlier, 1, "dispersion");
  expect_same(id);
  expect_same(id, {.limit = 2});
}

TEST_F(ChartColumnsTest, SayWhatSubgroupsOfChangingSizeSayInEveryMode) {
  for (const judge::SubgroupMode mode : {judge::SubgroupMode::NOMINAL_TOLERANCE, judge::SubgroupMode::STANDARDIZED,
                                         judge::SubgroupMode::VARIABLE_LIMITS}) {
    const auto id = create_variable(5).id;
    run(limits.set(engineer, id, {.ucl = 10.67, .lcl = 9.33, .center_line = 10, .sigma = 0.5}));
    run(modes.change(engineer, id, {mode}));
    add_sample(id, {10.6, 10.6, 10.6});
    add_sample(id, {10.1, 9.9, 10.2, 10.0, 9.8});
    flag("is_excluded = ${true}", add_sample(id, {10.2, 9.7, 10.1, 10.3, 9.9}));
    expect_same(id);
    expect_same(id, {.start_date = at("2020-01-01")});
  }
}

TEST_F(ChartColumnsTest, SayWhatCountsSay) {
  const auto id = create_attribute(judge::DataType::p, 100).id;
  for (const auto& [d, n] : std::vector<std::pair<double, double>>{{4, 100}, {6, 120}, {3, 80}}) add_count(id, d, n);
  recalculate(id);
  expect_same(id);
}

TEST_F(ChartColumnsTest, SayWhatSeveralStagesSay) {
  const auto id = create_variable(1).id;
  for (const double reading : {10.0, 12.0, 11.0, 13.0}) add_sample(id, {reading});
  recalculate(id);
  run(limits.set(engineer, id, {.ucl = 14, .lcl = 8, .center_line = 11, .sigma = 1}));
  for (const double reading : {11.0, 10.0, 12.0}) add_sample(id, {reading});
  expect_same(id);
}

TEST_F(ChartColumnsTest, AreEmptyWithoutSamples) {
  const auto id = create_variable(1).id;
  expect_same(id);
  EXPECT_THAT(columns(id).points.mean, IsEmpty());
}

TEST_F(ChartColumnsTest, SayOnceWhatAllPointsHave) {
  const auto id = create_variable(1).id;
  for (const double reading : {10.0, 12.0, 11.0, 13.0}) add_sample(id, {reading});
  recalculate(id);
  const ChartColumns chart = columns(id);
  EXPECT_THAT(chart.points.ucl, SizeIs(1));
  EXPECT_THAT(chart.points.z_score, SizeIs(1));
  EXPECT_THAT(chart.points.display_value, IsEmpty());
  EXPECT_THAT(chart.points.mean, ElementsAre(10, 12, 11, 13));
  EXPECT_THAT(chart.data_points, IsEmpty());
}

}  // namespace
}  // namespace openspc::quality::testing
