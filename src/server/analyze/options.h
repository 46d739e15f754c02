// What `openspc analyze` was asked for, and how the command line says it. Filled by analyze_command.cpp and by tests;
// read by everything in this folder. Values, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/csv.h"
#include "spc/limits.h"
#include "spc/sigma.h"

namespace CLI {
class App;
}

namespace openspc::server::analyze {

enum class ReportFormat { text, json, json_summary, svg };

// Points of a chart, 1-based, both included, as people count them.
struct PointRange {
  std::size_t first = 1, last = 1;
};

struct AnalyzeOptions {
  std::string file;  // "-" is standard input

  std::optional<spc::ChartKind> chart;  // absent: chosen by the subgroup size
  std::optional<std::size_t> subgroup_size;
  std::string subgroup_column;
  std::vector<std::string> value_columns;  // one: a reading (or count) a row; several: a subgroup a row
  std::string size_column;
  std::optional<char> delimiter;
  std::optional<char> decimal_mark;  // '.' or ','
  base::CsvHeader header = base::CsvHeader::automatic;

  std::optional<double> lsl, usl, target;
  double confidence = 0.95;  // of the capability intervals

  std::optional<PointRange> baseline;  // absent: all points set the limits
  std::vector<int> rules;              // empty: all that are valid on the chart
  spc::SubgroupMode mode = spc::SubgroupMode::variable_limits;
  std::optional<spc::SigmaMethod> sigma_method;
  std::size_t span = 2;  // readings in a moving range

  ReportFormat format = ReportFormat::text;
  bool ascii = false;       // text without characters beyond ASCII
  std::size_t width = 100;  // of the text, in characters
  bool fail_on_signal = false;
};

// Declares the flags of `openspc analyze` on its subcommand; parsing fills `options`, which must outlive `command`.
void declare_options(CLI::App& command, AnalyzeOptions& options);

}  // namespace openspc::server::analyze
