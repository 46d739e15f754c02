// A whole control chart: parameters estimated from a baseline, every point with its own limits, and the rules that
// fire. Called by `openspc analyze`, recalculation of limits and chart-data; intake uses limits.h and rules.h directly.
// Pure functions, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "spc/limits.h"
#include "spc/per_point.h"
#include "spc/result.h"
#include "spc/rules.h"
#include "spc/sigma.h"
#include "spc/summary.h"

namespace openspc::spc {

struct AttributeSample {
  double count = 0;  // nonconforming items (p, np: <= size) or nonconformities (c, u)
  double size = 1;   // items inspected, or units (areas, lengths, ...) looked at
};

struct IndexRange {
  std::size_t first = 0, last = 0;  // 0-based, both included
};

// --- Step 1: what the baseline says about the process. All subgroups of the span are used; leave out excluded ones.

// Default method: moving_range for i_mr, r_bar_d2 for xbar_r, s_bar_c4 for xbar_s. Center: mean of all readings
// (subgroup means weighted by size). Nominal size: the size most subgroups have. An i_mr chart takes subgroups of one
// reading; larger ones enter with their means, whose moving ranges are brought to the spread of single readings.
struct EstimateOptions {
  std::optional<SigmaMethod> method = std::nullopt;
  std::size_t span = 2;  // of moving ranges
};
[[nodiscard]] Result<ProcessParameters> estimate_parameters(ChartKind kind, std::span<const Summary> subgroups,
                                                            const EstimateOptions& options = {});
// Sum of counts / sum of sizes; for c in one sample of the nominal size, which is the mean count where all are equal.
[[nodiscard]] Result<ProcessParameters> estimate_parameters(ChartKind kind, std::span<const AttributeSample> samples);

// --- Step 2: the chart.

struct ChartOptions {
  SubgroupMode mode = SubgroupMode::variable_limits;
  std::optional<IndexRange> baseline = std::nullopt;  // points that set the limits; all of them when absent
  // Given: nothing is estimated and `baseline` is not looked at.
  std::optional<ProcessParameters> parameters = std::nullopt;
  EstimateOptions estimate{};
  RuleConfig rules{};  // those not applicable to a chart are left out there
};

struct SeriesPoint {
  std::size_t index = 0;  // of the subgroup or sample in the input
  PlottedPoint plotted;
  RuleSet fired;
};

// The points of one chart, in columns: limits are there once while all points have the same, and what fired only where
// something did. A point without a statistic (range of one reading, first moving range) is absent.
class ChartSeries {
 public:
  ChartSeries() = default;
  // Points that differ in nothing but their values, of the subgroups from `first_index` on.
  ChartSeries(std::size_t first_index, std::vector<double> values, const Scale& scale);
  void reserve(std::size_t points) { values_.reserve(points); }
  // The next point; `index` is that of its subgroup or sample and greater than those before.
  void add(std::size_t index, const PlottedPoint& point);
  // Judges all points afresh.
  void judge(const RuleConfig& rules);

  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] std::span<const double> values() const { return values_; }  // as plotted
  [[nodiscard]] const PerPoint<Scale>& scales() const { return scales_; }
  [[nodiscard]] std::span<const SeriesHit> hits() const { return hits_; }  // SeriesHit::index is a place in the series
  // The limits when they are the same for all points.
  [[nodiscard]] std::optional<Limits> constant_limits() const;

  // Of the point in that place, counted from 0.
  [[nodiscard]] std::size_t index(std::size_t place) const { return place + skipped_[place]; }
  [[nodiscard]] PlottedPoint plotted(std::size_t place) const { return {values_[place], scales_[place]}; }
  [[nodiscard]] RuleSet fired(std::size_t place) const;
  // Calls visit(SeriesPoint) for each point at which a rule fired, in order.
  template <class Visit>
  void for_each_fired(Visit&& visit) const {
    for (std::size_t hit = 0; hit < hits_.size();) {
      const std::size_t place = hits_[hit].index;
      SeriesPoint point{index(place), plotted(place), {}};
      for (; hit < hits_.size() && hits_[hit].index == place; ++hit) point.fired.insert(hits_[hit].hit.rule);
      visit(point);
    }
  }
  // Input indices of the points involved in a hit, ascending.
  [[nodiscard]] std::vector<std::size_t> involved(const SeriesHit& hit) const;

 private:
  std::vector<double> values_;
  PerPoint<Scale> scales_;
  PerPoint<std::size_t> skipped_;  // subgroups or samples before a point that are not in the series
  std::vector<SeriesHit> hits_;
};

struct Chart {
  ProcessParameters parameters;
  std::optional<SigmaEstimate> sigma;  // absent for attribute charts and given parameters
  ChartSeries location;
  std::optional<ChartSeries> dispersion;  // absent for attribute charts
};

[[nodiscard]] Result<Chart> make_chart(ChartKind kind, std::span<const Summary> subgroups,
                                       const ChartOptions& options = {});
[[nodiscard]] Result<Chart> make_chart(ChartKind kind, std::span<const AttributeSample> samples,
                                       const ChartOptions& options = {});

// The i_mr chart of single readings: the same, to the last bit, as make_chart of subgroups of one.
[[nodiscard]] Result<Chart> individuals_chart(std::span<const double> readings, const ChartOptions& options = {});

// Consecutive readings cut into subgroups of n; a shorter rest forms the last subgroup.
[[nodiscard]] std::vector<Summary> subgroups_of(std::span<const double> readings, std::size_t n);

}  // namespace openspc::spc
