// SQL of summaries, and nothing but SQL. The history of a characteristic is cut into blocks of some hundred samples, by
// time: each begins where the one before it ends, the first with the beginning of time; what comes after the last one
// is not summarized yet. A block belongs to one stage. What changes a sample in a block marks it as stale in the same
// write, and whoever needs it reads its samples instead, until it was made anew.
//
// A new sample is never in a block: blocks end at or before the newest sample, and late ones are marked. Called by
// intake and sample changes (mark_stale), the summarizer and the overview (chart/), inside database jobs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/position.h"
#include "quality/series/summary.h"

namespace openspc::quality::series {

/// From `begin` to `end`, which is not included.
struct TimeSpan {
  base::Timestamp begin, end;

  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

struct SummaryBlock {
  TimeSpan span;
  Summary summary{};
  bool is_stale = false;
};

/// `times`, ascending, are those of samples that were added, changed or taken away. True when one was in a block.
bool mark_stale(db::Session& session, judge::SeriesKey series, std::span<const base::Timestamp> times);

/// Where the last block ends; the beginning of time where there is none.
base::Timestamp summarized_until(db::Session& session, judge::SeriesKey series);
/// Blocks that hold a moment from `from` to `to` (both included), in the order of time.
std::vector<SummaryBlock> blocks_between(db::Session& session, judge::SeriesKey series, base::Timestamp from,
                                         base::Timestamp to);
/// The first block that is stale and ends at or before `until`.
std::optional<TimeSpan> first_stale(db::Session& session, judge::SeriesKey series, base::Timestamp until);

/// Puts `blocks`, which follow one another, in place of those that begin in the same stretch of time.
void replace_blocks(db::Session& session, judge::SeriesKey series, std::span<const SummaryBlock> blocks);
/// Says that no block is stale.
void settle_state(db::Session& session, judge::SeriesKey series);

/// Characteristics with so many samples or more in no block, or with stale blocks.
std::vector<judge::SeriesKey> series_to_summarize(db::Session& session, std::int64_t samples);

/// Calls visit(time, statistics, is_excluded) for up to `limit` samples of the stretch in the order of time; how many
/// there were. Deleted samples are passed over; those without data are counted and not visited.
std::int64_t each_sample_between(
    db::Session& session, const judge::Characteristic& characteristic, TimeSpan span, std::int64_t limit,
    const std::function<void(base::Timestamp, const judge::SampleStatistics&, bool)>& visit);

}  // namespace openspc::quality::series
