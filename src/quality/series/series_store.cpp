#include "quality/series/series_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

namespace openspc::quality::series {
namespace {

// Turns rows of (sample, reading), one for each reading, into samples.
class SeriesBuilder {
 public:
  explicit SeriesBuilder(judge::DataType type) : type_(type) {}

  void add(judge::Position at, std::optional<double> count, std::optional<double> inspected, bool rules_skipped,
           std::optional<double> reading) {
    if (!open_ || open_->id != at.id) {
      finish();
      open_ = at;
      page_.next = {at.timestamp, {at.id.value + 1}};
      ++rows_;
      count_ = count;
      inspected_ = inspected;
      rules_skipped_ = rules_skipped;
    }
    if (reading) readings_.push_back(*reading);
  }

  SeriesPage take(std::size_t limit) {
    finish();
    page_.complete = rows_ < limit;
    return std::move(page_);
  }

 private:
  void finish() {
    if (!open_) return;
    // A sample without readings or a count (a row damaged from outside) has no place on a chart.
    if (type_ == judge::DataType::variable) {
      if (!readings_.empty()) page_.samples.push_back({*open_, judge::statistics_of(readings_), rules_skipped_});
    } else if (count_ && inspected_.value_or(0) > 0) {
      page_.samples.push_back({*open_, statistics_of(type_, *count_, *inspected_), rules_skipped_});
    }
    readings_.clear();
    open_.reset();
  }

  judge::DataType type_;
  std::optional<judge::Position> open_;
  std::optional<double> count_, inspected_;
  bool rules_skipped_ = false;
  std::vector<double> readings_;
  SeriesPage page_;
  std::size_t rows_ = 0;
};

// `range` restricts (timestamp, id) by the arguments timestamp, timestamp, id; `order` is asc or desc.
std::string series_sql(const char* range, const char* order) {
  const std::string direction(order);
  return "SELECT s.id, s.timestamp, s.defect_count, s.inspected_size, s.rules_skipped, m.value FROM (SELECT id, "
         "timestamp, defect_count, inspected_size, rules_skipped FROM sample WHERE char_id = ? AND is_excluded = ? AND "
         "deleted_at IS NULL AND " +
         std::string(range) + " ORDER BY timestamp " + direction + ", id " + direction +
         " LIMIT ?) s LEFT JOIN measurement m ON m.sample_id = s.id ORDER BY s.timestamp, s.id, m.id";
}

SeriesPage load(db::Session& session, const judge::Characteristic& characteristic, const std::string& sql,
                judge::Position position, std::size_t count) {
  SeriesBuilder builder(characteristic.data_type);
  // The end of time has no text form; the latest moment that has one serves.
  const base::Timestamp time = std::min(position.timestamp, base::latest_timestamp());
  session
      .each<base::SampleId, base::Timestamp, std::optional<double>, std::optional<double>, bool, std::optional<double>>(
          sql,
          [&](base::SampleId id, base::Timestamp timestamp, std::optional<double> defects,
              std::optional<double> inspected, bool rules_skipped, std::optional<double> reading) {
            builder.add({timestamp, id}, defects, inspected, rules_skipped, reading);
          },
          characteristic.id, false, time, time, position.id, static_cast<std::int64_t>(count));
  return builder.take(count);
}

}  // namespace

SeriesPage samples_before(db::Session& session, const judge::Characteristic& characteristic, judge::Position position,
                          std::size_t count) {
  static const std::string sql = series_sql("timestamp <= ? AND (timestamp < ? OR id < ?)", "DESC");
  return load(session, characteristic, sql, position, count);
}

SeriesPage samples_from(db::Session& session, const judge::Characteristic& characteristic, judge::Position position,
                        std::size_t count) {
  static const std::string sql = series_sql("timestamp >= ? AND (timestamp > ? OR id >= ?)", "ASC");
  return load(session, characteristic, sql, position, count);
}

}  // namespace openspc::quality::series
