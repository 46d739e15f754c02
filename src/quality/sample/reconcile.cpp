#include "quality/sample/reconcile.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "quality/sample/violation_store.h"
#include "quality/series/series_store.h"

namespace openspc::quality::sample {
namespace {

// Samples looked at, beyond the longest window, for points of a chart that most samples have none on (ranges, where
// nearly every sample is a single reading).
constexpr std::size_t kMaxSparseSamples = 4'096;

using Key = std::tuple<base::SampleId, spc::ChartPart, spc::Rule>;

struct Evaluated {
  judge::Position at;
  judge::Judgement judgement;
};

// One stretch of samples that must be judged again: from a changed sample to the last one that can see a change.
struct Stretch {
  std::vector<Evaluated> samples;
  judge::Position first;
  judge::Position last;  // judge::Position::end() when nothing follows
};

class Reconciler {
 public:
  Reconciler(db::Session& session, const judge::Characteristic& characteristic, const characteristic::Stages& stages,
             std::span<const judge::Position> changed, base::Timestamp now)
      : session_(session),
        characteristic_(characteristic),
        stages_(stages),
        changed_(changed),
        now_(now),
        violations_(session, characteristic.series(), now) {}

  Reconciliation run() {
    while (next_ < changed_.size()) {
      stage_ = &stages_.at(changed_[next_].timestamp);
      Stretch stretch = evaluate();
      compare(stretch);
      if (stretch.last != stage_->last()) join_signals(stretch);
      keep_judgements(stretch);
    }
    violations_.flush();
    return std::move(result_);
  }

 private:
  // Judges on from the next changed sample, past further changed ones, until all are left behind or the stage ends.
  Stretch evaluate() {
    Stretch stretch{.samples = {}, .first = changed_[next_], .last = stage_->last()};
    judge::SeriesJudge judge = judge_before(session_, characteristic_, *stage_, stretch.first).judge;
    judge::SeriesJudge::Seen mark = judge.seen();
    std::size_t since_mark = 0;
    judge::Position cursor = stretch.first;
    for (;;) {
      const std::size_t chunk = std::max<std::size_t>(2 * judge.reach(), changed_.size() - next_);
      const series::SeriesPage page = series::samples_from(session_, characteristic_, cursor, chunk);
      for (const series::SeriesSample& sample : page.samples) {
        if (sample.at > stage_->last()) {
          pass_changed(stage_->last());
          return stretch;
        }
        if (pass_changed(sample.at)) {
          mark = judge.seen();
          since_mark = 0;
        } else if (since_mark > 0 && (judge.has_left_behind(mark) || since_mark > kMaxSparseSamples)) {
          stretch.last = stretch.samples.back().at;
          return stretch;
        }
        const auto location = openspc::quality::judge::judge(*stage_->judging, sample.statistics);
        stretch.samples.push_back({sample.at, sample.rules_skipped
                                                  ? judge.push_unjudged(sample.at.id, sample.statistics, location)
                                                  : judge.push(sample.at.id, sample.statistics, location)});
        ++since_mark;
      }
      if (page.complete) break;
      cursor = page.next;
    }
    pass_changed(stage_->last());
    return stretch;
  }

  // Whether the walk reached or passed changed samples with this one.
  bool pass_changed(judge::Position at) {
    const std::size_t before = next_;
    while (next_ < changed_.size() && changed_[next_] <= at) ++next_;
    return next_ != before;
  }

  void compare(Stretch& stretch) {
    // Acknowledged rows come first: of doubles (the reference could store them) the acknowledged one stays.
    std::map<Key, ViolationRow> stored;
    std::vector<ViolationRow> surplus;
    for (ViolationRow& row : violation_rows_between(session_, characteristic_.id, stretch.first, stretch.last)) {
      const Key key{row.at.id, row.chart, row.rule};
      if (!stored.try_emplace(key, row).second) surplus.push_back(std::move(row));
    }
    for (Evaluated& sample : stretch.samples)
      for (judge::RaisedViolation& violation : sample.judgement.fired) settle(sample.at, violation, stored);
    for (const auto& [key, row] : stored)
      if (!holds_untested(row)) supersede(row);
    for (const ViolationRow& row : surplus) supersede(row);
    violations_.flush();
  }

