#include "quality/sample/store.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <unordered_map>

#include "base/error.h"
#include "db/stored_enum.h"
#include "db/unreadable_row.h"
#include "quality/series/display_key.h"

namespace openspc::quality::sample {
namespace {

constexpr std::string_view kSelect =
    "SELECT s.id, s.plant_id, s.char_id, c.data_type, s.time_us, s.readings, s.batch_number, s.operator_id,"
    " s.is_excluded, s.exclude_reason, s.actual_n, s.is_undersized, s.is_uncertain, s.effective_ucl, s.effective_lcl,"
    " s.z_score, s.is_modified, (SELECT COUNT(*) FROM sample_edit_history e WHERE e.sample_id = s.id),"
    " s.defect_count, s.inspected_size, s.day_rank"
    " FROM subgroup s JOIN characteristic c ON c.id = s.char_id WHERE ";

using OptionalText = std::optional<std::string>;
using OptionalDouble = std::optional<double>;

template <class... Args>
std::vector<SampleRow> select_rows(db::Session& session, const std::string& sql, const Args&... args) {
  std::vector<SampleRow> rows;
  session.each<base::SampleId, base::PlantId, base::CharacteristicId, std::string, db::Microseconds,
               std::optional<std::vector<double>>, OptionalText, OptionalText, bool, OptionalText, std::int64_t, bool,
               bool, OptionalDouble, OptionalDouble, OptionalDouble, bool, std::int64_t, OptionalDouble, OptionalDouble,
               std::optional<std::int64_t>>(
      sql,
      [&rows](base::SampleId id, base::PlantId plant, base::CharacteristicId characteristic, const std::string& type,
              base::Timestamp timestamp, std::optional<std::vector<double>> readings, OptionalText batch,
              OptionalText operator_id, bool excluded, OptionalText reason, std::int64_t n, bool undersized,
              bool uncertain, OptionalDouble ucl, OptionalDouble lcl, OptionalDouble z, bool modified,
              std::int64_t edits, OptionalDouble defects, OptionalDouble inspected, std::optional<std::int64_t> rank) {
        rows.push_back({.id = id,
                        .plant_id = plant,
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
                        .display_key = rank ? series::display_key(timestamp, *rank) : "",
                        .measurements = std::move(readings).value_or(std::vector<double>())});
      },
      args...);
  return rows;
}

// Samples of the reference have no stored key. Rows of one characteristic at a time, so that each asks once.
void rank_missing_keys(db::Session& session, std::vector<SampleRow>& rows) {
  struct Span {
    base::Timestamp first = base::Timestamp::max(), last = base::Timestamp::min();
  };
  std::map<judge::SeriesKey, Span> missing;
  for (const SampleRow& row : rows) {
    if (!row.display_key.empty()) continue;
    Span& span = missing[row.series()];
    span.first = std::min(span.first, row.timestamp);
    span.last = std::max(span.last, row.timestamp);
  }
  for (const auto& [series, span] : missing) {
    const auto keys = series::ranked_display_keys(session, series, span.first, span.last);
    for (SampleRow& row : rows)
      if (row.display_key.empty() && row.series() == series) row.display_key = keys.at(row.id);
  }
}

std::optional<SampleRow> first_completed(db::Session& session, std::vector<SampleRow> rows) {
  if (rows.empty()) return std::nullopt;
  rank_missing_keys(session, rows);
  return std::move(rows.front());
}

std::optional<std::vector<double>> readings_column(std::span<const double> readings) {
  if (readings.empty()) return std::nullopt;
  return std::vector<double>(readings.begin(), readings.end());
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

// What a change adds to the counts of its characteristic.
struct CountChange {
  std::int64_t samples = 0, excluded = 0;
};

void change_count(db::Session& session, judge::SeriesKey series, CountChange change) {
  static const std::string insert =
      "INSERT INTO sample_count (plant_id, char_id, samples, excluded) VALUES (?, ?, ?, ?) ";
  const std::string added =
      session.dialect().upsert_sum("sample_count", {"plant_id", "char_id"}, {"samples", "excluded"});
  const auto [plant, characteristic] = series;
  session.post(insert + added, plant, characteristic, change.samples, change.excluded);
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

base::SampleId SampleWriter::add(const NewSample& sample) {
  const base::SampleId id{session_.next_id("subgroup_id")};
  const SampleInput& input = sample.input;
  const judge::JudgedPoint point = sample.location.value_or(judge::JudgedPoint{});
  const auto [plant, characteristic] = series_;
  rows_.emplace_back(plant, characteristic, sample.timestamp, id, readings_column(input.measurements),
                     sample.checked.actual_n, sample.day_rank, false, sample.checked.is_undersized, input.is_uncertain,
                     false, sample.rules_skipped, whole(sample.checked.defect_count), sample.checked.inspected_size,
                     point.effective_ucl, point.effective_lcl, point.z_score, input.batch_number, input.operator_id);
  if (input.idempotency_key) keys_.emplace_back(plant, characteristic, *input.idempotency_key, sample.timestamp, id);
  if (input.serial_number) serials_.emplace_back(plant, characteristic, id, *input.serial_number);
  return id;
}

void SampleWriter::flush() {
  if (rows_.empty()) return;
  session_.insert_many(
      "subgroup (plant_id, char_id, time_us, id, readings, actual_n, day_rank, is_excluded, is_undersized,"
      " is_uncertain, is_modified, rules_skipped, defect_count, inspected_size, effective_ucl, effective_lcl, z_score,"
      " batch_number, operator_id)",
      std::span<const Row>(rows_));
  session_.insert_many("sample_key (plant_id, char_id, idempotency_key, time_us, sample_id)",
                       std::span<const KeyRow>(keys_));
  session_.insert_many("sample_serial (plant_id, char_id, sample_id, serial_number)",
                       std::span<const SerialRow>(serials_));
  change_count(session_, series_, {.samples = std::ssize(rows_)});
  rows_.clear();
  keys_.clear();
  serials_.clear();
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

std::optional<SampleRow> find_sample_by_key(db::Session& session, judge::SeriesKey series, std::string_view key) {
  static const std::string sql =
      std::string(kSelect) +
      "(s.plant_id, s.char_id, s.time_us, s.id) = (SELECT k.plant_id, k.char_id, k.time_us, k.sample_id"
      " FROM sample_key k WHERE k.plant_id = ? AND k.char_id = ? AND k.idempotency_key = ?)";
  return first_completed(session, select_rows(session, sql, series.plant, series.characteristic, key));
}

std::vector<SampleRow> load_samples(db::Session& session, std::span<const base::SampleId> ids) {
  if (ids.empty()) return {};
  std::string sql = std::string(kSelect) + "s.deleted_at IS NULL AND s.id IN (";
  std::vector<db::Value> values;
  std::unordered_map<base::SampleId, std::size_t> place;
  for (const base::SampleId id : ids) {
    sql += values.empty() ? "?" : ", ?";
    values.push_back(db::to_value(id));
    place.emplace(id, place.size());
  }
  std::vector<SampleRow> rows = select_rows(session, sql + ")", db::Session::Values(values));
  std::ranges::sort(rows, {}, [&place](const SampleRow& row) { return place.at(row.id); });
  rank_missing_keys(session, rows);
  return rows;
}

void replace_sample_data(db::Session& session, base::SampleId id, const CheckedSample& checked,
                         std::span<const double> measurements, const std::optional<judge::JudgedPoint>& location) {
  const judge::JudgedPoint none;
  const judge::JudgedPoint& point = location ? *location : none;
  session.execute(
      "UPDATE subgroup SET readings = ?, actual_n = ?, is_undersized = ?, effective_ucl = ?, effective_lcl = ?,"
      " z_score = ?, defect_count = ?, inspected_size = ?, is_modified = ?, rules_skipped = ? WHERE id = ?",
      readings_column(measurements), checked.actual_n, checked.is_undersized, point.effective_ucl, point.effective_lcl,
      point.z_score, whole(checked.defect_count), checked.inspected_size, true, false, id);
}

void set_sample_excluded(db::Session& session, const SampleRow& sample, bool excluded,
                         const std::optional<std::string>& reason) {
  session.execute("UPDATE subgroup SET is_excluded = ?, exclude_reason = ? WHERE id = ?", excluded, reason, sample.id);
  if (sample.is_excluded != excluded) change_count(session, sample.series(), {.excluded = excluded ? 1 : -1});
}

void mark_sample_deleted(db::Session& session, const SampleRow& sample, std::string_view by, base::Timestamp now) {
  session.execute("UPDATE subgroup SET deleted_at = ?, deleted_by = ? WHERE id = ?", now, by, sample.id);
  change_count(session, sample.series(), {.samples = -1, .excluded = sample.is_excluded ? -1 : 0});
  session.execute("UPDATE annotation SET sample_id = NULL WHERE sample_id = ?", sample.id);
  session.execute("UPDATE annotation SET start_sample_id = NULL WHERE start_sample_id = ?", sample.id);
  session.execute("UPDATE annotation SET end_sample_id = NULL WHERE end_sample_id = ?", sample.id);
}

void insert_sample_edit(db::Session& session, judge::SeriesKey series, const SampleEditRow& edit) {
  session.execute(
      "INSERT INTO sample_edit_history (plant_id, char_id, sample_id, edited_at, edited_by, reason, previous_values,"
      " new_values, previous_mean, new_mean) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      series.plant, series.characteristic, edit.sample_id, edit.edited_at, edit.edited_by, edit.reason,
      json_column(edit.previous_values), json_column(edit.new_values), edit.previous_mean, edit.new_mean);
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
