#include "quality/limits_change.h"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/object.hpp>
#include <vector>

#include "identity/audit.h"
#include "quality/characteristic_store.h"
#include "quality/events.h"
#include "quality/limit_revision.h"
#include "quality/limits.h"
#include "quality/sample_intake.h"
#include "quality/sample_statistics_reader.h"

namespace openspc::quality {
namespace {

bool same_limits(const Characteristic& a, const Characteristic& b) {
  return a.ucl == b.ucl && a.lcl == b.lcl && a.stored_center_line == b.stored_center_line &&
         a.stored_sigma == b.stored_sigma && a.limits_method == b.limits_method;
}

boost::json::value json_of(const std::optional<double>& value) {
  return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

boost::json::object limits_of(const Characteristic& row) {
  return {{"center_line", json_of(row.stored_center_line)},
          {"ucl", json_of(row.ucl)},
          {"lcl", json_of(row.lcl)},
          {"sigma", json_of(row.stored_sigma)},
          {"mode", boost::describe::enum_to_string(row.subgroup_mode, "")}};
}

void record_revision(const ChangeContext& context, const LimitsChange& change) {
  LimitRevision revision = revision_of(change.after);
  revision.created_at = context.now;
  revision.created_by = context.caller.principal.username;
  revision.sample_count = change.sample_count;
  revision.excluded_count = change.excluded_count;
  revision.note = change.note;
  insert_limit_revision(context.session, revision);
}

void announce(const ChangeContext& context, base::PlantId plant, const LimitsChange& change) {
  LimitsUpdated event{.characteristic_id = change.after.id,
                      .plant_id = plant,
                      .center_line = center_line_of(change.after),
                      .ucl = change.after.ucl,
                      .lcl = change.after.lcl,
                      .method = change.after.limits_method.value_or("manual"),
                      .sample_count = change.sample_count,
                      .timestamp = context.now};
  context.session.after_commit([&events = context.events, event = std::move(event)] { events.publish(event); });
}

struct DerivedValues {
  base::SampleId id{};
  std::optional<double> z_score{}, effective_ucl{}, effective_lcl{};
};

}  // namespace

std::int64_t rewrite_derived_values(db::Session& session, const Characteristic& characteristic) {
  const EvaluationContext context = make_context(characteristic, {});
  if (!context.has_limits() || context.mode == spc::SubgroupMode::nominal_tolerance) {
    return session.execute(
        "UPDATE sample SET z_score = NULL, effective_ucl = NULL, effective_lcl = NULL"
        " WHERE char_id = ? AND deleted_at IS NULL",
        characteristic.id);
  }
  std::vector<DerivedValues> rows;
  each_sample(session, characteristic, SampleFilter{.excluded = SampleFilter::Excluded::included},
              [&](const StoredSample& sample) {
                DerivedValues& row = rows.emplace_back(DerivedValues{.id = sample.id});
                if (const auto point = judge(context, sample.statistics)) {
                  row.z_score = point->z_score;
                  row.effective_ucl = point->effective_ucl;
                  row.effective_lcl = point->effective_lcl;
                }
              });
  for (const DerivedValues& row : rows) {
    session.execute("UPDATE sample SET z_score = ?, effective_ucl = ?, effective_lcl = ? WHERE id = ?", row.z_score,
                    row.effective_ucl, row.effective_lcl, row.id);
  }
  return static_cast<std::int64_t>(rows.size());
}

std::int64_t apply_limits_change(const ChangeContext& context, const OwnedCharacteristic& before,
                                 const LimitsChange& change) {
  const Characteristic& after = change.after;
  update_characteristic(context.session, after);
  if (!same_limits(before.row, after)) record_revision(context, change);
  std::int64_t rewritten = 0;
  if (after.subgroup_mode != SubgroupMode::NOMINAL_TOLERANCE || before.row.subgroup_mode != after.subgroup_mode)
    rewritten = rewrite_derived_values(context.session, after);
  SampleIntake::touch(context.session, after.id);
  identity::audit::record(context.session, context.caller, change.action,
                          {"characteristic", std::to_string(after.id.value), before.plant},
                          {{"before", limits_of(before.row)}, {"after", limits_of(after)}});
  announce(context, before.plant, change);
  return rewritten;
}

}  // namespace openspc::quality
