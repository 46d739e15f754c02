// A stage is a stretch of a characteristic's history with its own limits. Every sample belongs to the stage of its time
// of measurement: its limits judge it (on arrival, late, edited) and draw it, whatever the limits became afterwards.
// Rules and moving ranges begin anew with each stage, so a change in one stage never reaches into another.
//
// The first stage reaches back to the beginning, so that a baseline is seen beside the limits that came out of it.
// Called by intake, reconciliation, chart-data and limits_change, inside database jobs. Values, any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"
#include "db/session.h"
#include "quality/characteristic/limit_revision.h"
#include "quality/judge/limits.h"
#include "quality/judge/position.h"

namespace openspc::quality::characteristic {

struct Stage {
  std::optional<LimitRevision> revision{};  // absent: limits of a row that no revision states (yet)
  base::Timestamp starts_at = base::Timestamp::min();
  base::Timestamp ends_at = base::Timestamp::max();           // not included
  std::shared_ptr<const judge::EvaluationContext> judging{};  // by the mode that the stage had
  std::shared_ptr<const judge::EvaluationContext> drawing{};  // in the mode that the whole chart is drawn in now

  std::optional<judge::LimitRevisionId> id() const { return revision ? std::optional(revision->id) : std::nullopt; }
  bool is_first() const { return starts_at == base::Timestamp::min(); }
  bool is_newest() const { return ends_at == base::Timestamp::max(); }
  /// The position of the last sample that could belong to it.
  judge::Position last() const;
};

/// The stages of one characteristic, oldest first; at least one.
class Stages {
 public:
  explicit Stages(std::vector<Stage> stages) : stages_(std::move(stages)) {}

  const Stage& at(base::Timestamp time) const;
  const Stage& newest() const { return stages_.back(); }
  std::span<const Stage> all() const { return stages_; }

 private:
  std::vector<Stage> stages_;
};

/// The newest stage goes by the row itself. One query.
Stages load_stages(db::Session& session, const judge::Characteristic& characteristic,
                   const judge::RuleSwitches& switches);

}  // namespace openspc::quality::characteristic
