#include "quality/chart_data_service.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "quality/capability_view.h"
#include "quality/characteristic_access.h"
#include "quality/characteristic_store.h"
#include "quality/chart_data_store.h"
#include "quality/chart_point.h"
#include "quality/limit_revision.h"
#include "quality/limits.h"
#include "quality/series_store.h"

namespace openspc::quality {
namespace {

ControlLimitsView control_limits_of(const Characteristic& characteristic) {
  return {.center_line = center_line_of(characteristic), .ucl = characteristic.ucl, .lcl = characteristic.lcl};
}

ZoneBoundaries zones_of(const EvaluationContext& context) {
  const auto scale = nominal_location_scale(context);
  if (!scale) return {};
  // Counts cannot fall below zero, and neither do the lines drawn for them.
  const auto line = [&](double k) {
    return context.data_type == DataType::variable ? scale->at(k) : std::max(0.0, scale->at(k));
  };
  return {.plus_1_sigma = line(1),
          .plus_2_sigma = line(2),
          .plus_3_sigma = line(3),
          .minus_1_sigma = line(-1),
          .minus_2_sigma = line(-2),
          .minus_3_sigma = line(-3)};
}

std::optional<DispersionChart> empty_dispersion(const EvaluationContext& context) {
  if (context.data_type != DataType::variable) return std::nullopt;
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
  Drawing(const EvaluationContext& context, ChartData& data) : context_(context), data_(data) {}

  // The sample before the first one: its moving range partner.
  void start_after(const SampleStatistics& previous) { previous_ = previous; }

  void add(ChartRow& row, std::span<const double> readings) {
    auto statistics = statistics_of_row(row, readings);
    if (!statistics) return;
    ChartSample sample{.id = row.at.id,
                       .timestamp = row.at.timestamp,
                       .excluded = row.excluded,
                       .actual_n = row.actual_n,
                       .is_undersized = row.is_undersized,
                       .is_uncertain = row.is_uncertain,
                       .display_key = std::move(row.display_key),
                       .statistics = *statistics,
                       .violations = std::move(row.violations)};
    if (data_.dispersion) add_dispersion(sample);
    if (!row.excluded) {
      previous_ = *statistics;
      if (!readings.empty()) {
        used_readings_.insert(used_readings_.end(), readings.begin(), readings.end());
        subgroups_.push_back(spc::summarize(readings));
      }
    }
    data_.data_points.push_back(chart_point_for(context_, std::move(sample)));
  }

  std::span<const double> used_readings() const { return used_readings_; }
  std::span<const spc::Summary> subgroups() const { return subgroups_; }

 private:
  std::optional<SampleStatistics> statistics_of_row(const ChartRow& row, std::span<const double> readings) const {
    if (context_.data_type == DataType::variable)
      return readings.empty() ? std::nullopt : std::optional(statistics_of(readings));
    const double inspected = row.inspected_size.value_or(1);
    if (!row.defect_count || !(inspected > 0)) return std::nullopt;
    return statistics_of(context_.data_type, *row.defect_count, inspected);
  }

  // An excluded individual has no moving range, and its neighbours reach across it.
  void add_dispersion(const ChartSample& sample) {
    const bool is_moving = data_.dispersion->type == DispersionType::moving_range;
    if (sample.excluded && is_moving) return;
    if (auto point = dispersion_point_for(context_, sample, previous_ ? &*previous_ : nullptr))
      data_.dispersion->points.push_back(*std::move(point));
  }

  const EvaluationContext& context_;
  ChartData& data_;
  std::optional<SampleStatistics> previous_;
  std::vector<double> used_readings_;
  std::vector<spc::Summary> subgroups_;
};

void draw(db::Session& session, const Characteristic& characteristic, const EvaluationContext& context,
          const ChartDataQuery& query, ChartData& data) {
  ChartPage page = load_chart_page(session, characteristic.id, query);
  data.data_points.reserve(page.rows.size());
  Drawing drawing(context, data);
  if (context.chart == spc::ChartKind::i_mr && !page.rows.empty()) {
    const auto before = samples_before(session, characteristic, page.rows.front().at, 1);
    if (!before.samples.empty()) drawing.start_after(before.samples.back().statistics);
  }
  for (ChartRow& row : page.rows) drawing.add(row, page.readings_of(row));
  if (characteristic.is_attribute()) return;
  data.capability = capability_view(characteristic, context,
                                    {.readings = drawing.used_readings(),
                                     .subgroups = drawing.subgroups(),
                                     .baseline_size = baseline_size(session, characteristic.id)});
  data.histogram = histogram_view(drawing.used_readings());
}

}  // namespace

ChartData build_chart_data(db::Session& session, const Characteristic& characteristic, const ChartDataQuery& query) {
  const EvaluationContext context = make_context(characteristic, {});
  ChartData data;
  data.characteristic_id = characteristic.id;
  data.characteristic_name = characteristic.name;
  data.control_limits = control_limits_of(characteristic);
  data.spec_limits = {.usl = characteristic.usl, .lsl = characteristic.lsl, .target = characteristic.target_value};
  data.zone_boundaries = zones_of(context);
  data.subgroup_mode = characteristic.subgroup_mode;
  data.nominal_subgroup_size = characteristic.subgroup_size;
  data.decimal_precision = characteristic.decimal_precision;
  data.stored_sigma = characteristic.stored_sigma;
  data.data_type = characteristic.data_type;
  data.chart_type = chart_type(context.chart);
  data.dispersion = empty_dispersion(context);
  draw(session, characteristic, context, query, data);
  return data;
}

base::Task<ChartData> ChartDataService::get(const net::Principal& caller, base::CharacteristicId id,
                                            ChartDataQuery query) {
  auto job = [&](db::Session& session) {
    return build_chart_data(session, require_visible(session, caller, id).row, query);
  };
  co_return co_await database_.read(std::move(job));
}

}  // namespace openspc::quality
