#include "quality/series/sample_statistics_reader.h"

#include <string>
#include <vector>

namespace openspc::quality::series {
namespace {

struct Condition {
  std::string sql;  // over sample s
  std::vector<db::Value> values;
};

Condition condition_of(base::CharacteristicId id, const SampleFilter& filter) {
  Condition condition{"s.char_id = ? AND s.deleted_at IS NULL", {db::to_value(id)}};
  if (filter.from) {
    condition.sql += " AND s.timestamp >= ?";
    condition.values.push_back(db::to_value(*filter.from));
  }
  if (filter.to) {
    condition.sql += " AND s.timestamp <= ?";
    condition.values.push_back(db::to_value(*filter.to));
  }
  if (filter.excluded == SampleFilter::Excluded::left_out) {
    condition.sql += " AND s.is_excluded = ?";
    condition.values.push_back(db::to_value(false));
  }
  return condition;
}

// Puts the readings of one sample after the other together.
class ReadingsOfSamples {
 public:
  explicit ReadingsOfSamples(const std::function<void(const StoredSample&)>& visit) : visit_(visit) {}

  void add(judge::Position at, double value) {
    if (at.id != at_.id) flush();
    at_ = at;
    readings_.push_back(value);
  }
  void flush() {
    if (readings_.empty()) return;
    visit_({.at = at_, .statistics = judge::statistics_of(readings_), .readings = spc::summarize(readings_)});
    readings_.clear();
  }

 private:
  const std::function<void(const StoredSample&)>& visit_;
  judge::Position at_{};
  std::vector<double> readings_;
};

}  // namespace

void each_sample(db::Session& session, const judge::Characteristic& characteristic, const SampleFilter& filter,
                 const std::function<void(const StoredSample&)>& visit) {
  const Condition condition = condition_of(characteristic.id, filter);
  if (!characteristic.is_attribute()) {
    ReadingsOfSamples samples(visit);
    session.each<base::SampleId, base::Timestamp, double>(
        "SELECT s.id, s.timestamp, m.value FROM sample s JOIN measurement m ON m.sample_id = s.id WHERE " +
            condition.sql + " ORDER BY s.timestamp, s.id, m.id",
        [&](base::SampleId id, base::Timestamp time, double value) { samples.add({time, id}, value); },
        std::span(condition.values));
    samples.flush();
    return;
  }
  session.each<base::SampleId, base::Timestamp, double, std::optional<double>>(
      "SELECT s.id, s.timestamp, s.defect_count, s.inspected_size FROM sample s WHERE " + condition.sql +
          " AND s.defect_count IS NOT NULL ORDER BY s.timestamp, s.id",
      [&](base::SampleId id, base::Timestamp time, double count, std::optional<double> inspected) {
        visit({.at = {time, id},
               .statistics = statistics_of(characteristic.data_type, count, inspected.value_or(1)),
               .readings = {}});
      },
      std::span(condition.values));
}

std::int64_t count_samples(db::Session& session, base::CharacteristicId id, const SampleFilter& filter) {
  const Condition condition = condition_of(id, filter);
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM sample s WHERE " + condition.sql,
                                      std::span(condition.values));
}

}  // namespace openspc::quality::series
