#include "quality/chart/overview_store.h"

#include <string>

namespace openspc::quality::chart {
namespace {

// Stretches that one statement counts: few trips to a server, and one text to prepare.
constexpr std::size_t kTogether = 25;

std::string counting_sql(const db::Dialect& dialect) {
  std::string sql;
  for (std::size_t i = 0; i < kTogether; ++i) {
    if (i > 0) sql += " UNION ALL ";
    sql += "SELECT " + std::to_string(i) +
           ", COUNT(*), COUNT(CASE WHEN severity = 'CRITICAL' THEN 1 END), COUNT(CASE WHEN requires_acknowledgement ="
           " ${true} AND acknowledged = ${false} THEN 1 END) FROM violation WHERE char_id = ? AND sampled_at >= ?"
           " AND sampled_at < ? AND superseded_at IS NULL";
  }
  return dialect.expand(sql);
}

}  // namespace

std::vector<SignalCounts> count_signals(db::Session& session, base::CharacteristicId characteristic,
                                        std::span<const base::Timestamp> begins, base::Timestamp end) {
  std::vector<SignalCounts> counts(begins.size());
  if (begins.empty()) return counts;
  const std::string sql = counting_sql(session.dialect());
  const base::Timestamp after_end = end + base::Timestamp::duration(1);
  std::vector<db::Value> values;
  for (std::size_t first = 0; first < begins.size(); first += kTogether) {
    values.clear();
    // Stretches beyond the last one hold nothing.
    for (std::size_t i = first; i < first + kTogether; ++i) {
      values.push_back(db::to_value(characteristic));
      values.push_back(db::to_value(i < begins.size() ? begins[i] : after_end));
      values.push_back(db::to_value(i + 1 < begins.size() ? begins[i + 1] : after_end));
    }
    session.each<std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
        sql,
        [&](std::int64_t place, std::int64_t all, std::int64_t critical, std::int64_t unacknowledged) {
          const std::size_t stretch = first + static_cast<std::size_t>(place);
          if (stretch < counts.size()) counts[stretch] = {all, critical, unacknowledged};
        },
        db::Session::Values(values));
  }
  return counts;
}

}  // namespace openspc::quality::chart
