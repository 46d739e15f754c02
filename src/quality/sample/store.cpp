#include "quality/sample/store.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <unordered_map>

#include "base/error.h"
#include "db/stored_enum.h"
#include "db/unreadable_row.h"
#include "quality/series/display_key.h"

namespace openspc::quality::sample {
namespace {

// Rows of one statement while plenty are pending; smaller remainders use the statements of single samples.
constexpr std::size_t kManyRows = 100;
constexpr std::size_t kFewRows = judge::kMaxReadings;

std::string measurement_sql(std::size_t rows) {
  std::string sql = "INSERT INTO measurement (sample_id, value) VALUES (?, ?)";
  for (std::size_t i = 1; i < rows; ++i) sql += ", (?, ?)";
  return sql;
}

const std::string& measurement_statement(std::size_t rows) {
  static const std::string many = measurement_sql(kManyRows);
  static const auto few = [] {
    std::array<std::string, kFewRows + 1> statements;
    for (std::size_t i = 1; i <= kFewRows; ++i) statements[i] = measurement_sql(i);
    return statements;
  }();
  return rows == kManyRows ? many : few[rows];
}

constexpr std::string_view kSelect =
    "SELECT s.id, s.char_id, c.data_type, s.timestamp, s.batch_number, s.operator_id, s.is_excluded, s.exclude_reason, "
    "s.actual_n,"
    " s.is_undersized, s.is_uncertain, s.effective_ucl, s.effective_lcl, s.z_score, s.is_modified,"
    " (SELECT COUNT(*) FROM sample_edit_history e WHERE e.sample_id = s.id), s.defect_count, s.inspected_size,"
    " s.display_key FROM sample s JOIN characteristic c ON c.id = s.char_id JOIN hierarchy h ON h.id = c.hierarchy_id"
    " WHERE ";

using OptionalText = std::optional<std::string>;
using OptionalDouble = std::optional<double>;

// Rows without their readings.
template <class... Args>
std::vector<SampleRow> select_rows(db::Session& session, const std::string& sql, const Args&... args) {
  std::vector<SampleRow> rows;
  session.each<base::SampleId, base::CharacteristicId, std::string, base::Timestamp, OptionalText, OptionalText, bool,
               OptionalText, std::int64_t, bool, bool, OptionalDouble, OptionalDouble, OptionalDouble, bool,
               std::int64_t, OptionalDouble, OptionalDouble, OptionalText>(
      sql,
      [&rows](base::SampleId id, base::CharacteristicId characteristic, const std::string& type,
              base::Timestamp timestamp, OptionalText batch, OptionalText operator_id, bool excluded,
              OptionalText reason, std::int64_t n, bool undersized, bool uncertain, OptionalDouble ucl,
              OptionalDouble lcl, OptionalDouble z, bool modified, std::int64_t edits, OptionalDouble defects,
              OptionalDouble inspected, OptionalText key) {
        rows.push_back({.id = id,
                        .characteristic_id = characteristic,
                        .data_type = db::enum_of<judge::DataType>(type),
                        .timestamp = timestamp,
                        .batch_number = std::move(batch),
                        .operator_id = std::move(operator_id),
                        .is_excluded = excluded,
                        .exclude_reason = std::move(reason),
                        .actual_n = n,
                        .is_undersized = undersized,
                        .is_uncertain = uncertain,
                        .effective_ucl = ucl,
                        .effective_lcl = lcl,
                        .z_score = z,
                        .is_modified = modified,
                        .edit_count = edits,
                        .defect_count = defects,
                        .inspected_size = inspected,
                        .display_key = std::move(key).value_or(""),
                        .measurements = {}});
      },
      args...);
  return rows;
}

void read_measurements(db::Session& session, std::vector<SampleRow>& rows) {
  if (rows.empty()) return;
  std::unordered_map<base::SampleId, SampleRow*> by_id;
  std::string list;
  std::vector<db::Value> ids;
  for (SampleRow& row : rows) {
    by_id.emplace(row.id, &row);
    list += list.empty() ? "?" : ",?";
    ids.push_back(db::to_value(row.id));
  }
  session.each<base::SampleId, double>(
      "SELECT sample_id, value FROM measurement WHERE sample_id IN (" + list + ") ORDER BY sample_id, id",
      [&by_id](base::SampleId id, double value) { by_id.at(id)->measurements.push_back(value); },
      db::Session::Values(ids));
}

// Samples of the reference have no stored key. Rows of one characteristic at a time, so that each asks once.
void rank_missing_keys(db::Session& session, std::vector<SampleRow>& rows) {
  struct Span {
    base::Timestamp first = base::Timestamp::max(), last = base::Timestamp::min();
  };
  std::unordered_map<base::CharacteristicId, Span> missing;
  for (const SampleRow& row : rows) {
    if (!row.display_key.empty()) continue;
    Span& span = missing[row.characteristic_id];
    span.first = std::min(span.first, row.timestamp);
    span.last = std::max(span.last, row.timestamp);
  }
  for (const auto& [characteristic, span] : missing) {
    const auto keys = series::ranked_display_keys(session, characteristic, span.first, span.last);
    for (SampleRow& row : rows)
      if (row.display_key.empty() && row.characteristic_id == characteristic) row.display_key = keys.at(row.id);
  }
}

std::optional<SampleRow> first_completed(db::Session& session, std::vector<SampleRow> rows) {
  if (rows.empty()) return std::nullopt;
  SampleRow& row = rows.front();
  session.each<double>(
      "SELECT value FROM measurement WHERE sample_id = ? ORDER BY id",
      [&row](double value) { row.measurements.push_back(value); }, row.id);
  rank_missing_keys(session, rows);
  return std::move(row);
}

boost::json::value json_column(const std::vector<double>& values) {
  return boost::json::value(boost::json::array(values.begin(), values.end()));
}

// Of one edit; none where they cannot be read.
std::vector<double> edited_numbers(std::int64_t edit, const std::string& text) {
  std::vector<double> numbers;
  const auto value = db::readable_json("sample_edit_history", edit, text);
  if (!value || !value->is_array()) return numbers;
  for (const boost::json::value& element : value->get_array())
    if (element.is_number()) numbers.push_back(element.to_number<double>());
  return numbers;
}

// The column holds whole numbers.
std::optional<std::int64_t> whole(const std::optional<double>& count) {
  return count ? std::optional(static_cast<std::int64_t>(*count)) : std::nullopt;
}

}  // namespace

judge::SampleStatistics statistics_of_row(const SampleRow& row) {
  if (row.data_type != judge::DataType::variable)
    return judge::statistics_of(row.data_type, row.defect_count.value_or(0), row.inspected_size.value_or(1));
  if (row.measurements.empty()) return {};
  return judge::statistics_of(row.measurements);
}

base::SampleId insert_sample(db::Session& session, const NewSample& sample) {
  const judge::JudgedPoint none;
  const judge::JudgedPoint& point = sample.location ? *sample.location : none;
  return {session.insert(
      "INSERT INTO sample (char_id, timestamp, batch_number, operator_id, is_excluded, actual_n, is_undersized, "
      "is_uncertain,"
      " effective_ucl, effective_lcl, z_score, is_modified, defect_count, inspected_size, idempotency_key, display_key,"
      " rules_skipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      sample.characteristic_id, sample.timestamp, sample.input.batch_number, sample.input.operator_id, false,
      sample.checked.actual_n, sample.checked.is_undersized, sample.input.is_uncertain, point.effective_ucl,
      point.effective_lcl, point.z_score, false, whole(sample.checked.defect_count), sample.checked.inspected_size,
      sample.input.idempotency_key, sample.display_key, sample.rules_skipped)};
}

void insert_serial_number(db::Session& session, base::SampleId sample, std::string_view serial_number) {
  session.execute("INSERT INTO sample_serial (sample_id, serial_number) VALUES (?, ?)", sample, serial_number);
}

void MeasurementWriter::add(base::SampleId sample, std::span<const double> readings) {
  for (const double reading : readings) {
    pending_.emplace_back(sample.value);
    pending_.emplace_back(reading);
    if (pending_.size() == 2 * kManyRows) write_first(kManyRows);
  }
}

void MeasurementWriter::flush() {
  while (!pending_.empty()) write_first(std::min(pending_.size() / 2, kFewRows));
}

void MeasurementWriter::write_first(std::size_t rows) {
  const auto values = db::Session::Values(pending_).first(2 * rows);
  session_.execute(measurement_statement(rows), values);
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(2 * rows));
}

