// What intake would make of the readings of a trial, by intake's own lines (SubgroupCollector and the check of
// samples), but nothing is stored. Part of the trials of topics and of nodes. One thread.
#pragma once

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "connect/source/subgroup_collector.h"
#include "connect/source/trial_outcome.h"
#include "quality/judge/characteristic.h"

namespace openspc::connect::source {

class TrialJudge {
 public:
  /// Without a characteristic any value is a sample.
  TrialJudge(ReadingSource source, std::optional<quality::judge::Characteristic> characteristic);

  /// What a reading came to, for people: taken when there is no problem.
  struct Verdict {
    std::optional<double> value{};
    std::optional<base::Timestamp> timestamp{};
    std::optional<std::string> problem{}, time_problem{};
    Judgement::Outcome outcome = Judgement::Outcome::collected;
  };
  Verdict take(payload::Reading reading, std::string_view origin, base::Timestamp arrived);
  void begin_from(double value) { collector_.begin_from(value); }
  void trigger(const IsMeant& is_meant, base::Timestamp now) { store(collector_.trigger(is_meant), now); }
  /// Closes the subgroups whose time is up.
  void pass(base::Timestamp now);

  TrialOutcome outcome() const;

 private:
  void store(std::vector<Subgroup> subgroups, base::Timestamp now);

  const ReadingSource source_;
  const std::optional<quality::judge::Characteristic> characteristic_;
  SubgroupCollector collector_;
  std::set<std::int64_t> seen_;  // fingerprints of readings
  std::int64_t doubtful_repetitions_ = 0;
  std::int64_t time_doubts_ = 0, stored_ = 0;
  std::deque<TagTrialSample> samples_;
};

}  // namespace openspc::connect::source
