#include "quality/judge/series_judge.h"

#include <algorithm>
#include <utility>

#include "base/certain.h"

namespace openspc::quality::judge {

void RuleTrack::push(base::SampleId sample, const spc::PlottedPoint& point, std::vector<RaisedViolation>& fired) {
  recent_[seen_++ % remembered_samples] = sample;
  const spc::RuleSet now = evaluator_.push(point);
  const spc::RuleSet before = std::exchange(firing_, now);
  if (now.empty()) return;
  for (const spc::Rule rule : spc::kAllRules) {
    if (!now.contains(rule)) continue;
    base::SampleId& start = signal_start_[spc::index_of(rule)];
    if (rule == spc::Rule::outlier || !before.contains(rule)) start = sample;
    RaisedViolation& violation = fired.emplace_back();
    violation.rule = rule;
    violation.chart = part_;
    violation.signal_start = start;
    evaluator_.hit(rule).for_each_involved(
        [&](std::size_t steps_back) { violation.sample_ids.push_back(sample_at(steps_back)); });
  }
}

void RuleTrack::resume_signal(spc::Rule rule, base::SampleId start) {
  firing_.insert(rule);
  signal_start_[spc::index_of(rule)] = start;
}

SeriesJudge::SeriesJudge(std::shared_ptr<const EvaluationContext> context)
    : context_(std::move(context)),
      location_(spc::ChartPart::location, context_->rules),
      dispersion_(spc::ChartPart::dispersion, context_->dispersion_rules) {}

Judgement SeriesJudge::push(base::SampleId sample, const SampleStatistics& statistics,
                            const std::optional<JudgedPoint>& location) {
  Judgement judgement;
  judgement.location = location;
  judgement.dispersion = judge_dispersion(*context_, statistics, previous_ ? &*previous_ : nullptr);
  if (judgement.location) location_.push(sample, judgement.location->plotted, judgement.fired);
  if (judgement.dispersion) dispersion_.push(sample, *judgement.dispersion, judgement.fired);
  for (RaisedViolation& violation : judgement.fired) {
    violation.severity = context_->switches.severity(violation.rule);
    violation.requires_acknowledgement = context_->switches.of(violation.rule).require_acknowledgement;
    violation.figure =
        violation.chart == spc::ChartPart::location
            ? figure_of(location_statistic(context_->chart, context_->mode), base::certain(judgement.location).plotted)
            : figure_of(dispersion_statistic(context_->chart), base::certain(judgement.dispersion));
  }
  previous_ = statistics;
  return judgement;
}

Judgement SeriesJudge::push(base::SampleId sample, const SampleStatistics& statistics) {
  return push(sample, statistics, judge(*context_, statistics));
}

Judgement SeriesJudge::push_unjudged(base::SampleId sample, const SampleStatistics& statistics,
                                     const std::optional<JudgedPoint>& location) {
  Judgement judgement = push(sample, statistics, location);
  judgement.fired.clear();
  forget_signals();
  return judgement;
}

void SeriesJudge::resume_signal(spc::ChartPart part, spc::Rule rule, base::SampleId start) {
  (part == spc::ChartPart::location ? location_ : dispersion_).resume_signal(rule, start);
}

void SeriesJudge::forget_signals() {
  location_.forget_signals();
  dispersion_.forget_signals();
}

std::size_t SeriesJudge::reach() const {
  return std::max(location_.window_size(), dispersion_.window_size()) + 1;
}

bool SeriesJudge::is_warm() const {
  if (!context_->has_limits()) return true;
  return location_.seen() >= location_.window_size() &&
         (!has_dispersion() || dispersion_.seen() >= dispersion_.window_size());
}

bool SeriesJudge::has_left_behind(const Seen& before) const {
  if (!context_->has_limits()) return true;
  return location_.seen() - before.location >= reach() &&
         (!has_dispersion() || dispersion_.seen() - before.dispersion >= reach());
}

}  // namespace openspc::quality::judge
