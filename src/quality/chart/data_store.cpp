#include "quality/chart/data_store.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "quality/chart/violation_columns.h"
#include "quality/series/display_key.h"

namespace openspc::quality::chart {
namespace {

using OptionalDouble = std::optional<double>;
using OptionalText = std::optional<std::string>;

// Bound to (false, whether excluded samples are shown): one text for both cases, hence one prepared statement.
constexpr std::string_view kInUse = " AND deleted_at IS NULL AND is_excluded IN (?, ?)";

// One walk along the key of the table, from the newest sample back.
void load_rows(db::Session& session, const judge::Characteristic& characteristic, const ChartDataQuery& query,
               bool with_excluded, ChartPage& page) {
  const judge::SeriesKey series = characteristic.series();
  std::string sql = "SELECT id, time_us, readings, is_excluded, actual_n, is_undersized, is_uncertain, ";
  // What is behind in a row and known to be empty is not looked for.
  sql += characteristic.is_attribute() ? "defect_count, inspected_size"
                                       : "CAST(NULL AS DOUBLE PRECISION), CAST(NULL AS DOUBLE PRECISION)";
  sql += ", day_rank FROM subgroup WHERE plant_id = ? AND char_id = ?";
  std::vector<db::Value> values = {db::to_value(series.plant), db::to_value(series.characteristic)};
  if (query.start_date) {
    sql += " AND time_us >= ?";
    values.push_back(db::to_value(db::Microseconds(*query.start_date)));
  }
  if (query.end_date) {
    sql += " AND time_us <= ?";
    values.push_back(db::to_value(db::Microseconds(*query.end_date)));
  }
  sql.append(kInUse).append(" ORDER BY time_us DESC, id DESC LIMIT ?");
  values.push_back(db::to_value(false));
  values.push_back(db::to_value(with_excluded));
  values.push_back(db::to_value(query.limit));

  page.rows.reserve(static_cast<std::size_t>(query.limit));
  page.readings.reserve(static_cast<std::size_t>(query.limit) * 5);
  session.each<base::SampleId, db::Microseconds, std::optional<std::vector<double>>, bool, std::int64_t, bool, bool,
               OptionalDouble, OptionalDouble, std::optional<std::int64_t>>(
      sql,
      [&page](base::SampleId sample, base::Timestamp timestamp, const std::optional<std::vector<double>>& readings,
              bool is_excluded, std::int64_t n, bool undersized, bool uncertain, OptionalDouble count,
              OptionalDouble inspected, std::optional<std::int64_t> rank) {
        page.rows.push_back({.at = {timestamp, sample},
                             .excluded = is_excluded,
                             .actual_n = n,
                             .is_undersized = undersized,
                             .is_uncertain = uncertain,
                             .defect_count = count,
                             .inspected_size = inspected,
                             .display_key = rank ? series::display_key(timestamp, *rank) : "",
                             .first_reading = page.readings.size(),
                             .reading_count = readings ? readings->size() : 0});
        if (readings) page.readings.insert(page.readings.end(), readings->begin(), readings->end());
      },
      std::span<const db::Value>(values));
  std::ranges::reverse(page.rows);
}

// Walks the rows in step with a second query in the same order, some of whose samples may not be on the page.
class InStep {
 public:
  explicit InStep(std::vector<ChartRow>& rows) : rows_(rows) {}

  ChartRow* row_at(judge::Position at) {
    while (next_ < rows_.size() && rows_[next_].at < at) ++next_;
    return next_ < rows_.size() && rows_[next_].at == at ? &rows_[next_] : nullptr;
  }

 private:
  std::vector<ChartRow>& rows_;
  std::size_t next_ = 0;
};

void load_violations(db::Session& session, base::CharacteristicId id, ChartPage& page) {
  constexpr std::string_view sql =
      "SELECT sample_id, sampled_at, id, rule_id, rule_name, severity, chart, acknowledged, requires_acknowledgement,"
      " sample_ids, statistic, plotted_value, center_line, ucl, lcl FROM violation WHERE char_id = ? AND sampled_at >= "
      "?"
      " AND sampled_at <= ? AND superseded_at IS NULL ORDER BY sampled_at, sample_id, chart DESC, rule_id, id";
  InStep in_step(page.rows);
  session.each<base::SampleId, base::Timestamp, base::ViolationId, std::int64_t, OptionalText, std::string,
               std::string_view, bool, bool, OptionalText, OptionalText, OptionalDouble, OptionalDouble, OptionalDouble,
               OptionalDouble>(
      sql,
      [&](base::SampleId sample, base::Timestamp sampled_at, base::ViolationId violation, std::int64_t rule,
          OptionalText name, std::string severity, std::string_view chart, bool acknowledged,
          bool requires_acknowledgement, const OptionalText& sample_ids, const OptionalText& statistic,
          OptionalDouble value, OptionalDouble center, OptionalDouble ucl, OptionalDouble lcl) {
        ChartRow* row = in_step.row_at({sampled_at, sample});
        if (row == nullptr) return;
        ChartViolation& view = row->violations.emplace_back(
            ChartViolation{.id = violation,
                           .rule_id = rule,
                           .rule_name = name ? *std::move(name) : "Rule " + std::to_string(rule),
                           .severity = std::move(severity),
                           .chart = chart == "dispersion" ? ChartName::dispersion : ChartName::location,
                           .acknowledged = acknowledged,
                           .requires_acknowledgement = requires_acknowledgement,
                           .sample_ids = sample_ids ? sample_ids_of(*sample_ids) : std::vector<base::SampleId>{}});
        set_figure(view, figure_from(statistic, value, center, ucl, lcl));
      },
      id, page.rows.front().at.timestamp, page.rows.back().at.timestamp);
}

void fill_display_keys(db::Session& session, judge::SeriesKey series, std::vector<ChartRow>& rows) {
  const auto lacks_key = [](const ChartRow& row) { return row.display_key.empty(); };
  const auto first = std::find_if(rows.begin(), rows.end(), lacks_key);
  if (first == rows.end()) return;
  const auto last = std::find_if(rows.rbegin(), rows.rend(), lacks_key);
  auto keys = series::ranked_display_keys(session, series, first->at.timestamp, last->at.timestamp);
  for (ChartRow& row : rows)
    if (lacks_key(row)) row.display_key = std::move(keys[row.at.id]);
}

}  // namespace

ChartPage load_chart_page(db::Session& session, const judge::Characteristic& characteristic,
                          const ChartDataQuery& query) {
  ChartPage page;
  load_rows(session, characteristic, query, query.start_date || query.end_date, page);
  if (page.rows.empty()) return page;
  load_violations(session, characteristic.id, page);
  fill_display_keys(session, characteristic.series(), page.rows);
  return page;
}

}  // namespace openspc::quality::chart
