#include "quality/characteristic/stage_view.h"

#include <algorithm>
#include <utility>

#include "base/certain.h"

namespace openspc::quality::characteristic {
namespace {

// What the revision says about itself.
void tell_origin(StageView& view, const LimitRevision& revision) {
  view.id = revision.id;
  view.subgroup_mode = revision.subgroup_mode;
  view.origin = revision.origin;
  view.method = revision.method;
  view.sample_count = revision.basis.sample_count;
  view.excluded_count = revision.basis.excluded_count;
  view.baseline_from = revision.basis.from;
  view.baseline_to = revision.basis.to;
  view.created_by = revision.created_by;
  if (revision.origin != LimitOrigin::initial) view.created_at = revision.created_at;
  view.note = revision.note;
}

void tell_lines(StageView& view, const judge::EvaluationContext& context, const std::optional<double>& ucl,
                const std::optional<double>& lcl, const std::optional<double>& stored_sigma) {
  const auto scale = nominal_location_scale(context);
  if (!scale) return;
  view.center_line = scale->center;
  view.ucl = ucl;
  view.lcl = lcl;
  view.sigma = context.data_type == judge::DataType::variable ? base::certain(context.process).sigma
                                                              : stored_sigma.value_or(scale->sigma);
  view.zone_boundaries = zones_of(context);
  if (const auto dispersion = nominal_dispersion_scale(context)) {
    view.dispersion_center = dispersion->center;
    view.dispersion_ucl = dispersion->ucl;
    view.dispersion_lcl = dispersion->lcl;
  }
}

StageView view_of_replaced(const LimitRevision& revision, const judge::Characteristic& characteristic) {
  StageView view{.replaced = true};
  tell_origin(view, revision);
  tell_lines(view, make_context(with_limits_of(revision, characteristic), {}), revision.ucl, revision.lcl,
             revision.sigma);
  return view;
}

}  // namespace

ZoneBoundaries zones_of(const judge::EvaluationContext& context) {
  const auto scale = nominal_location_scale(context);
  if (!scale) return {};
  // Counts cannot fall below zero, and neither do the lines drawn for them.
  const auto line = [&](double k) {
    return context.data_type == judge::DataType::variable ? scale->at(k) : std::max(0.0, scale->at(k));
  };
  return {.plus_1_sigma = line(1),
          .plus_2_sigma = line(2),
          .plus_3_sigma = line(3),
          .minus_1_sigma = line(-1),
          .minus_2_sigma = line(-2),
          .minus_3_sigma = line(-3)};
}

StageView view_of(const Stage& stage, const judge::Characteristic& characteristic) {
  StageView view{.subgroup_mode = characteristic.subgroup_mode, .method = characteristic.limits_method};
  if (!stage.is_first()) view.starts_at = stage.starts_at;
  if (!stage.is_newest()) view.ends_at = stage.ends_at;
  if (stage.revision) tell_origin(view, *stage.revision);
  const judge::Characteristic limits =
      stage.is_newest() || !stage.revision ? characteristic : with_limits_of(*stage.revision, characteristic);
  tell_lines(view, *stage.judging, limits.ucl, limits.lcl, limits.stored_sigma);
  return view;
}

std::vector<StageView> history_of(db::Session& session, const judge::Characteristic& characteristic) {
  const Stages stages = load_stages(session, characteristic, {});
  std::vector<StageView> history;
  for (const LimitRevision& revision : limit_revisions(session, characteristic.id)) {
    const auto found = std::find_if(stages.all().begin(), stages.all().end(),
                                    [&](const Stage& stage) { return stage.id() == revision.id; });
    history.push_back(found != stages.all().end() ? view_of(*found, characteristic)
                                                  : view_of_replaced(revision, characteristic));
  }
  if (history.empty() && stages.newest().judging->has_limits())
    history.push_back(view_of(stages.newest(), characteristic));
  std::reverse(history.begin(), history.end());
  return history;
}

}  // namespace openspc::quality::characteristic
