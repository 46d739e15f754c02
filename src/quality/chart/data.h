// The answer of chart-data: everything that a client needs to draw a control chart, its dispersion chart, the histogram
// and the capability, all computed here and nowhere else. Wire forms only; made by data_service.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"
#include "quality/characteristic/limits_view.h"
#include "quality/characteristic/stage_view.h"
#include "quality/chart/capability_view.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/statistic.h"

namespace openspc::quality::chart {

/// Where a point lies. A zone contains its lower line; `unknown` while there are no limits.
enum class ZoneName {
  beyond_ucl,
  zone_a_upper,
  zone_b_upper,
  zone_c_upper,
  zone_c_lower,
  zone_b_lower,
  zone_a_lower,
  beyond_lcl,
  unknown,
};
BOOST_DESCRIBE_ENUM(ZoneName, beyond_ucl, zone_a_upper, zone_b_upper, zone_c_upper, zone_c_lower, zone_b_lower,
                    zone_a_lower, beyond_lcl, unknown)

enum class ChartName { location, dispersion };
BOOST_DESCRIBE_ENUM(ChartName, location, dispersion)

struct ChartViolation {
  base::ViolationId id{};
  std::int64_t rule_id = 1;
  std::string rule_name{};
  std::string severity{};
  ChartName chart = ChartName::location;
  bool acknowledged = false;
  bool requires_acknowledgement = true;
  std::vector<base::SampleId> sample_ids{};
  std::optional<judge::Statistic> statistic{};
  std::optional<double> value{}, center_line{}, ucl{}, lcl{};
};
BOOST_DESCRIBE_STRUCT(ChartViolation, (),
                      (id, rule_id, rule_name, severity, chart, acknowledged, requires_acknowledgement, sample_ids,
                       statistic, value, center_line, ucl, lcl))

/// Documents the members that set_figure fills.
template <class View>
void describe_figure(net::Fields<View>& f) {
  f["statistic"].doc("What that chart plots; null, as its figures, where the violation is older than this member");
  f["value"].doc("The plotted statistic as it was judged, beside center_line, ucl and lcl of that chart");
}

inline void describe(net::Fields<ChartViolation>& f) {
  f["chart"].doc("The chart on which the rule fired");
  f["sample_ids"].doc("The points that make up the pattern, oldest first");
  describe_figure(f);
}

struct ChartPoint {
  base::SampleId sample_id{};
  base::Timestamp timestamp{};
  double mean = 0;
  std::optional<double> range{}, std_dev{};
  bool excluded = false;
  std::vector<base::ViolationId> violation_ids{};
  std::vector<base::ViolationId> unacknowledged_violation_ids{};
  std::vector<std::int64_t> violation_rules{};
  ZoneName zone = ZoneName::unknown;
  std::int64_t actual_n = 1;
  bool is_undersized = false;
  bool is_uncertain = false;
  std::optional<double> effective_ucl{}, effective_lcl{}, z_score{}, display_value{};
  std::string display_key{};
  std::optional<double> center{}, ucl{}, lcl{}, sigma{};
  std::optional<judge::LimitRevisionId> stage{};
  std::optional<double> inspected{};
  std::optional<double> count{};
  std::vector<ChartViolation> violations{};
};
BOOST_DESCRIBE_STRUCT(ChartPoint, (),
                      (sample_id, timestamp, mean, range, std_dev, excluded, violation_ids,
                       unacknowledged_violation_ids, violation_rules, zone, actual_n, is_undersized, is_uncertain,
                       effective_ucl, effective_lcl, z_score, display_value, display_key, center, ucl, lcl, sigma,
                       stage, inspected, count, violations))

inline void describe(net::Fields<ChartPoint>& f) {
  f["mean"].doc("Mean of the readings; the plotted statistic of an attribute");
  f["violation_ids"].doc("Violations on the location chart; all of them, with their chart, are in violations");
  f["zone"].doc("By the point's own center, sigma and limits");
  f["display_value"].doc("z in STANDARDIZED, else mean");
  f["center"].doc("With ucl and lcl: the lines of this very point, in the units of display_value");
  f["sigma"].doc("Of the plotted statistic: the zones of this point lie at center +- sigma and 2 sigma");
  f["stage"].doc("Id of the stage whose limits judge and draw it; null while no revision states them");
  f["is_uncertain"].doc("The machine that sent it doubted a reading: OPC UA quality Uncertain");
  f["inspected"].doc("Attribute: items or units inspected");
  f["count"].doc("Attribute: nonconforming items or nonconformities found");
}

enum class DispersionType { range, std_dev, moving_range };
BOOST_DESCRIBE_ENUM(DispersionType, range, std_dev, moving_range)

struct DispersionPoint {
  base::SampleId sample_id{};
  double value = 0;
  std::optional<double> center{}, ucl{}, lcl{};
  std::optional<judge::LimitRevisionId> stage{};
  std::vector<std::int64_t> violation_rules{};
};
BOOST_DESCRIBE_STRUCT(DispersionPoint, (), (sample_id, value, center, ucl, lcl, stage, violation_rules))

struct DispersionChart {
  DispersionType type = DispersionType::range;
  std::optional<double> center_line{}, ucl{}, lcl{};  // of the newest stage, at the nominal size
  std::vector<DispersionPoint> points{};  // samples without a value (a single reading, the first one) are absent
};
BOOST_DESCRIBE_STRUCT(DispersionChart, (), (type, center_line, ucl, lcl, points))

inline void describe(net::Fields<DispersionChart>& f) {
  f["points"].doc(
      "Limits follow from the sigma of the point's stage and the sample's own size, so they do not change with the "
      "range "
      "shown. The first individual of a stage has no moving range");
}

/// Where points go as they are drawn, oldest first.
class PointSink {
 public:
  PointSink() = default;
  PointSink(const PointSink&) = delete;
  PointSink& operator=(const PointSink&) = delete;
  virtual ~PointSink() = default;

