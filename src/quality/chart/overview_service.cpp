#include "quality/chart/overview_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/certain.h"
#include "base/error.h"
#include "quality/characteristic/access.h"
#include "quality/characteristic/stages.h"
#include "quality/chart/overview_store.h"
#include "quality/judge/limits.h"
#include "quality/series/series_store.h"
#include "quality/series/summary_store.h"

namespace openspc::quality::chart {
namespace {

using series::Summary;
using series::SummaryBlock;
using series::TimeSpan;

constexpr base::Timestamp::duration kInstant{1};

std::optional<DispersionType> dispersion_type(spc::ChartKind chart) {
  switch (chart) {
    case spc::ChartKind::i_mr:
      return DispersionType::moving_range;
    case spc::ChartKind::xbar_s:
      return DispersionType::std_dev;
    case spc::ChartKind::xbar_r:
      return DispersionType::range;
    default:
      return std::nullopt;
  }
}

// The history of the range as summaries that follow one another: blocks, and single samples where no block serves.
class Reading {
 public:
  Reading(db::Session& session, const judge::Characteristic& characteristic, const characteristic::Stages& stages,
          TimeSpan range, OverviewBounds bounds)
      : session_(session),
        characteristic_(characteristic),
        stages_(stages),
        range_(range),
        bounds_(bounds),
        is_individuals_(judge::chart_kind(characteristic) == spc::ChartKind::i_mr),
        ranges_(is_individuals_) {}

  std::vector<Summary> run() {
    if (is_individuals_) begin();
    std::vector<SummaryBlock> blocks =
        series::blocks_between(session_, characteristic_.series(), range_.begin, range_.end - kInstant);
    std::erase_if(blocks, [this](const SummaryBlock& block) { return !serves(block); });
    std::int64_t summarized = 0;
    for (const SummaryBlock& block : blocks) summarized += block.summary.size();
    if (summarized <= bounds_.finest) blocks.clear();
    pieces_.reserve(blocks.size());
    base::Timestamp reached = range_.begin;
    for (const SummaryBlock& block : blocks) {
      read({reached, block.span.begin});
      if (block.summary.size() > 0) add(block.summary);
      reached = block.span.end;
    }
    read({reached, range_.end});
    return std::move(pieces_);
  }
  bool is_complete() const { return left_ >= 0; }

 private:
  // The first moving range reaches out of the range.
  void begin() {
    const auto before = series::samples_before(session_, characteristic_, {range_.begin, {0}}, 1);
    if (before.samples.empty()) return;
    stage_ = &stages_.at(before.samples.back().at.timestamp);
    ranges_.start_after(before.samples.back().statistics.value);
  }

  bool serves(const SummaryBlock& block) const {
    if (block.is_stale || block.span.begin < range_.begin || block.span.end > range_.end) return false;
    const Summary& summary = block.summary;
    return !summary.first || !summary.last || &stages_.at(*summary.first) == &stages_.at(*summary.last);
  }

  void read(TimeSpan span) {
    if (span.begin >= span.end || left_ < 0) return;
    left_ -=
        series::each_sample_between(session_, characteristic_, span, left_ + 1,
                                    [this](base::Timestamp time, const judge::SampleStatistics& sample,
                                           bool is_excluded) { add(series::summary_of(time, sample, is_excluded)); });
  }

  void add(Summary piece) {
    if (left_ < 0) return;
    const characteristic::Stage& stage = stages_.at(base::certain(piece.first));
    if (stage_ != &stage) ranges_.begin_stage();
    stage_ = &stage;
    ranges_.add_to(piece);
    pieces_.push_back(piece);
  }

