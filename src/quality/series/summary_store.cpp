#include "quality/series/summary_store.h"

#include <string_view>
#include <tuple>

namespace openspc::quality::series {
namespace {

using Number = std::optional<double>;
using Moment = std::optional<db::Microseconds>;

Moment moment_of(const std::optional<base::Timestamp>& time) {
  return time ? Moment(*time) : std::nullopt;
}

std::optional<Extreme> extreme_of(Number value, const Moment& at) {
  return value && at ? std::optional(Extreme{*value, *at}) : std::nullopt;
}

std::optional<Spread> spread_of(Number smallest, Number largest) {
  return smallest && largest ? std::optional(Spread{*smallest, *largest}) : std::nullopt;
}

// Where the block begins that a moment is in; NULL before the first block. Two questions, so that each is one descent
// of the key. Arguments: plant, characteristic, moment.
constexpr std::string_view kBlockAt =
    "SELECT MAX(start_us) FROM subgroup_summary WHERE plant_id = ? AND char_id = ? AND start_us <= ?";

std::optional<TimeSpan> block_at(db::Session& session, judge::SeriesKey series, base::Timestamp time) {
  const auto begin = session.scalar<Moment>(kBlockAt, series.plant, series.characteristic, db::Microseconds(time));
  if (!begin) return std::nullopt;
  const auto end = session.scalar<db::Microseconds>(
      "SELECT end_us FROM subgroup_summary WHERE plant_id = ? AND char_id = ? AND start_us = ?", series.plant,
      series.characteristic, *begin);
  return TimeSpan{*begin, end};
}

// What the blocks hold that begin in the stretch.
std::int64_t samples_in(db::Session& session, judge::SeriesKey series, TimeSpan span) {
  return session.scalar<std::int64_t>(
      "SELECT CAST(COALESCE(SUM(samples + excluded), 0) AS BIGINT) FROM subgroup_summary WHERE plant_id = ?"
      " AND char_id = ? AND start_us >= ? AND start_us < ?",
      series.plant, series.characteristic, db::Microseconds(span.begin), db::Microseconds(span.end));
}

void change_state(db::Session& session, judge::SeriesKey series, std::int64_t samples) {
  const auto changed =
      session.execute("UPDATE subgroup_summary_state SET samples = samples + ? WHERE plant_id = ? AND char_id = ?",
                      samples, series.plant, series.characteristic);
  if (changed > 0) return;
  session.execute("INSERT INTO subgroup_summary_state (plant_id, char_id, samples, has_stale) VALUES (?, ?, ?, ?)",
                  series.plant, series.characteristic, samples, false);
}

}  // namespace

bool mark_stale(db::Session& session, judge::SeriesKey series, std::span<const base::Timestamp> times) {
  bool is_any = false;
  std::optional<TimeSpan> marked;
  for (const base::Timestamp time : times) {
    if (marked && time < marked->end) continue;
    const auto block = block_at(session, series, time);
    if (!block || time >= block->end) break;
    session.execute("UPDATE subgroup_summary SET is_stale = ? WHERE plant_id = ? AND char_id = ? AND start_us = ?",
                    true, series.plant, series.characteristic, db::Microseconds(block->begin));
    marked = block;
    is_any = true;
  }
  if (is_any)
    session.execute("UPDATE subgroup_summary_state SET has_stale = ? WHERE plant_id = ? AND char_id = ?", true,
                    series.plant, series.characteristic);
  return is_any;
}

base::Timestamp summarized_until(db::Session& session, judge::SeriesKey series) {
  const auto last = block_at(session, series, base::latest_timestamp());
  return last ? last->end : base::earliest_timestamp();
}

std::vector<SummaryBlock> blocks_between(db::Session& session, judge::SeriesKey series, base::Timestamp from,
                                         base::Timestamp to) {
  std::vector<SummaryBlock> blocks;
  const auto first = block_at(session, series, from);
  if (!first) return blocks;
  session.each<db::Microseconds, db::Microseconds, Moment, Moment, std::int64_t, std::int64_t, Number, Number, Number,
               Moment, Moment, Number, Number, Number, Number, Number, Number, bool>(
      "SELECT start_us, end_us, first_us, last_us, samples, excluded, mean, smallest, largest, smallest_us,"
      " largest_us, smallest_range, largest_range, smallest_deviation, largest_deviation, first_value, last_value,"
      " is_stale FROM subgroup_summary WHERE plant_id = ? AND char_id = ? AND start_us >= ? AND start_us <= ?"
      " ORDER BY start_us",
      [&blocks](base::Timestamp begin, base::Timestamp end, Moment first_at, Moment last_at, std::int64_t samples,
                std::int64_t excluded, Number mean, Number smallest, Number largest, Moment smallest_at,
                Moment largest_at, Number smallest_range, Number largest_range, Number smallest_deviation,
                Number largest_deviation, Number first_value, Number last_value, bool is_stale) {
        blocks.push_back({.span = {begin, end},
                          .summary = {.first = first_at,
                                      .last = last_at,
                                      .samples = samples,
                                      .excluded = excluded,
                                      .mean = mean.value_or(0),
                                      .smallest = extreme_of(smallest, smallest_at),
                                      .largest = extreme_of(largest, largest_at),
                                      .range = spread_of(smallest_range, largest_range),
                                      .deviation = spread_of(smallest_deviation, largest_deviation),
                                      .first_value = first_value,
                                      .last_value = last_value},
                          .is_stale = is_stale});
      },
      series.plant, series.characteristic, db::Microseconds(first->begin), db::Microseconds(to));
  return blocks;
}

std::optional<TimeSpan> first_stale(db::Session& session, judge::SeriesKey series, base::Timestamp until) {
  const auto row = session.first<db::Microseconds, db::Microseconds>(
      "SELECT start_us, end_us FROM subgroup_summary WHERE plant_id = ? AND char_id = ? AND is_stale = ?"
      " AND end_us <= ? ORDER BY start_us LIMIT 1",
      series.plant, series.characteristic, true, db::Microseconds(until));
  if (!row) return std::nullopt;
  const auto& [begin, end] = *row;
  return TimeSpan{begin, end};
}

void replace_blocks(db::Session& session, judge::SeriesKey series, std::span<const SummaryBlock> blocks) {
  if (blocks.empty()) return;
  const TimeSpan stretch{blocks.front().span.begin, blocks.back().span.end};
  const std::int64_t before = samples_in(session, series, stretch);
  session.execute("DELETE FROM subgroup_summary WHERE plant_id = ? AND char_id = ? AND start_us >= ? AND start_us < ?",
                  series.plant, series.characteristic, db::Microseconds(stretch.begin), db::Microseconds(stretch.end));
  using Row = std::tuple<base::PlantId, base::CharacteristicId, db::Microseconds, db::Microseconds, Moment, Moment,
                         std::int64_t, std::int64_t, Number, Number, Number, Moment, Moment, Number, Number, Number,
                         Number, Number, Number, bool>;
  std::vector<Row> rows;
  rows.reserve(blocks.size());
  std::int64_t now = 0;
  for (const SummaryBlock& block : blocks) {
    const Summary& s = block.summary;
    now += s.size();
    const auto value = [](const std::optional<Extreme>& extreme) {
      return extreme ? Number(extreme->value) : Number();
    };
    const auto time = [](const std::optional<Extreme>& extreme) { return extreme ? Moment(extreme->at) : Moment(); };
    const auto least = [](const std::optional<Spread>& spread) { return spread ? Number(spread->smallest) : Number(); };
    const auto most = [](const std::optional<Spread>& spread) { return spread ? Number(spread->largest) : Number(); };
    rows.emplace_back(series.plant, series.characteristic, block.span.begin, block.span.end, moment_of(s.first),
                      moment_of(s.last), s.samples, s.excluded, s.samples > 0 ? Number(s.mean) : Number(),
                      value(s.smallest), value(s.largest), time(s.smallest), time(s.largest), least(s.range),
                      most(s.range), least(s.deviation), most(s.deviation), s.first_value, s.last_value,
                      block.is_stale);
  }
  session.insert_many(
      "subgroup_summary (plant_id, char_id, start_us, end_us, first_us, last_us, samples, excluded, mean,"
      " smallest, largest, smallest_us, largest_us, smallest_range, largest_range, smallest_deviation,"
      " largest_deviation, first_value, last_value, is_stale)",
      std::span<const Row>(rows));
  change_state(session, series, now - before);
}

void settle_state(db::Session& session, judge::SeriesKey series) {
  session.execute("UPDATE subgroup_summary_state SET has_stale = ? WHERE plant_id = ? AND char_id = ?", false,
                  series.plant, series.characteristic);
}

std::vector<judge::SeriesKey> series_to_summarize(db::Session& session, std::int64_t samples) {
  std::vector<judge::SeriesKey> found;
  session.each<base::PlantId, base::CharacteristicId>(
      "SELECT c.plant_id, c.char_id FROM sample_count c LEFT JOIN subgroup_summary_state s ON s.plant_id = c.plant_id"
      " AND s.char_id = c.char_id WHERE c.samples - COALESCE(s.samples, 0) >= ? OR s.has_stale = ?"
      " ORDER BY c.plant_id, c.char_id",
      [&found](base::PlantId plant, base::CharacteristicId characteristic) {
        found.push_back({plant, characteristic});
      },
      samples, true);
  return found;
}

std::int64_t each_sample_between(
    db::Session& session, const judge::Characteristic& characteristic, TimeSpan span, std::int64_t limit,
    const std::function<void(base::Timestamp, const judge::SampleStatistics&, bool)>& visit) {
  std::int64_t rows = 0;
  if (!characteristic.is_attribute()) {
    session.each<db::Microseconds, bool, std::optional<std::vector<double>>>(
        "SELECT time_us, is_excluded, readings FROM subgroup WHERE plant_id = ? AND char_id = ? AND time_us >= ?"
        " AND time_us < ? AND deleted_at IS NULL ORDER BY time_us, id LIMIT ?",
        [&](base::Timestamp time, bool is_excluded, const std::optional<std::vector<double>>& readings) {
          ++rows;
          if (readings && !readings->empty()) visit(time, judge::statistics_of(*readings), is_excluded);
        },
        characteristic.plant_id, characteristic.id, db::Microseconds(span.begin), db::Microseconds(span.end), limit);
    return rows;
  }
  session.each<db::Microseconds, bool, Number, Number>(
      "SELECT time_us, is_excluded, defect_count, inspected_size FROM subgroup WHERE plant_id = ? AND char_id = ?"
      " AND time_us >= ? AND time_us < ? AND deleted_at IS NULL ORDER BY time_us, id LIMIT ?",
      [&](base::Timestamp time, bool is_excluded, Number count, Number inspected) {
        ++rows;
        if (count && inspected.value_or(1) > 0)
          visit(time, statistics_of(characteristic.data_type, *count, inspected.value_or(1)), is_excluded);
      },
      characteristic.plant_id, characteristic.id, db::Microseconds(span.begin), db::Microseconds(span.end), limit);
  return rows;
}

}  // namespace openspc::quality::series
