#include "quality/series/series_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace openspc::quality::series {
namespace {

// `range` restricts (time_us, id) by the arguments time, time, id; `order` is ASC or DESC.
std::string series_sql(const char* range, const char* order) {
  const std::string direction(order);
  return "SELECT id, time_us, readings, defect_count, inspected_size, rules_skipped FROM subgroup WHERE plant_id = ?"
         " AND char_id = ? AND is_excluded = ? AND deleted_at IS NULL AND " +
         std::string(range) + " ORDER BY time_us " + direction + ", id " + direction + " LIMIT ?";
}

// Nothing for a sample without readings or a count (a row damaged from outside): it has no place on a chart.
std::optional<judge::SampleStatistics> statistics_of_row(judge::DataType type,
                                                         const std::optional<std::vector<double>>& readings,
                                                         std::optional<double> count, std::optional<double> inspected) {
  if (type == judge::DataType::variable)
    return readings && !readings->empty() ? std::optional(judge::statistics_of(*readings)) : std::nullopt;
  return count && inspected.value_or(0) > 0 ? std::optional(judge::statistics_of(type, *count, *inspected))
                                            : std::nullopt;
}

SeriesPage load(db::Session& session, const judge::Characteristic& characteristic, const std::string& sql,
                judge::Position position, std::size_t count) {
  // The end of time is beyond what a row can say; the latest moment that it can say serves.
  const db::Microseconds time = std::min(position.timestamp, base::latest_timestamp());
  SeriesPage page;
  std::size_t rows = 0;
  session.each<base::SampleId, db::Microseconds, std::optional<std::vector<double>>, std::optional<double>,
               std::optional<double>, bool>(
      sql,
      [&](base::SampleId id, base::Timestamp timestamp, const std::optional<std::vector<double>>& readings,
          std::optional<double> defects, std::optional<double> inspected, bool rules_skipped) {
        ++rows;
        const judge::Position at{timestamp, id};
        page.next = {timestamp, {id.value + 1}};
        if (const auto statistics = statistics_of_row(characteristic.data_type, readings, defects, inspected))
          page.samples.push_back({at, *statistics, rules_skipped});
      },
      characteristic.plant_id, characteristic.id, false, time, time, position.id, static_cast<std::int64_t>(count));
  page.complete = rows < count;
  return page;
}

}  // namespace

SeriesPage samples_before(db::Session& session, const judge::Characteristic& characteristic, judge::Position position,
                          std::size_t count) {
  static const std::string sql = series_sql("time_us <= ? AND (time_us < ? OR id < ?)", "DESC");
  SeriesPage page = load(session, characteristic, sql, position, count);
  std::ranges::reverse(page.samples);
  return page;
}

SeriesPage samples_from(db::Session& session, const judge::Characteristic& characteristic, judge::Position position,
                        std::size_t count) {
  static const std::string sql = series_sql("time_us >= ? AND (time_us > ? OR id >= ?)", "ASC");
  return load(session, characteristic, sql, position, count);
}

}  // namespace openspc::quality::series
