#include "quality/chart/columns.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace openspc::quality::chart {
namespace {

template <class T>
std::vector<T> said_once(std::vector<T> column) {
  if (column.size() > 1 && std::ranges::adjacent_find(column, std::ranges::not_equal_to()) == column.end())
    column.resize(1);
  return column;
}

template <class Point, class T>
std::vector<T> whole_column(const std::vector<Point>& points, T Point::* member) {
  std::vector<T> column;
  column.reserve(points.size());
  for (const Point& point : points) column.push_back(point.*member);
  return column;
}

template <class Point, class T>
std::vector<T> column(const std::vector<Point>& points, T Point::* member) {
  return said_once(whole_column(points, member));
}

std::vector<std::int64_t> places(const std::vector<ChartPoint>& points, bool ChartPoint::* member) {
  std::vector<std::int64_t> found;
  for (std::size_t place = 0; place < points.size(); ++place)
    if (points[place].*member) found.push_back(static_cast<std::int64_t>(place));
  return found;
}

bool shows_mean(const ChartPoint& point) {
  return point.display_value == point.mean;
}

PointColumns columns_of(const std::vector<ChartPoint>& points) {
  PointColumns columns{.sample_id = whole_column(points, &ChartPoint::sample_id),
                       .timestamp = column(points, &ChartPoint::timestamp),
                       .mean = column(points, &ChartPoint::mean),
                       .range = column(points, &ChartPoint::range),
                       .std_dev = column(points, &ChartPoint::std_dev),
                       .excluded_places = places(points, &ChartPoint::excluded),
                       .undersized_places = places(points, &ChartPoint::is_undersized),
                       .uncertain_places = places(points, &ChartPoint::is_uncertain),
                       .zone = column(points, &ChartPoint::zone),
                       .actual_n = column(points, &ChartPoint::actual_n),
                       .effective_ucl = column(points, &ChartPoint::effective_ucl),
                       .effective_lcl = column(points, &ChartPoint::effective_lcl),
                       .z_score = column(points, &ChartPoint::z_score),
                       .display_key = column(points, &ChartPoint::display_key),
                       .center = column(points, &ChartPoint::center),
                       .ucl = column(points, &ChartPoint::ucl),
                       .lcl = column(points, &ChartPoint::lcl),
                       .sigma = column(points, &ChartPoint::sigma),
                       .stage = column(points, &ChartPoint::stage),
                       .inspected = column(points, &ChartPoint::inspected),
                       .count = column(points, &ChartPoint::count)};
  if (!std::ranges::all_of(points, shows_mean)) columns.display_value = column(points, &ChartPoint::display_value);
  return columns;
}

std::vector<ColumnViolation> violations_of(std::vector<ChartPoint>& points) {
  std::vector<ColumnViolation> all;
  for (std::size_t place = 0; place < points.size(); ++place)
    for (ChartViolation& violation : points[place].violations)
      all.push_back({std::move(violation), static_cast<std::int64_t>(place)});
  return all;
}

DispersionColumns columns_of(const std::vector<DispersionPoint>& points) {
  return {.sample_id = whole_column(points, &DispersionPoint::sample_id),
          .value = column(points, &DispersionPoint::value),
          .center = column(points, &DispersionPoint::center),
          .ucl = column(points, &DispersionPoint::ucl),
          .lcl = column(points, &DispersionPoint::lcl),
          .stage = column(points, &DispersionPoint::stage)};
}

}  // namespace

ChartColumns in_columns(ChartData data) {
  ChartColumns columns;
  std::vector<ChartPoint> points = std::exchange(data.data_points, {});
  if (data.dispersion) columns.dispersion_points = columns_of(std::exchange(data.dispersion->points, {}));
  columns.points = columns_of(points);
  columns.violations = violations_of(points);
  static_cast<ChartData&>(columns) = std::move(data);
  return columns;
}

}  // namespace openspc::quality::chart
