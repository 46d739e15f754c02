// Which columns of a file hold what, from the flags or, where they are silent, from the first rows; every decision that
// was not asked for is told in a note. Called by dataset.cpp. Throws base::Error when the columns do not fit.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/csv.h"
#include "server/analyze/options.h"

namespace openspc::server::analyze {

// Rows that are looked at to tell what a column holds.
inline constexpr std::size_t kRowsForPlan = 100;

struct ColumnPlan {
  std::vector<std::size_t> values;  // one, or the readings of a subgroup side by side
  std::optional<std::size_t> subgroup;
  std::optional<std::size_t> size;
  std::optional<std::size_t> label;  // names the points of charts with one row a point
  std::vector<std::string> notes;
};

[[nodiscard]] ColumnPlan plan_columns(base::CsvReader& reader, std::span<const base::CsvRow> first_rows,
                                      const AnalyzeOptions& options);

}  // namespace openspc::server::analyze
