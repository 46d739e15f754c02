#include "quality/characteristic/stages.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/certain.h"

namespace openspc::quality::characteristic {
namespace {

void add_contexts(Stage& stage, const judge::Characteristic& limits, judge::SubgroupMode drawn_in,
                  const judge::RuleSwitches& switches) {
  stage.judging = std::make_shared<const judge::EvaluationContext>(make_context(limits, switches));
  stage.drawing = stage.judging;
  if (limits.subgroup_mode == drawn_in) return;
  judge::Characteristic drawn = limits;
  drawn.subgroup_mode = drawn_in;
  stage.drawing = std::make_shared<const judge::EvaluationContext>(make_context(drawn, switches));
}

base::Timestamp start_of(const LimitRevision& revision) {
  return revision.starts_at.value_or(base::Timestamp::min());
}

}  // namespace

judge::Position Stage::last() const {
  if (is_newest()) return judge::Position::end();
  return {ends_at - base::Timestamp::duration(1), judge::Position::end().id};
}

const Stage& Stages::at(base::Timestamp time) const {
  const auto after = std::upper_bound(stages_.begin() + 1, stages_.end(), time,
                                      [](base::Timestamp t, const Stage& stage) { return t < stage.starts_at; });
  return *(after - 1);
}

Stages load_stages(db::Session& session, const judge::Characteristic& characteristic,
                   const judge::RuleSwitches& switches) {
  std::vector<Stage> stages;
  for (LimitRevision& revision : limit_revisions(session, characteristic.id)) {
    const base::Timestamp start = start_of(revision);
    // Limits that were replaced before a sample came.
    if (!stages.empty() && start <= start_of(base::certain(stages.back().revision))) stages.pop_back();
    if (!stages.empty()) stages.back().ends_at = start;
    Stage& stage = stages.emplace_back();
    if (stages.size() > 1) stage.starts_at = start;
    stage.revision = std::move(revision);
  }
  if (stages.empty()) stages.emplace_back();
  for (Stage& stage : stages) {
    add_contexts(stage,
                 stage.is_newest() ? characteristic : with_limits_of(base::certain(stage.revision), characteristic),
                 characteristic.subgroup_mode, switches);
  }
  return Stages(std::move(stages));
}

}  // namespace openspc::quality::characteristic
