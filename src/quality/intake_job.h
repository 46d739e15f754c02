// What intake does inside one write job: stores samples of one characteristic, judges them, and collects what is to be
// told after the commit. Called by sample_intake alone, on the writer thread; lives as long as the job.
//
// Samples that follow the newest one are judged at once by the window, which knows the newest stage. A sample from the
// past or of an older stage, and every sample stored after it in the same job, is judged by reconciliation in finish(),
// together with the stored samples that can see it.
#pragma once

#include <optional>
#include <vector>

#include "base/event_bus.h"
#include "db/session.h"
#include "quality/events.h"
#include "quality/sample_check.h"
#include "quality/sample_intake.h"
#include "quality/sample_store.h"
#include "quality/violation_store.h"
#include "quality/window.h"

namespace openspc::quality {

/// To be published after the commit, in this order.
struct IntakeEvents {
  std::vector<SampleProcessed> processed;
  std::vector<ViolationCreated> created;  // beyond those of `processed`: at samples that were there before
  std::vector<SamplesChanged> changed;

  void publish(base::EventBus& bus) const;
};

ViolationCreated violation_event(const Window& window, const RaisedViolation& violation, Position at);

/// The sample as it stands in the database, its violations included.
SampleProcessed describe_stored(db::Session& session, const Window& window, const SampleRow& row);

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
  const Stage& stage_at(base::Timestamp time);
  const Stages& all_stages();
  void judge_now(SampleProcessed& event, const CheckedSample& checked, const std::optional<JudgedPoint>& location);
  void judge_late(IntakeEvents& events);

  db::Session& session_;
  Window& window_;
  const base::Timestamp now_;
  const RuleEvaluation evaluation_;
  MeasurementWriter measurements_;
  ViolationWriter violations_;
  std::vector<SampleProcessed> stored_;
  std::vector<Position> late_;  // ascending
  std::optional<base::Timestamp> last_stamp_;
  std::optional<Stages> stages_;  // read when a sample does not belong to the newest
};

}  // namespace openspc::quality
