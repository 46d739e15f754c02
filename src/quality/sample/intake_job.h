// What intake does inside one write job: stores samples of one characteristic, judges them, and collects what is to be
// told after the commit. Called by intake alone, on the writer thread; lives as long as the job.
//
// Samples that follow the newest one are judged at once by the window, which knows the newest stage. A sample from the
// past or of an older stage, and every sample stored after it in the same job, is judged by reconciliation in finish(),
// together with the stored samples that can see it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/event_bus.h"
#include "db/session.h"
#include "quality/judge/events.h"
#include "quality/sample/check.h"
#include "quality/sample/intake.h"
#include "quality/sample/store.h"
#include "quality/sample/violation_store.h"
#include "quality/sample/window.h"

namespace openspc::quality::sample {

/// To be published after the commit, in this order.
struct IntakeEvents {
  std::vector<judge::SampleProcessed> processed;
  std::vector<judge::ViolationCreated> created;  // beyond those of `processed`: at samples that were there before
  std::vector<judge::SamplesChanged> changed;

  bool empty() const { return processed.empty() && created.empty() && changed.empty(); }
  void publish(base::EventBus& bus) const;
  /// As peers::Heard; the violations of `processed` are made from these by whoever hears them.
  void deliver(base::EventBus& bus) const;
  std::string notices() const;
};

judge::ViolationCreated violation_event(const Window& window, const judge::RaisedViolation& violation,
                                        judge::Position at);

/// The sample as it stands in the database, its violations included.
judge::SampleProcessed describe_stored(db::Session& session, const Window& window, const SampleRow& row);

class IntakeJob {
 public:
  IntakeJob(db::Session& session, Window& window, base::Timestamp now, RuleEvaluation evaluation);

  /// Its timestamp must not be before that of the sample stored by the previous call. Samples without one are given
  /// the server's time by `stamp`.
  void store(const SampleInput& input, const CheckedSample& checked, base::Timestamp timestamp);
  /// The moment of a sample that came without one: later than the newest sample, should the clock lag a little behind.
  base::Timestamp stamp();

  /// Judges what is left to judge. After a disorder the window no longer says what the database says.
  IntakeEvents finish();
  bool is_disordered() const { return !late_.empty(); }

 private:
  const characteristic::Stage& stage_at(base::Timestamp time);
  const characteristic::Stages& all_stages();
  void judge_now(judge::SampleProcessed& event, const CheckedSample& checked,
                 const std::optional<judge::JudgedPoint>& location);
  void judge_late(IntakeEvents& events);
  void mark_summaries();

  db::Session& session_;
  Window& window_;
  const base::Timestamp now_;
  const RuleEvaluation evaluation_;
  SampleWriter samples_;
  ViolationWriter violations_;
  std::vector<judge::SampleProcessed> stored_;
  std::vector<judge::Position> late_;    // ascending
  std::vector<base::Timestamp> behind_;  // before the newest row: summaries may hold their time; ascending
  std::optional<base::Timestamp> last_stamp_;
  std::optional<characteristic::Stages> stages_;  // read when a sample does not belong to the newest
};

}  // namespace openspc::quality::sample
