#include "quality/chart/summarizer.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "quality/characteristic/stages.h"
#include "quality/characteristic/store.h"
#include "quality/series/series_store.h"
#include "quality/series/summary_store.h"

namespace openspc::quality::chart {
namespace {

using series::Summary;
using series::SummaryBlock;
using series::TimeSpan;

// Whatever moves on when samples of the past change, limits or anything else that charts depend on. Nothing: the
// characteristic is gone, or its samples stand under another plant.
std::optional<std::int64_t> version_of(db::Session& session, judge::SeriesKey series) {
  return session.scalar<std::optional<std::int64_t>>(
      "SELECT COALESCE(c.sequence_version, 0) FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id"
      " WHERE c.id = ? AND COALESCE(h.plant_id, 0) = ?",
      series.characteristic, series.plant);
}

// What a step found to write.
struct Plan {
  std::int64_t version = 0;
  bool is_anew = false;  // in place of a stale block
  TimeSpan read{};       // what the blocks were made from
  std::vector<SummaryBlock> blocks{};
  bool is_settled = false;  // nothing is stale

  bool is_empty() const { return blocks.empty() && !is_settled; }
};

// Cuts samples that come in the order of time into blocks that follow one another. Samples of one time stay together.
class Cutter {
 public:
  Cutter(const characteristic::Stages& stages, base::Timestamp begin, std::int64_t size, bool is_moving)
      : stages_(stages), size_(size), is_moving_(is_moving), begin_(begin), ranges_(is_moving) {}

  void add(base::Timestamp time, const judge::SampleStatistics& statistics, bool is_excluded) {
    const characteristic::Stage& stage = stages_.at(time);
    if (stage_ != nullptr && &stage != stage_) {
      close(stage.starts_at);
      is_after_border_ = true;
    } else if (open_.size() >= size_ && open_.last < time) {
      close(time);
      is_after_border_ = false;
    }
    stage_ = &stage;
    Summary sample = series::summary_of(time, statistics, is_excluded);
    ranges_.add_to(sample);
    series::append(open_, sample);
  }
  /// The rest reaches to there, as a block of its own unless it is small.
  void finish(base::Timestamp end) {
    if (!blocks_.empty() && open_.size() < size_ && !is_after_border_) {
      SummaryBlock& last = blocks_.back();
      series::MovingRanges ranges(is_moving_);
      if (last.summary.last_value) ranges.start_after(*last.summary.last_value);
      ranges.add_to(open_);
      series::append(last.summary, open_);
      last.span.end = end;
    } else {
      close(end);
    }
  }
  std::vector<SummaryBlock> take() { return std::move(blocks_); }
  bool has_blocks() const { return !blocks_.empty(); }

 private:
  void close(base::Timestamp end) {
    blocks_.push_back({.span = {begin_, end}, .summary = std::exchange(open_, Summary{}), .is_stale = false});
    begin_ = end;
    ranges_ = series::MovingRanges(is_moving_);
  }

  const characteristic::Stages& stages_;
  const std::int64_t size_;
  const bool is_moving_;
  base::Timestamp begin_;
  series::MovingRanges ranges_;
  const characteristic::Stage* stage_ = nullptr;
  bool is_after_border_ = false;  // the open block begins a stage
  Summary open_;
  std::vector<SummaryBlock> blocks_;
};

class Planning {
 public:
  Planning(db::Session& session, const judge::Characteristic& characteristic, Summarizer::Options options)
      : session_(session),
        characteristic_(characteristic),
        options_(options),
        stages_(characteristic::load_stages(session, characteristic, {})) {}

