#include "quality/series/sample_statistics_reader.h"

#include <string>
#include <vector>

namespace openspc::quality::series {
namespace {

struct Condition {
  std::string sql;
  std::vector<db::Value> values;
};

Condition condition_of(judge::SeriesKey series, const SampleFilter& filter) {
  Condition condition{"plant_id = ? AND char_id = ? AND deleted_at IS NULL",
                      {db::to_value(series.plant), db::to_value(series.characteristic)}};
  if (filter.from) {
    condition.sql += " AND time_us >= ?";
    condition.values.push_back(db::to_value(db::Microseconds(*filter.from)));
  }
  if (filter.to) {
    condition.sql += " AND time_us <= ?";
    condition.values.push_back(db::to_value(db::Microseconds(*filter.to)));
  }
  if (filter.excluded == SampleFilter::Excluded::left_out) {
    condition.sql += " AND is_excluded = ?";
    condition.values.push_back(db::to_value(false));
  }
  return condition;
}

}  // namespace

void each_sample(db::Session& session, const judge::Characteristic& characteristic, const SampleFilter& filter,
                 const std::function<void(const StoredSample&)>& visit) {
  const Condition condition = condition_of(characteristic.series(), filter);
  if (!characteristic.is_attribute()) {
    session.each<base::SampleId, db::Microseconds, std::vector<double>>(
        "SELECT id, time_us, readings FROM subgroup WHERE " + condition.sql +
            " AND readings IS NOT NULL ORDER BY time_us, id",
        [&](base::SampleId id, base::Timestamp time, const std::vector<double>& readings) {
          if (readings.empty()) return;
          const spc::Summary summary = spc::summarize(readings);
          visit({.at = {time, id}, .statistics = judge::statistics_of(summary), .readings = summary});
        },
        std::span(condition.values));
    return;
  }
  session.each<base::SampleId, db::Microseconds, double, std::optional<double>>(
      "SELECT id, time_us, defect_count, inspected_size FROM subgroup WHERE " + condition.sql +
          " AND defect_count IS NOT NULL ORDER BY time_us, id",
      [&](base::SampleId id, base::Timestamp time, double count, std::optional<double> inspected) {
        visit({.at = {time, id},
               .statistics = statistics_of(characteristic.data_type, count, inspected.value_or(1)),
               .readings = {}});
      },
      std::span(condition.values));
}

std::int64_t count_samples(db::Session& session, judge::SeriesKey series, const SampleFilter& filter) {
  const Condition condition = condition_of(series, filter);
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM subgroup WHERE " + condition.sql,
                                      std::span(condition.values));
}

}  // namespace openspc::quality::series
