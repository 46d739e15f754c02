#include "quality/chart/data_service.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "quality/characteristic/access.h"
#include "quality/characteristic/limit_revision.h"
#include "quality/characteristic/store.h"
#include "quality/chart/capability_view.h"
#include "quality/chart/data_store.h"
#include "quality/chart/point.h"
#include "quality/judge/limits.h"
#include "quality/series/series_store.h"

namespace openspc::quality::chart {
namespace {

characteristic::ControlLimitsView control_limits_of(const judge::Characteristic& characteristic) {
  return {.center_line = center_line_of(characteristic), .ucl = characteristic.ucl, .lcl = characteristic.lcl};
}

std::optional<DispersionChart> empty_dispersion(const judge::EvaluationContext& context) {
  if (context.data_type != judge::DataType::variable) return std::nullopt;
  DispersionChart chart;
  chart.type = context.chart == spc::ChartKind::i_mr     ? DispersionType::moving_range
               : context.chart == spc::ChartKind::xbar_s ? DispersionType::std_dev
                                                         : DispersionType::range;
  if (const auto scale = nominal_dispersion_scale(context)) {
    chart.center_line = scale->center;
    chart.ucl = scale->ucl;
    chart.lcl = scale->lcl;
  }
  return chart;
}

// Draws the page sample by sample and collects the readings that capability and histogram are computed from.
class Drawing {
 public:
  Drawing(const characteristic::Stages& stages, std::optional<DispersionType> dispersion, PointSink& points)
      : stages_(stages), dispersion_(dispersion), points_(points) {}

  // The sample before the first one: its moving range partner.
  void start_after(const series::SeriesSample& previous) {
    enter_stage_of(previous.at);
    previous_ = previous.statistics;
  }

  void add(ChartRow& row, std::span<const double> readings) {
    const spc::Summary summary = spc::summarize(readings);
    const auto statistics = statistics_of_row(row, summary);
    if (!statistics) return;
    enter_stage_of(row.at);
    if (first_ == nullptr) first_ = stage_;
    ChartSample sample{.id = row.at.id,
                       .timestamp = row.at.timestamp,
                       .excluded = row.excluded,
                       .actual_n = row.actual_n,
                       .is_undersized = row.is_undersized,
                       .is_uncertain = row.is_uncertain,
                       .display_key = std::move(row.display_key),
                       .statistics = *statistics,
                       .stage = stage_->id(),
                       .violations = std::move(row.violations)};
    add_dispersion(sample);
    if (!row.excluded) {
      previous_ = *statistics;
      if (!readings.empty()) {
        used_readings_.insert(used_readings_.end(), readings.begin(), readings.end());
        subgroups_.push_back(summary);
      }
    }
    points_.add(chart_point_for(*stage_->drawing, std::move(sample)));
  }

  // A view of each stage that points were drawn in, and of the newest.
  std::vector<characteristic::StageView> stages_drawn(const judge::Characteristic& characteristic) const {
    std::vector<characteristic::StageView> views;
    for (const characteristic::Stage& stage : stages_.all())
      if (stage.is_newest() || (first_ != nullptr && &stage >= first_ && &stage <= stage_))
        views.push_back(view_of(stage, characteristic));
    return views;
  }

  std::span<const double> used_readings() const { return used_readings_; }
  std::span<const spc::Summary> subgroups() const { return subgroups_; }

 private:
  std::optional<judge::SampleStatistics> statistics_of_row(const ChartRow& row, const spc::Summary& readings) const {
    const judge::DataType type = stages_.newest().drawing->data_type;
    if (type == judge::DataType::variable)
      return readings.count == 0 ? std::nullopt : std::optional(judge::statistics_of(readings));
    const double inspected = row.inspected_size.value_or(1);
    if (!row.defect_count || !(inspected > 0)) return std::nullopt;
    return statistics_of(type, *row.defect_count, inspected);
  }

  // Nothing reaches across the border of a stage.
  void enter_stage_of(judge::Position at) {
    const characteristic::Stage& stage = stages_.at(at.timestamp);
    if (stage_ == &stage) return;
    stage_ = &stage;
    previous_.reset();
  }

  // An excluded individual has no moving range, and its neighbours reach across it.
  void add_dispersion(const ChartSample& sample) {
    if (!dispersion_ || (sample.excluded && *dispersion_ == DispersionType::moving_range)) return;
    if (auto point = dispersion_point_for(*stage_->drawing, sample, previous_ ? &*previous_ : nullptr))
      points_.add(*std::move(point));
  }