  void plan(Plan& plan) {
    const auto newest = series::samples_before(session_, characteristic_, judge::Position::end(), 1);
    // Later samples come after the newest one that counts; what lies before it is settled.
    const base::Timestamp settled =
        newest.samples.empty() ? base::earliest_timestamp() : newest.samples.back().at.timestamp;
    if (const auto stale = series::first_stale(session_, characteristic_.series(), settled)) {
      plan.is_anew = true;
      plan.read = *stale;
      cut(plan);
      return;
    }
    plan.read = {series::summarized_until(session_, characteristic_.series()), settled};
    if (plan.read.begin < plan.read.end) cut(plan);
    plan.is_settled =
        plan.blocks.empty() && !series::first_stale(session_, characteristic_.series(), base::latest_timestamp());
  }

 private:
  // As much as makes a block at least.
  void cut(Plan& plan) {
    for (std::int64_t limit = options_.step;; limit *= 4) {
      Cutter cutter(stages_, plan.read.begin, options_.block, is_individuals());
      const auto add = [&cutter](base::Timestamp time, const judge::SampleStatistics& statistics, bool is_excluded) {
        cutter.add(time, statistics, is_excluded);
      };
      const std::int64_t rows = series::each_sample_between(session_, characteristic_, plan.read, limit, add);
      const bool is_all = rows < limit;
      if (!is_all && !cutter.has_blocks()) continue;
      if (plan.is_anew && is_all) cutter.finish(plan.read.end);
      plan.blocks = cutter.take();
      break;
    }
    if (!plan.is_anew || plan.blocks.empty() || plan.blocks.back().span.end == plan.read.end) return;
    // The rest of a large block stays stale until its turn comes.
    plan.blocks.push_back({.span = {plan.blocks.back().span.end, plan.read.end}, .summary = {}, .is_stale = true});
  }

  bool is_individuals() const { return judge::chart_kind(characteristic_) == spc::ChartKind::i_mr; }

  db::Session& session_;
  const judge::Characteristic& characteristic_;
  const Summarizer::Options options_;
  const characteristic::Stages stages_;
};

Plan make_plan(db::Session& session, judge::SeriesKey series, Summarizer::Options options) {
  Plan plan;
  const auto version = version_of(session, series);
  if (!version) return plan;
  plan.version = *version;
  Planning(session, characteristic::load_characteristic(session, series.characteristic), options).plan(plan);
  return plan;
}

// False when the samples are not what they were when the plan was made.
bool carry_out(db::Session& session, judge::SeriesKey series, const Plan& plan) {
  if (version_of(session, series) != plan.version) return false;
  if (plan.is_anew) {
    if (series::first_stale(session, series, base::latest_timestamp()) != plan.read) return false;
  } else if (series::summarized_until(session, series) != plan.read.begin) {
    return false;
  }
  series::replace_blocks(session, series, plan.blocks);
  if (plan.is_settled) series::settle_state(session, series);
  return true;
}

}  // namespace

base::Task<std::int64_t> Summarizer::run() {
  // As many as a query reads without any noticing: what comes after the last block.
  const std::int64_t worthwhile = 2 * options_.block;
  const auto find = [worthwhile](db::Session& session) { return series::series_to_summarize(session, worthwhile); };
  std::int64_t samples = 0;
  for (const judge::SeriesKey series : co_await database_.read(find)) samples += co_await run(series);
  co_return samples;
}

base::Task<std::int64_t> Summarizer::run(judge::SeriesKey series) {
  // A characteristic whose past changes all the time is left for the next run.
  constexpr int kMostFailures = 3;
  std::int64_t samples = 0;
  for (int failures = 0; failures < kMostFailures;) {
    const auto read = [&](db::Session& session) { return make_plan(session, series, options_); };
    const Plan plan = co_await database_.read(read);
    if (plan.is_empty()) break;
    const auto write = [&](db::Session& session) { return carry_out(session, series, plan); };
    if (!co_await database_.write_in_order(series.characteristic.value, write)) {
      ++failures;
      continue;
    }
    for (const SummaryBlock& block : plan.blocks) samples += block.summary.size();
    if (plan.blocks.empty()) break;
  }
  co_return samples;
}

}  // namespace openspc::quality::chart
