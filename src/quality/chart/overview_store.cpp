#include "quality/chart/overview_store.h"

#include <string>
#include <string_view>

namespace openspc::quality::chart {
namespace {

struct Stretches {
  base::CharacteristicId characteristic;
  std::span<const base::Timestamp> begins;
  base::Timestamp end;  // not included

  base::Timestamp end_of(std::size_t stretch) const { return stretch + 1 < begins.size() ? begins[stretch + 1] : end; }
};

constexpr std::string_view kCounts =
    "COUNT(*) AS total, COUNT(CASE WHEN severity = 'CRITICAL' THEN 1 END) AS critical, COUNT(CASE WHEN"
    " requires_acknowledgement = ${true} AND acknowledged = ${false} THEN 1 END) AS waiting FROM violation"
    " WHERE superseded_at IS NULL AND char_id = ? AND sampled_at >= ";

// Where a statement costs a trip and a plan: all stretches with one.
std::vector<SignalCounts> count_at_once(db::Session& session, const Stretches& stretches) {
  constexpr std::string_view as_time = "TIMESTAMP WITH TIME ZONE 'epoch' + INTERVAL '1 microsecond' * ";
  const std::string sql = session.dialect().expand(
      "SELECT s.place, v.total, v.critical, v.waiting FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BIGINT[])) WITH"
      " ORDINALITY AS s(low, high, place) CROSS JOIN LATERAL (SELECT " +
      std::string(kCounts) + std::string(as_time) + "s.low AND sampled_at < " + std::string(as_time) + "s.high) v");
  std::string lows = "{", highs = "{";
  for (std::size_t i = 0; i < stretches.begins.size(); ++i) {
    const std::string_view comma = i == 0 ? "" : ",";
    lows.append(comma).append(std::to_string(stretches.begins[i].time_since_epoch().count()));
    highs.append(comma).append(std::to_string(stretches.end_of(i).time_since_epoch().count()));
  }
  std::vector<SignalCounts> counts(stretches.begins.size());
  session.each<std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
      sql,
      [&counts](std::int64_t place, std::int64_t all, std::int64_t critical, std::int64_t unacknowledged) {
        counts.at(static_cast<std::size_t>(place - 1)) = {all, critical, unacknowledged};
      },
      lows + "}", highs + "}", stretches.characteristic);
  return counts;
}

// Where it costs next to nothing: one after another.
std::vector<SignalCounts> count_one_by_one(db::Session& session, const Stretches& stretches) {
  const std::string sql = session.dialect().expand("SELECT " + std::string(kCounts) + "? AND sampled_at < ?");
  std::vector<SignalCounts> counts(stretches.begins.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    session.each<std::int64_t, std::int64_t, std::int64_t>(
        sql,
        [&, i](std::int64_t all, std::int64_t critical, std::int64_t unacknowledged) {
          counts[i] = {all, critical, unacknowledged};
        },
        stretches.characteristic, stretches.begins[i], stretches.end_of(i));
  }
  return counts;
}

}  // namespace

std::vector<SignalCounts> count_signals(db::Session& session, base::CharacteristicId characteristic,
                                        std::span<const base::Timestamp> begins, base::Timestamp end) {
  if (begins.empty()) return {};
  const Stretches stretches{characteristic, begins, end + base::Timestamp::duration(1)};
  return session.dialect().kind() == db::DialectKind::postgresql ? count_at_once(session, stretches)
                                                                 : count_one_by_one(session, stretches);
}

}  // namespace openspc::quality::chart
