// Judges the samples of one stage (characteristic/stages.h) one after another, in the order of its charts: the point on
// the location chart, the point on the dispersion chart, and the rules that fire on either, in O(1) for each sample.
// The only code that decides what violates what: intake uses it for the newest sample, sample/reconcile.h for samples
// in the past. A value that belongs to one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "quality/judge/events.h"
#include "quality/judge/limits.h"
#include "spc/rules.h"

namespace openspc::quality::judge {

/// The rules of one chart over its points, and which sample each remembered point belongs to.
///
/// A signal is an unbroken run of points at which one rule fires: a shift that lasts twenty points is one signal, not
/// twelve. Every firing point still has a violation of its own, as clients of the reference expect, and names the first
/// one of its signal. Rule 1 knows no runs: each point beyond the limits is a signal by itself.
class RuleTrack {
 public:
  RuleTrack(spc::ChartPart part, const spc::RuleConfig& config) : part_(part), evaluator_(config) {}

  /// Appends the rules that fire at this point to `fired`; ids and acknowledgement are left for the caller.
  void push(base::SampleId sample, const spc::PlottedPoint& point, std::vector<RaisedViolation>& fired);
  /// The rule is known to have fired at the newest point, as part of the signal that began at `start`.
  void resume_signal(spc::Rule rule, base::SampleId start);
  void forget_signals() { firing_ = {}; }

  /// Points so far, and how many of them decide the outcome at the next one (the next one included).
  std::size_t seen() const { return seen_; }
  std::size_t window_size() const { return evaluator_.window_size(); }

 private:
  static constexpr std::size_t remembered_samples = spc::kMaxRuleWindow;

  base::SampleId sample_at(std::size_t steps_back) const {
    return recent_[(seen_ - 1 - steps_back) % remembered_samples];
  }

  spc::ChartPart part_;
  spc::RuleEvaluator evaluator_;
  std::size_t seen_ = 0;
  std::array<base::SampleId, remembered_samples> recent_{};  // of point i at i % remembered_samples
  spc::RuleSet firing_;                                      // at the newest point
  std::array<base::SampleId, spc::kRuleCount> signal_start_{};
};

/// What was found out about one sample.
struct Judgement {
  std::optional<JudgedPoint> location;  // nothing without limits
  std::optional<spc::PlottedPoint> dispersion;
  std::vector<RaisedViolation> fired;
};

class SeriesJudge {
 public:
  explicit SeriesJudge(std::shared_ptr<const EvaluationContext> context);

  const EvaluationContext& context() const { return *context_; }

  /// The next sample; `location` is judge(context(), statistics), computed by the caller who stores part of it.
  Judgement push(base::SampleId sample, const SampleStatistics& statistics, const std::optional<JudgedPoint>& location);
  Judgement push(base::SampleId sample, const SampleStatistics& statistics);
  /// A sample stored without rules: nothing fires at it, but it counts for those that follow.
  Judgement push_unjudged(base::SampleId sample, const SampleStatistics& statistics,
                          const std::optional<JudgedPoint>& location);
  /// A rule that is stored as having fired at the newest sample. Call it after the past has been pushed.
  void resume_signal(spc::ChartPart part, spc::Rule rule, base::SampleId start);
  /// What fired so far has no violation (the past of a cold start): the next firing begins a signal.
  void forget_signals();

  /// How many samples before the next one may influence its outcome, where every sample has a point on both charts: one
  /// more than the longest window, since a moving range also needs the sample before its own.
  std::size_t reach() const;
  /// Both charts have seen enough points for the next outcome to be what the whole history would give.
  bool is_warm() const;

  struct Seen {
    std::size_t location = 0, dispersion = 0;
  };
  Seen seen() const { return {location_.seen(), dispersion_.seen()}; }
  /// Every point that a change at the moment of `before` can influence has been pushed since.
  bool has_left_behind(const Seen& before) const;

 private:
  bool has_dispersion() const { return !context_->dispersion_rules.enabled.empty(); }

  std::shared_ptr<const EvaluationContext> context_;
  RuleTrack location_;
  RuleTrack dispersion_;
  std::optional<SampleStatistics> previous_;
};

}  // namespace openspc::quality::judge