  db::Session& session_;
  const judge::Characteristic& characteristic_;
  const characteristic::Stages& stages_;
  const TimeSpan range_;
  const OverviewBounds bounds_;
  const bool is_individuals_;
  series::MovingRanges ranges_;
  const characteristic::Stage* stage_ = nullptr;
  std::int64_t left_ = bounds_.most_read;  // samples that may be read; below 0: there were more
  std::vector<Summary> pieces_;
};

std::vector<Summary> joined(const std::vector<Summary>& pieces, std::int64_t most) {
  std::int64_t total = 0;
  for (const Summary& piece : pieces) total += piece.size();
  const bool is_each_one = std::ssize(pieces) <= most;
  std::vector<Summary> points;
  std::int64_t before = 0, place = -1;
  for (const Summary& piece : pieces) {
    const std::int64_t own = is_each_one ? place + 1 : before * most / total;
    if (own != place) points.emplace_back();
    place = own;
    series::append(points.back(), piece);
    before += piece.size();
  }
  return points;
}

OverviewPoint point_of(const Summary& summary, std::optional<DispersionType> dispersion) {
  OverviewPoint point{.first = base::certain(summary.first),
                      .last = base::certain(summary.last),
                      .samples = summary.samples,
                      .excluded = summary.excluded};
  if (summary.samples == 0) return point;
  point.mean = summary.mean;
  const series::Extreme& smallest = base::certain(summary.smallest);
  const series::Extreme& largest = base::certain(summary.largest);
  point.min = smallest.value;
  point.max = largest.value;
  point.min_at = smallest.at;
  point.max_at = largest.at;
  if (!dispersion) return point;
  const auto& spread = dispersion == DispersionType::std_dev ? summary.deviation : summary.range;
  if (!spread) return point;
  point.dispersion_min = spread->smallest;
  point.dispersion_max = spread->largest;
  return point;
}

void add_signals(db::Session& session, ChartOverview& overview) {
  std::vector<base::Timestamp> begins;
  begins.reserve(overview.points.size());
  for (const OverviewPoint& point : overview.points) begins.push_back(point.first);
  if (begins.empty()) return;
  const std::vector<SignalCounts> counts =
      count_signals(session, overview.characteristic_id, begins, overview.points.back().last);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    OverviewPoint& point = overview.points[i];
    point.signals = counts[i].all;
    point.critical_signals = counts[i].critical;
    point.unacknowledged_signals = counts[i].unacknowledged;
    overview.signals += counts[i].all;
  }
}

std::vector<characteristic::StageView> stages_between(const characteristic::Stages& stages,
                                                      const judge::Characteristic& characteristic,
                                                      const ChartOverview& overview) {
  std::vector<characteristic::StageView> views;
  for (const characteristic::Stage& stage : stages.all()) {
    const bool is_reached =
        overview.first && overview.last && stage.starts_at <= *overview.last && stage.ends_at > *overview.first;
    if (is_reached || stage.is_newest()) views.push_back(view_of(stage, characteristic));
  }
  return views;
}

}  // namespace

ChartOverview build_chart_overview(db::Session& session, const judge::Characteristic& characteristic,
                                   const ChartOverviewQuery& query, OverviewBounds bounds) {
  const characteristic::Stages stages = characteristic::load_stages(session, characteristic, {});
  const spc::ChartKind chart = judge::chart_kind(characteristic);
  ChartOverview overview;
  overview.characteristic_id = characteristic.id;
  overview.characteristic_name = characteristic.name;
  overview.control_limits = {
      .center_line = center_line_of(characteristic), .ucl = characteristic.ucl, .lcl = characteristic.lcl};
  overview.spec_limits = {.usl = characteristic.usl, .lsl = characteristic.lsl, .target = characteristic.target_value};
  overview.decimal_precision = characteristic.decimal_precision;
  overview.data_type = characteristic.data_type;
  overview.chart_type = judge::chart_type(chart);
  overview.statistic = judge::location_statistic(chart, spc::SubgroupMode::nominal_tolerance);
  overview.dispersion_type = dispersion_type(chart);

  const TimeSpan range{query.start_date.value_or(base::earliest_timestamp()),
                       query.end_date.value_or(base::latest_timestamp()) + kInstant};
  Reading reading(session, characteristic, stages, range, bounds);
  const std::vector<Summary> pieces = reading.run();
  overview.is_complete = reading.is_complete();
  for (const Summary& summary : joined(pieces, query.max_points)) {
    overview.points.push_back(point_of(summary, overview.dispersion_type));
    overview.samples += summary.samples;
    overview.excluded += summary.excluded;
  }
  if (!overview.points.empty()) {
    overview.first = overview.points.front().first;
    overview.last = overview.points.back().last;
  }
  overview.is_exact = overview.is_complete && overview.samples + overview.excluded <= kMostExactPoints;
  add_signals(session, overview);
  overview.stages = stages_between(stages, characteristic, overview);
  return overview;
}

base::Task<ChartOverview> ChartOverviewService::get(const net::Principal& caller, base::CharacteristicId id,
                                                    ChartOverviewQuery query) {
  if (query.start_date && query.end_date && *query.end_date < *query.start_date)
    throw base::invalid_field({"query", "end_date"}, "value_error", "end_date must not be before start_date");
  auto job = [&](db::Session& session) {
    return build_chart_overview(session, characteristic::require_visible(session, caller, id).row, query);
  };
  co_return co_await database_.read(std::move(job));
}

}  // namespace openspc::quality::chart
