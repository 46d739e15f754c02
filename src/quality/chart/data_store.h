// SQL of chart-data, and nothing but SQL: one page of samples with their readings and violations in two statements,
// whatever its length. Runs on the database's threads, in one snapshot.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "quality/chart/data.h"
#include "quality/judge/position.h"

namespace openspc::quality::chart {

struct ChartRow {
  judge::Position at{};
  bool excluded = false;
  std::int64_t actual_n = 1;
  bool is_undersized = false;
  bool is_uncertain = false;
  std::optional<double> defect_count{}, inspected_size{};  // attribute data
  std::string display_key{};
  std::size_t first_reading = 0, reading_count = 0;  // in ChartPage::readings
  std::vector<ChartViolation> violations{};          // in force, by chart and rule
};

struct ChartPage {
  std::vector<ChartRow> rows{};    // oldest first
  std::vector<double> readings{};  // of all rows

  std::span<const double> readings_of(const ChartRow& row) const {
    return std::span(readings).subspan(row.first_reading, row.reading_count);
  }
};

/// The newest `limit` samples that are not excluded; with a date those of the range, excluded ones included. Deleted
/// samples and superseded violations never appear.
ChartPage load_chart_page(db::Session& session, const judge::Characteristic& characteristic,
                          const ChartDataQuery& query);

}  // namespace openspc::quality::chart