  virtual void reserve(std::size_t points) = 0;
  virtual void add(ChartPoint point) = 0;
  virtual void add(DispersionPoint point) = 0;
};

struct SpecLimitsView {
  std::optional<double> usl{}, lsl{}, target{};
};
BOOST_DESCRIBE_STRUCT(SpecLimitsView, (), (usl, lsl, target))

struct ChartData {
  base::CharacteristicId characteristic_id{};
  std::string characteristic_name{};
  std::vector<ChartPoint> data_points{};
  characteristic::ControlLimitsView control_limits{};
  SpecLimitsView spec_limits;
  characteristic::ZoneBoundaries zone_boundaries;
  judge::SubgroupMode subgroup_mode = judge::SubgroupMode::NOMINAL_TOLERANCE;
  std::int64_t nominal_subgroup_size = 1;
  std::int64_t decimal_precision = 3;
  std::optional<double> stored_sigma{};
  judge::DataType data_type = judge::DataType::variable;
  std::string chart_type{};
  judge::Statistic statistic = judge::Statistic::mean;
  std::vector<characteristic::StageView> stages{};
  std::optional<DispersionChart> dispersion{};
  std::optional<CapabilityView> capability{};
  std::optional<HistogramView> histogram{};
};
BOOST_DESCRIBE_STRUCT(ChartData, (),
                      (characteristic_id, characteristic_name, data_points, control_limits, spec_limits,
                       zone_boundaries, subgroup_mode, nominal_subgroup_size, decimal_precision, stored_sigma,
                       data_type, chart_type, statistic, stages, dispersion, capability, histogram))

inline void describe(net::Fields<ChartData>& f) {
  f["data_points"].doc("Oldest first. Samples are shown whether or not limits exist");
  f["control_limits"].doc("Of the newest stage, as zone_boundaries and stored_sigma; each point carries its own lines");
  f["zone_boundaries"].doc("At the nominal size");
  f["chart_type"].doc("xbar_r, xbar_s, i_mr, p, np, c or u");
  f["statistic"].doc("What the location chart plots: z in STANDARDIZED");
  f["stages"].doc("Those that points shown belong to, oldest first, and the newest");
  f["dispersion"].doc("Range, standard deviation or moving range chart; null for attributes");
  f["capability"].doc(
      "From all single readings of the points shown that are not excluded; its sigma_within is that of the newest "
      "stage. Null for "
      "attributes");
  f["histogram"].doc("Of the same readings");
}

struct ChartDataQuery {
  std::int64_t limit = 100;
  std::optional<base::Timestamp> start_date{}, end_date{};
};
BOOST_DESCRIBE_STRUCT(ChartDataQuery, (), (limit, start_date, end_date))

inline void describe(net::Fields<ChartDataQuery>& f) {
  f["limit"].defaulted().range(1, 1000).doc(
      "The newest points of the range. Without dates excluded samples are left out, with a date they are shown");
  f["start_date"].doc("Inclusive lower bound on sample time");
  f["end_date"].doc("Inclusive upper bound on sample time");
}

}  // namespace openspc::quality::chart