std::optional<SampleRow> find_sample(db::Session& session, base::SampleId id) {
  static const std::string sql = std::string(kSelect) + "s.id = ? AND s.deleted_at IS NULL";
  return first_completed(session, select_rows(session, sql, id));
}

SampleRow load_sample(db::Session& session, base::SampleId id) {
  auto row = find_sample(session, id);
  if (!row) throw base::not_found("Sample " + std::to_string(id.value) + " not found");
  return *std::move(row);
}

std::optional<SampleRow> find_sample_by_key(db::Session& session, base::CharacteristicId characteristic,
                                            std::string_view key) {
  static const std::string sql = std::string(kSelect) + "s.char_id = ? AND s.idempotency_key = ?";
  return first_completed(session, select_rows(session, sql, characteristic, key));
}

std::int64_t count_samples(db::Session& session, const SampleCondition& condition) {
  return session.scalar<std::int64_t>(
      "SELECT COUNT(*) FROM sample s JOIN characteristic c ON c.id = s.char_id"
      " JOIN hierarchy h ON h.id = c.hierarchy_id WHERE " +
          condition.sql,
      db::Session::Values(condition.values));
}

std::vector<SampleRow> list_samples(db::Session& session, const SampleCondition& condition, SortDirection direction,
                                    PageOf page) {
  const std::string order = direction == SortDirection::asc ? "ASC" : "DESC";
  const std::string sql =
      std::string(kSelect) + condition.sql + " ORDER BY s.timestamp " + order + ", s.id " + order + " LIMIT ? OFFSET ?";
  std::vector<db::Value> values = condition.values;
  values.emplace_back(page.limit);
  values.emplace_back(page.offset);
  std::vector<SampleRow> rows = select_rows(session, sql, db::Session::Values(values));
  read_measurements(session, rows);
  rank_missing_keys(session, rows);
  return rows;
}

