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
constexpr std::string_view kInUse = " AND s.deleted_at IS NULL AND s.is_excluded IN (?, ?)";

std::vector<ChartRow> load_rows(db::Session& session, base::CharacteristicId id, const ChartDataQuery& query,
                                bool with_excluded) {
  std::string sql =
      "SELECT s.id, s.timestamp, s.is_excluded, s.actual_n, s.is_undersized, s.is_uncertain, s.defect_count, "
      "s.inspected_size,"
      " s.display_key FROM sample s WHERE s.char_id = ?";
  std::vector<db::Value> values = {db::to_value(id)};
  if (query.start_date) {
    sql += " AND s.timestamp >= ?";
    values.push_back(db::to_value(*query.start_date));
  }
  if (query.end_date) {
    sql += " AND s.timestamp <= ?";
    values.push_back(db::to_value(*query.end_date));
  }
  sql.append(kInUse).append(" ORDER BY s.timestamp DESC, s.id DESC LIMIT ?");
  values.push_back(db::to_value(false));
  values.push_back(db::to_value(with_excluded));
  values.push_back(db::to_value(query.limit));

  std::vector<ChartRow> rows;
  rows.reserve(static_cast<std::size_t>(query.limit));
  session.each<base::SampleId, base::Timestamp, bool, std::int64_t, bool, bool, OptionalDouble, OptionalDouble,
               OptionalText>(
      sql,
      [&rows](base::SampleId sample, base::Timestamp timestamp, bool is_excluded, std::int64_t n, bool undersized,
              bool uncertain, OptionalDouble count, OptionalDouble inspected, OptionalText key) {
        rows.push_back({.at = {timestamp, sample},
                        .excluded = is_excluded,
                        .actual_n = n,
                        .is_undersized = undersized,
                        .is_uncertain = uncertain,
                        .defect_count = count,
                        .inspected_size = inspected,
                        .display_key = std::move(key).value_or("")});
      },
      std::span<const db::Value>(values));
  std::reverse(rows.begin(), rows.end());
  return rows;
}

// Walks the rows in step with a second query over the same samples in the same order.
class InStep {
 public:
  explicit InStep(std::vector<ChartRow>& rows) : rows_(rows) {}

  ChartRow* row_of(base::SampleId id) {
    while (next_ < rows_.size() && rows_[next_].at.id != id) ++next_;
    return next_ < rows_.size() ? &rows_[next_] : nullptr;
  }

 private:
  std::vector<ChartRow>& rows_;
  std::size_t next_ = 0;
};

// SELECT over the samples of the page and a table of theirs: a range of index (char_id, timestamp), no sorting.
std::string joined(std::string_view columns, std::string_view join, std::string_view order) {
  std::string sql("SELECT ");
  sql.append(columns).append(" FROM sample s ").append(join);
  sql.append(
      " WHERE s.char_id = ? AND s.timestamp >= ? AND s.timestamp <= ? AND (s.timestamp > ? OR s.id >= ?)"
      " AND (s.timestamp < ? OR s.id <= ?)");
  sql.append(kInUse).append(" ORDER BY s.timestamp, s.id, ").append(order);
  return sql;
}

template <class... Columns, class F>
void each_joined(db::Session& session, const std::string& sql, base::CharacteristicId id,
                 const std::vector<ChartRow>& rows, bool with_excluded, F&& on_row) {
  const judge::Position first = rows.front().at;
  const judge::Position last = rows.back().at;
  session.each<Columns...>(sql, std::forward<F>(on_row), id, first.timestamp, last.timestamp, first.timestamp, first.id,
                           last.timestamp, last.id, false, with_excluded);
}

void load_readings(db::Session& session, base::CharacteristicId id, bool with_excluded, ChartPage& page) {
  static const std::string sql = joined("s.id, m.value", "JOIN measurement m ON m.sample_id = s.id", "m.id");
  InStep in_step(page.rows);
  page.readings.reserve(page.rows.size() * 5);
  each_joined<base::SampleId, double>(session, sql, id, page.rows, with_excluded,
                                      [&](base::SampleId sample, double value) {
                                        ChartRow* row = in_step.row_of(sample);
                                        if (row == nullptr) return;
                                        if (row->reading_count++ == 0) row->first_reading = page.readings.size();
                                        page.readings.push_back(value);
                                      });
}

void load_violations(db::Session& session, base::CharacteristicId id, bool with_excluded, ChartPage& page) {
  static const std::string sql = joined(
      "s.id, v.id, v.rule_id, v.rule_name, v.severity, v.chart, v.acknowledged, v.requires_acknowledgement, "
      "v.sample_ids, v.statistic, v.plotted_value, v.center_line, v.ucl, v.lcl",
      "JOIN violation v ON v.sample_id = s.id AND v.superseded_at IS NULL", "v.chart DESC, v.rule_id, v.id");
  InStep in_step(page.rows);
  each_joined<base::SampleId, base::ViolationId, std::int64_t, OptionalText, std::string, std::string_view, bool, bool,
              OptionalText, OptionalText, OptionalDouble, OptionalDouble, OptionalDouble, OptionalDouble>(
      session, sql, id, page.rows, with_excluded,
      [&](base::SampleId sample, base::ViolationId violation, std::int64_t rule, OptionalText name,
          std::string severity, std::string_view chart, bool acknowledged, bool requires_acknowledgement,
          const OptionalText& sample_ids, const OptionalText& statistic, OptionalDouble value, OptionalDouble center,
          OptionalDouble ucl, OptionalDouble lcl) {
        ChartRow* row = in_step.row_of(sample);
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
      });
}

void fill_display_keys(db::Session& session, base::CharacteristicId id, std::vector<ChartRow>& rows) {
  const auto lacks_key = [](const ChartRow& row) { return row.display_key.empty(); };
  const auto first = std::find_if(rows.begin(), rows.end(), lacks_key);
  if (first == rows.end()) return;
  const auto last = std::find_if(rows.rbegin(), rows.rend(), lacks_key);
  auto keys = series::ranked_display_keys(session, id, first->at.timestamp, last->at.timestamp);
  for (ChartRow& row : rows)
    if (lacks_key(row)) row.display_key = std::move(keys[row.at.id]);
}

}  // namespace

ChartPage load_chart_page(db::Session& session, base::CharacteristicId id, const ChartDataQuery& query) {
  const bool with_excluded = query.start_date || query.end_date;
  ChartPage page{.rows = load_rows(session, id, query, with_excluded), .readings = {}};
  if (page.rows.empty()) return page;
  load_readings(session, id, with_excluded, page);
  load_violations(session, id, with_excluded, page);
  fill_display_keys(session, id, page.rows);
  return page;
}

}  // namespace openspc::quality::chart
