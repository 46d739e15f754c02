// Everything a report tells, computed once: the chart, its signals, capability, normality. Called by
// run_analyze; read by the three reports. Throws base::Error when the data admit no chart. Values, any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/analyze/dataset.h"
#include "server/analyze/options.h"
#include "server/analyze/signals.h"
#include "spc/capability.h"
#include "spc/chart.h"
#include "spc/normality.h"

namespace openspc::server::analyze {

struct Analysis {
  Dataset data;
  spc::ChartKind kind = spc::ChartKind::i_mr;
  spc::SubgroupMode mode = spc::SubgroupMode::variable_limits;
  std::optional<PointRange> baseline;
  spc::Chart chart;
  std::vector<Signal> signals;       // of both charts
  std::vector<std::string> remarks;  // the data's notes and what could not be computed, sentences

  // The choices made while reading, then the remarks.
  [[nodiscard]] std::vector<std::string> all_notes() const;

  // Variables only. All of these come from the single readings, whatever the chart plots.
  std::optional<spc::Summary> overall;
  std::optional<spc::SigmaEstimate> within;  // nothing when the subgroups say nothing about it
  spc::Specification specification;
  std::optional<spc::Capability> capability;      // when a specification is given
  std::optional<spc::AndersonDarling> normality;  // when there are readings enough

  [[nodiscard]] bool is_attribute() const { return spc::is_attribute(kind); }
  // A chart of individuals whose points are the means of subgroups.
  [[nodiscard]] bool plots_means() const;
  // A chart of individuals whose points are the readings themselves.
  [[nodiscard]] bool plots_readings() const;
  // The size that all points have, nothing when they differ.
  [[nodiscard]] std::optional<double> constant_size() const;
  [[nodiscard]] double size_of(std::size_t point) const;  // 0-based
  // The label of a point (0-based), empty when it has none.
  [[nodiscard]] std::string label_of(std::size_t point) const;
};

[[nodiscard]] Analysis analyze(Dataset data, const AnalyzeOptions& options);

}  // namespace openspc::server::analyze