void replace_sample_data(db::Session& session, base::SampleId id, const CheckedSample& checked,
                         std::span<const double> measurements, const std::optional<judge::JudgedPoint>& location) {
  const judge::JudgedPoint none;
  const judge::JudgedPoint& point = location ? *location : none;
  session.execute(
      "UPDATE sample SET actual_n = ?, is_undersized = ?, effective_ucl = ?, effective_lcl = ?, z_score = ?,"
      " defect_count = ?, inspected_size = ?, is_modified = ?, rules_skipped = ? WHERE id = ?",
      checked.actual_n, checked.is_undersized, point.effective_ucl, point.effective_lcl, point.z_score,
      whole(checked.defect_count), checked.inspected_size, true, false, id);
  session.execute("DELETE FROM measurement WHERE sample_id = ?", id);
  MeasurementWriter writer(session);
  writer.add(id, measurements);
  writer.flush();
}

void set_sample_excluded(db::Session& session, base::SampleId id, bool excluded,
                         const std::optional<std::string>& reason) {
  session.execute("UPDATE sample SET is_excluded = ?, exclude_reason = ? WHERE id = ?", excluded, reason, id);
}

void mark_sample_deleted(db::Session& session, base::SampleId id, std::string_view by, base::Timestamp now) {
  session.execute("UPDATE sample SET deleted_at = ?, deleted_by = ? WHERE id = ?", now, by, id);
  session.execute("UPDATE annotation SET sample_id = NULL WHERE sample_id = ?", id);
  session.execute("UPDATE annotation SET start_sample_id = NULL WHERE start_sample_id = ?", id);
  session.execute("UPDATE annotation SET end_sample_id = NULL WHERE end_sample_id = ?", id);
}

void insert_sample_edit(db::Session& session, const SampleEditRow& edit) {
  session.execute(
      "INSERT INTO sample_edit_history (sample_id, edited_at, edited_by, reason, previous_values, new_values,"
      " previous_mean, new_mean) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      edit.sample_id, edit.edited_at, edit.edited_by, edit.reason, json_column(edit.previous_values),
      json_column(edit.new_values), edit.previous_mean, edit.new_mean);
}

std::vector<SampleEditRow> list_sample_edits(db::Session& session, base::SampleId id) {
  std::vector<SampleEditRow> edits;
  session.each<std::int64_t, base::Timestamp, OptionalText, std::string, std::string, std::string, double, double>(
      "SELECT id, edited_at, edited_by, reason, previous_values, new_values, previous_mean, new_mean"
      " FROM sample_edit_history WHERE sample_id = ? ORDER BY edited_at DESC, id DESC",
      [&](std::int64_t edit, base::Timestamp at, OptionalText by, std::string reason,
          const std::string& previous_values, const std::string& new_values, double previous_mean, double new_mean) {
        edits.push_back({.id = edit,
                         .sample_id = id,
                         .edited_at = at,
                         .edited_by = std::move(by),
                         .reason = std::move(reason),
                         .previous_values = edited_numbers(edit, previous_values),
                         .new_values = edited_numbers(edit, new_values),
                         .previous_mean = previous_mean,
                         .new_mean = new_mean});
      },
      id);
  return edits;
}

}  // namespace openspc::quality::sample
