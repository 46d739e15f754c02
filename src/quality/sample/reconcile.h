// Brings stored violations in line with samples that changed in the past: edited, excluded, brought back, deleted, or
// placed there late. Judges again every sample whose rules can see the change, at its own position and with the limits
// of its stage, and compares: what fires and is not stored is stored, what is stored and no longer fires is superseded,
// never deleted. Called by intake (late samples) and the sample service, inside the write that makes the change, which
// also calls touch.
//
// What cannot be judged any more (no limits, or a rule that was switched off since) keeps its violations, except at the
// changed samples themselves.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "db/session.h"
#include "quality/characteristic/stages.h"
#include "quality/judge/position.h"
#include "quality/judge/series_judge.h"

namespace openspc::quality::sample {

struct Reconciliation {
  struct Created {
    judge::Position at;
    judge::RaisedViolation violation;
  };
  /// The changed samples that count on the chart, as they are judged now; their violations carry ids.
  std::map<base::SampleId, judge::Judgement> judged;
  /// Stored by this call, in the order of samples.
  std::vector<Created> created;
  std::size_t superseded = 0;
};

/// `changed`: where samples changed (a deleted or excluded one: where it stood), ascending.
Reconciliation reconcile(db::Session& session, const judge::Characteristic& characteristic,
                         const characteristic::Stages& stages, std::span<const judge::Position> changed,
                         base::Timestamp now);

struct PreparedJudge {
  judge::SeriesJudge judge;
  std::optional<judge::Position> newest;  // the last sample before, of this stage or of an older one
};
/// A judge that has seen what decides the outcome of a sample of the stage at `position`, and knows the signals that
/// reach up to it.
PreparedJudge judge_before(db::Session& session, const judge::Characteristic& characteristic,
                           const characteristic::Stage& stage, judge::Position position);

}  // namespace openspc::quality::sample
