// Chart data for pages that show a thousand points: the members of all points in columns, so that a name is said once
// and a value that all points have is said once. The same facts as data.h, put there point by point as they are drawn:
// a thousand points at once would leave the processor's cache. Used by data_service. One thread.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "quality/chart/data.h"

namespace openspc::quality::chart {

/// A column has one entry for each point, or a single one that all points have. Places count from 0.
struct PointColumns {
  std::vector<base::SampleId> sample_id{};
  std::vector<base::Timestamp> timestamp{};
  std::vector<double> mean{};
  std::vector<std::optional<double>> range{}, std_dev{};
  std::vector<std::int64_t> excluded_places{}, undersized_places{}, uncertain_places{};
  std::vector<ZoneName> zone{};
  std::vector<std::int64_t> actual_n{};
  std::vector<std::optional<double>> effective_ucl{}, effective_lcl{}, z_score{}, display_value{};
  std::vector<std::string> display_key{};
  std::vector<std::optional<double>> center{}, ucl{}, lcl{}, sigma{};
  std::vector<std::optional<judge::LimitRevisionId>> stage{};
  std::vector<std::optional<double>> inspected{}, count{};
};
BOOST_DESCRIBE_STRUCT(PointColumns, (),
                      (sample_id, timestamp, mean, range, std_dev, excluded_places, undersized_places, uncertain_places,
                       zone, actual_n, effective_ucl, effective_lcl, z_score, display_value, display_key, center, ucl,
                       lcl, sigma, stage, inspected, count))

inline void describe(net::Fields<PointColumns>& f) {
  f["sample_id"].doc("One for each point, oldest first: their number is that of the points");
  f["excluded_places"].doc("Of the points that are excluded; likewise undersized_places and uncertain_places");
  f["display_value"].doc("Empty: each point shows its mean");
}

struct ColumnViolation : ChartViolation {
  std::int64_t place = 0;
};
BOOST_DESCRIBE_STRUCT(ColumnViolation, (ChartViolation), (place))

inline void describe(net::Fields<ColumnViolation>& f) {
  f["place"].doc("Of its point");
}

struct DispersionColumns {
  std::vector<base::SampleId> sample_id{};
  std::vector<double> value{};
  std::vector<std::optional<double>> center{}, ucl{}, lcl{};
  std::vector<std::optional<judge::LimitRevisionId>> stage{};
};
BOOST_DESCRIBE_STRUCT(DispersionColumns, (), (sample_id, value, center, ucl, lcl, stage))

struct ChartColumns : ChartData {
  PointColumns points{};
  std::vector<ColumnViolation> violations{};
  DispersionColumns dispersion_points{};
};
BOOST_DESCRIBE_STRUCT(ChartColumns, (ChartData), (points, violations, dispersion_points))

inline void describe(net::Fields<ChartColumns>& f) {
  f["points"].doc(
      "What data_points says in chart-data; data_points is empty here, and so are the points of dispersion. A column "
      "has one entry for each point, or a single one that all points have");
  f["violations"].doc(
      "Of all points, in their order: violation_ids, unacknowledged_violation_ids and violation_rules of chart-data "
      "follow from these");
  f["dispersion_points"].doc("Of the samples that have a value there, in columns");
}

class ColumnDrawing final : public PointSink {
 public:
  void reserve(std::size_t points) override;
  void add(ChartPoint point) override;
  void add(DispersionPoint point) override;
  /// With the rest of the chart; once.
  ChartColumns finish(ChartData rest);

 private:
  ChartColumns columns_;
  bool all_show_mean_ = true;
};

}  // namespace openspc::quality::chart