  // Stores, renews or leaves alone the row of a rule that fires, and takes it out of `stored`.
  void settle(judge::Position at, judge::RaisedViolation& violation, std::map<Key, ViolationRow>& stored) {
    const auto found = stored.find({at.id, violation.chart, violation.rule});
    if (found == stored.end()) {
      violations_.add(at, violation);
      result_.created.push_back({at, violation});
      return;
    }
    const ViolationRow& row = found->second;
    violation.id = row.id;
    violation.severity = row.severity;
    violation.requires_acknowledgement = row.requires_acknowledgement;
    if (row.superseded || row.signal_start != violation.signal_start || row.sample_ids != violation.sample_ids ||
        row.figure != violation.figure)
      renew_violation(session_, row.id, characteristic_.id, violation);
    stored.erase(found);
  }

  // Nothing is known against a violation whose rule is not judged any more.
  bool holds_untested(const ViolationRow& row) const {
    if (std::binary_search(changed_.begin(), changed_.end(), row.at)) return false;
    const judge::EvaluationContext& context = *stage_->judging;
    if (!context.has_limits()) return true;
    const spc::RuleConfig& rules = row.chart == spc::ChartPart::location ? context.rules : context.dispersion_rules;
    return !rules.enabled.contains(row.rule);
  }

  void supersede(const ViolationRow& row) {
    if (row.superseded) return;
    supersede_violation(session_, row.id, now_);
    ++result_.superseded;
  }

  // Signals that run on beyond the stretch: their later rows name the beginning that they have now.
  void join_signals(const Stretch& stretch) {
    const auto following =
        series::samples_from(session_, characteristic_, {stretch.last.timestamp, {stretch.last.id.value + 1}}, 1)
            .samples;
    if (following.empty() || following.front().at > stage_->last()) return;
    const std::vector<judge::RaisedViolation>& reaching = stretch.samples.back().judgement.fired;
    for (const judge::RaisedViolation& later : violations_of(session_, following.front().at.id)) {
      if (later.rule == spc::Rule::outlier) continue;
      const auto same = std::find_if(reaching.begin(), reaching.end(), [&](const judge::RaisedViolation& v) {
        return v.rule == later.rule && v.chart == later.chart;
      });
      const base::SampleId start = same != reaching.end() ? same->signal_start : following.front().at.id;
      if (start != later.signal_start) move_signal_start(session_, characteristic_.id, later, start, stretch.last);
    }
  }

  void keep_judgements(Stretch& stretch) {
    for (Evaluated& sample : stretch.samples)
      if (std::binary_search(changed_.begin(), changed_.end(), sample.at))
        result_.judged.emplace(sample.at.id, std::move(sample.judgement));
  }

  db::Session& session_;
  const judge::Characteristic& characteristic_;
  const characteristic::Stages& stages_;
  std::span<const judge::Position> changed_;
  base::Timestamp now_;
  ViolationWriter violations_;
  std::size_t next_ = 0;
  const characteristic::Stage* stage_ = nullptr;  // of the stretch at hand
  Reconciliation result_;
};

}  // namespace

Reconciliation reconcile(db::Session& session, const judge::Characteristic& characteristic,
                         const characteristic::Stages& stages, std::span<const judge::Position> changed,
                         base::Timestamp now) {
  return Reconciler(session, characteristic, stages, changed, now).run();
}

PreparedJudge judge_before(db::Session& session, const judge::Characteristic& characteristic,
                           const characteristic::Stage& stage, judge::Position position) {
  PreparedJudge prepared{.judge = judge::SeriesJudge(stage.judging), .newest = std::nullopt};
  // Without limits nothing is judged and only the position of the last sample matters.
  std::size_t count = stage.judging->has_limits() ? prepared.judge.reach() : 1;
  series::SeriesPage past;
  for (;;) {
    past = series::samples_before(session, characteristic, position, count);
    prepared.judge = judge::SeriesJudge(stage.judging);
    const auto first = std::find_if(past.samples.begin(), past.samples.end(), [&](const series::SeriesSample& sample) {
      return sample.at.timestamp >= stage.starts_at;
    });
    for (auto sample = first; sample != past.samples.end(); ++sample)
      prepared.judge.push(sample->at.id, sample->statistics);
    const bool is_whole_stage = first != past.samples.begin();
    if (prepared.judge.is_warm() || past.complete || is_whole_stage || count >= kMaxSparseSamples) break;
    count = std::min(4 * count, kMaxSparseSamples);
  }
  // A rule that fires on the past but is not stored there (other limits were in force, or rules were skipped) has no
  // signal to go on with.
  prepared.judge.forget_signals();
  if (past.samples.empty()) return prepared;
  prepared.newest = past.samples.back().at;
  if (prepared.newest->timestamp < stage.starts_at) return prepared;
  for (const judge::RaisedViolation& violation : violations_of(session, prepared.newest->id))
    prepared.judge.resume_signal(violation.chart, violation.rule, violation.signal_start);
  return prepared;
}

}  // namespace openspc::quality::sample
