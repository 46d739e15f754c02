// The readings or counts of a file, in the order of the chart. Made by read_dataset, used by analysis.cpp. Throws
// base::Error (base::CsvError with line and column) for data that cannot be charted. Values, any thread.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "server/analyze/options.h"
#include "spc/chart.h"
#include "spc/per_point.h"
#include "spc/summary.h"

namespace openspc::server::analyze {

struct Dataset {
  std::string source;      // the file's name without its folder
  std::string value_name;  // what was measured or counted; empty when the file does not say

  // Variables: `sizes[i]` of the readings, one subgroup after the other, belong to subgroup i.
  std::vector<double> readings;
  spc::PerPoint<std::size_t> sizes;
  // Attributes.
  std::vector<spc::AttributeSample> samples;

  std::vector<std::string> labels;   // of the points, as many as there are; empty when they are only numbered
  std::vector<std::string> choices;  // columns taken without being asked for, sentences
  std::vector<std::string> notes;    // what was left out while reading, sentences

  [[nodiscard]] std::vector<spc::Summary> subgroups() const;
  [[nodiscard]] std::size_t points() const { return samples.empty() ? sizes.size() : samples.size(); }
};

[[nodiscard]] Dataset read_dataset(std::istream& in, const AnalyzeOptions& options);

}  // namespace openspc::server::analyze
