#include "quality/chart/columns.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace openspc::quality::chart {
namespace {

template <class T>
void say_once(std::vector<T>& column) {
  if (column.size() > 1 && std::ranges::adjacent_find(column, std::ranges::not_equal_to()) == column.end())
    column.resize(1);
}

bool shows_mean(const ChartPoint& point) {
  return point.display_value == point.mean;
}

}  // namespace

void ColumnDrawing::reserve(std::size_t points) {
  const auto reserve = [points](auto&... columns) { (columns.reserve(points), ...); };
  PointColumns& p = columns_.points;
  reserve(p.sample_id, p.timestamp, p.mean, p.range, p.std_dev, p.zone, p.actual_n, p.effective_ucl, p.effective_lcl,
          p.z_score, p.display_value, p.display_key, p.center, p.ucl, p.lcl, p.sigma, p.stage, p.inspected, p.count);
  DispersionColumns& d = columns_.dispersion_points;
  reserve(d.sample_id, d.value, d.center, d.ucl, d.lcl, d.stage);
}

void ColumnDrawing::add(ChartPoint point) {
  PointColumns& columns = columns_.points;
  const auto place = static_cast<std::int64_t>(columns.sample_id.size());
  all_show_mean_ = all_show_mean_ && shows_mean(point);
  columns.sample_id.push_back(point.sample_id);
  columns.timestamp.push_back(point.timestamp);
  columns.mean.push_back(point.mean);
  columns.range.push_back(point.range);
  columns.std_dev.push_back(point.std_dev);
  if (point.excluded) columns.excluded_places.push_back(place);
  if (point.is_undersized) columns.undersized_places.push_back(place);
  if (point.is_uncertain) columns.uncertain_places.push_back(place);
  columns.zone.push_back(point.zone);
  columns.actual_n.push_back(point.actual_n);
  columns.effective_ucl.push_back(point.effective_ucl);
  columns.effective_lcl.push_back(point.effective_lcl);
  columns.z_score.push_back(point.z_score);
  columns.display_value.push_back(point.display_value);
  columns.display_key.push_back(std::move(point.display_key));
  columns.center.push_back(point.center);
  columns.ucl.push_back(point.ucl);
  columns.lcl.push_back(point.lcl);
  columns.sigma.push_back(point.sigma);
  columns.stage.push_back(point.stage);
  columns.inspected.push_back(point.inspected);
  columns.count.push_back(point.count);
  for (ChartViolation& violation : point.violations) columns_.violations.push_back({std::move(violation), place});
}

void ColumnDrawing::add(DispersionPoint point) {
  DispersionColumns& columns = columns_.dispersion_points;
  columns.sample_id.push_back(point.sample_id);
  columns.value.push_back(point.value);
  columns.center.push_back(point.center);
  columns.ucl.push_back(point.ucl);
  columns.lcl.push_back(point.lcl);
  columns.stage.push_back(point.stage);
}

ChartColumns ColumnDrawing::finish(ChartData rest) {
  const auto say_all_once = [](auto&... columns) { (say_once(columns), ...); };
  PointColumns& p = columns_.points;
  if (all_show_mean_) p.display_value.clear();
  say_all_once(p.timestamp, p.mean, p.range, p.std_dev, p.zone, p.actual_n, p.effective_ucl, p.effective_lcl, p.z_score,
               p.display_value, p.display_key, p.center, p.ucl, p.lcl, p.sigma, p.stage, p.inspected, p.count);
  DispersionColumns& d = columns_.dispersion_points;
  say_all_once(d.value, d.center, d.ucl, d.lcl, d.stage);
  static_cast<ChartData&>(columns_) = std::move(rest);
  return std::move(columns_);
}

}  // namespace openspc::quality::chart
