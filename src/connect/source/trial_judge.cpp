#include "connect/source/trial_judge.h"

#include <utility>

#include "base/error.h"
#include "connect/source/intake.h"
#include "quality/sample/check.h"

namespace openspc::connect::source {
namespace {

constexpr std::size_t kShown = 100;

std::string why_doubtful(std::int64_t repetitions) {
  return std::to_string(repetitions) +
         " taken for what was sent again, but their times have whole seconds: where they are other parts with equal "
         "values, name the path of a sequence or serial number, or let all of them count";
}

}  // namespace

TrialJudge::TrialJudge(ReadingSource source, std::optional<quality::judge::Characteristic> characteristic)
    : source_(source), characteristic_(std::move(characteristic)), collector_(source_) {}

TrialJudge::Verdict TrialJudge::take(payload::Reading reading, std::string_view origin, base::Timestamp arrived) {
  const double value = reading.value;
  Judgement judgement = collector_.take(std::move(reading), origin, arrived,
                                        [this](std::int64_t fingerprint) { return seen_.insert(fingerprint).second; });
  if (judgement.time_doubt) ++time_doubts_;
  if (judgement.is_doubtful_repetition) ++doubtful_repetitions_;
  Verdict verdict{
      .timestamp = judgement.timestamp, .time_problem = std::move(judgement.time_doubt), .outcome = judgement.outcome};
  switch (judgement.outcome) {
    case Judgement::Outcome::collected:
      verdict.value = value;
      break;
    case Judgement::Outcome::repeated:
      verdict.problem = "it came before, with the same time, value and serial number";
      break;
    case Judgement::Outcome::unchanged:
      verdict.problem = "it differs from the last value by no more than the dead band";
      break;
  }
  store(std::move(judgement.completed), arrived);
  return verdict;
}

void TrialJudge::store(std::vector<Subgroup> subgroups, base::Timestamp now) {
  for (Subgroup& subgroup : subgroups) {
    TagTrialSample sample{.values = subgroup.values,
                          .timestamp = subgroup.timestamp.value_or(now),
                          .batch_number = subgroup.batch_number,
                          .operator_id = subgroup.operator_id,
                          .serial_number = subgroup.serial_number,
                          .is_uncertain = subgroup.is_uncertain};
    if (!subgroup.origin.empty()) sample.source = subgroup.origin;
    if (characteristic_) {
      try {
        quality::sample::check_input(*characteristic_, sample_of(source_, std::move(subgroup)), now);
      } catch (const base::Error& refusal) {
        sample.problem = quality::sample::reason_of(refusal);
      }
    }
    if (!sample.problem) ++stored_;
    samples_.push_back(std::move(sample));
    if (samples_.size() > kShown) samples_.pop_front();
  }
}

void TrialJudge::pass(base::Timestamp now) {
  const auto due = collector_.deadline();
  if (due && *due <= now) store(collector_.expire(now), now);
}

TrialOutcome TrialJudge::outcome() const {
  TrialOutcome outcome{.time_fallback_count = time_doubts_,
                       .samples = {samples_.begin(), samples_.end()},
                       .sample_count = stored_,
                       .pending_values = static_cast<std::int64_t>(collector_.pending())};
  if (const auto clock = collector_.clock_off()) outcome.clock_problem = problem_of(*clock);
  if (doubtful_repetitions_ > 0) outcome.identity_problem = why_doubtful(doubtful_repetitions_);
  return outcome;
}

}  // namespace openspc::connect::source