  const characteristic::Stages& stages_;
  const std::optional<DispersionType> dispersion_;
  PointSink& points_;
  const characteristic::Stage* first_ = nullptr;
  const characteristic::Stage* stage_ = nullptr;  // of the newest point so far
  std::optional<judge::SampleStatistics> previous_;
  std::vector<double> used_readings_;
  std::vector<spc::Summary> subgroups_;
};

void draw(db::Session& session, const judge::Characteristic& characteristic, const characteristic::Stages& stages,
          const ChartDataQuery& query, ChartData& data, PointSink& points) {
  const judge::EvaluationContext& context = *stages.newest().drawing;
  ChartPage page = load_chart_page(session, characteristic, query);
  points.reserve(page.rows.size());
  Drawing drawing(stages, data.dispersion ? std::optional(data.dispersion->type) : std::nullopt, points);
  if (context.chart == spc::ChartKind::i_mr && !page.rows.empty()) {
    const auto before = series::samples_before(session, characteristic, page.rows.front().at, 1);
    if (!before.samples.empty()) drawing.start_after(before.samples.back());
  }
  for (ChartRow& row : page.rows) drawing.add(row, page.readings_of(row));
  data.stages = drawing.stages_drawn(characteristic);
  if (characteristic.is_attribute()) return;
  const spc::Summary summary = spc::summarize(drawing.used_readings());
  data.capability = capability_view(characteristic, context,
                                    {.readings = drawing.used_readings(),
                                     .summary = summary,
                                     .subgroups = drawing.subgroups(),
                                     .baseline_size = characteristic::baseline_size(session, characteristic.id)});
  data.histogram = histogram_view(drawing.used_readings(), summary);
}

// All but the points, which go where they are wanted.
ChartData draw_chart(db::Session& session, const judge::Characteristic& characteristic, const ChartDataQuery& query,
                     PointSink& points) {
  const characteristic::Stages stages = characteristic::load_stages(session, characteristic, {});
  const judge::EvaluationContext& context = *stages.newest().drawing;
  ChartData data;
  data.characteristic_id = characteristic.id;
  data.characteristic_name = characteristic.name;
  data.control_limits = control_limits_of(characteristic);
  data.spec_limits = {.usl = characteristic.usl, .lsl = characteristic.lsl, .target = characteristic.target_value};
  data.zone_boundaries = characteristic::zones_of(context);
  data.subgroup_mode = characteristic.subgroup_mode;
  data.nominal_subgroup_size = characteristic.subgroup_size;
  data.decimal_precision = characteristic.decimal_precision;
  data.stored_sigma = characteristic.stored_sigma;
  data.data_type = characteristic.data_type;
  data.chart_type = judge::chart_type(context.chart);
  data.statistic = judge::location_statistic(context.chart, context.mode);
  data.dispersion = empty_dispersion(context);
  draw(session, characteristic, stages, query, data, points);
  return data;
}

class WholePoints final : public PointSink {
 public:
  void reserve(std::size_t points) override {
    points_.reserve(points);
    dispersion_.reserve(points);
  }
  void add(ChartPoint point) override { points_.push_back(std::move(point)); }
  void add(DispersionPoint point) override { dispersion_.push_back(std::move(point)); }

  ChartData finish(ChartData rest) {
    rest.data_points = std::move(points_);
    if (rest.dispersion) rest.dispersion->points = std::move(dispersion_);
    return rest;
  }

 private:
  std::vector<ChartPoint> points_;
  std::vector<DispersionPoint> dispersion_;
};

}  // namespace

ChartData build_chart_data(db::Session& session, const judge::Characteristic& characteristic,
                           const ChartDataQuery& query) {
  WholePoints points;
  ChartData rest = draw_chart(session, characteristic, query, points);
  return points.finish(std::move(rest));
}

ChartColumns build_chart_columns(db::Session& session, const judge::Characteristic& characteristic,
                                 const ChartDataQuery& query) {
  ColumnDrawing points;
  ChartData rest = draw_chart(session, characteristic, query, points);
  return points.finish(std::move(rest));
}

base::Task<ChartData> ChartDataService::get(const net::Principal& caller, base::CharacteristicId id,
                                            ChartDataQuery query) {
  auto job = [&](db::Session& session) {
    return build_chart_data(session, characteristic::require_visible(session, caller, id).row, query);
  };
  co_return co_await database_.read(std::move(job));
}

base::Task<ChartColumns> ChartDataService::get_columns(const net::Principal& caller, base::CharacteristicId id,
                                                       ChartDataQuery query) {
  auto job = [&](db::Session& session) {
    return build_chart_columns(session, characteristic::require_visible(session, caller, id).row, query);
  };
  co_return co_await database_.read(std::move(job));
}

}  // namespace openspc::quality::chart
