// A whole control chart: parameters estimated from a baseline, every point with its own limits, and the rules that
// fire. Called by `openspc analyze`, recalculation of limits and chart-data; intake uses limits.h and rules.h directly.
// Pure functions, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "spc/limits.h"
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
  Zone zone = Zone::zone_c_upper;
  RuleSet fired;
};

struct ChartSeries {
  std::vector<SeriesPoint> points;  // a point without a statistic (range of one reading, first moving range) is absent
  std::optional<Limits> constant;   // the limits when they are the same for all points
  std::vector<SeriesHit> hits;      // SeriesHit::index is a position in `points`
  // Input indices of the points involved in a hit, ascending.
  [[nodiscard]] std::vector<std::size_t> involved(const SeriesHit& hit) const;
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

// Consecutive readings cut into subgroups of n; a shorter rest forms the last subgroup.
[[nodiscard]] std::vector<Summary> subgroups_of(std::span<const double> readings, std::size_t n);

}  // namespace openspc::spc
