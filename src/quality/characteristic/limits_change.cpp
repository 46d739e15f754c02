#include "quality/characteristic/limits_change.h"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/audit.h"
#include "peers/announce.h"
#include "quality/characteristic/store.h"
#include "quality/characteristic/touch.h"
#include "quality/judge/events.h"
#include "quality/judge/events_json.h"
#include "quality/judge/limits.h"
#include "quality/series/sample_statistics_reader.h"

namespace openspc::quality::characteristic {
namespace {

bool same_limits(const judge::Characteristic& a, const judge::Characteristic& b) {
  return a.ucl == b.ucl && a.lcl == b.lcl && a.stored_center_line == b.stored_center_line &&
         a.stored_sigma == b.stored_sigma && a.limits_method == b.limits_method;
}

boost::json::value json_of(const std::optional<double>& value) {
  return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

boost::json::object limits_of(const judge::Characteristic& row) {
  return {{"center_line", json_of(row.stored_center_line)},
          {"ucl", json_of(row.ucl)},
          {"lcl", json_of(row.lcl)},
          {"sigma", json_of(row.stored_sigma)},
          {"mode", boost::describe::enum_to_string(row.subgroup_mode, "")}};
}

bool has_limits(const judge::Characteristic& row) {
  return row.ucl && row.lcl;
}

// A change of mode keeps the limits, and so their lines; without limits it opens no stage.
bool opens_stage(const judge::Characteristic& before, const judge::Characteristic& after) {
  if (!same_limits(before, after)) return true;
  return before.subgroup_mode != after.subgroup_mode && has_limits(after);
}

std::optional<base::Timestamp> newest_sample(db::Session& session, judge::SeriesKey series) {
  return session.scalar<std::optional<db::Microseconds>>(
      "SELECT MAX(time_us) FROM subgroup WHERE plant_id = ? AND char_id = ? AND deleted_at IS NULL", series.plant,
      series.characteristic);
}

// The limits that the row had before anybody told us how they came to be.
void insert_initial_revision(const ChangeContext& context, const judge::Characteristic& before) {
  LimitRevision revision = revision_of(before);
  revision.created_at = context.now;
  revision.origin = LimitOrigin::initial;
  insert_limit_revision(context.session, revision);
}

// Where the stage after `current` begins: now, but after every stored sample, so that none changes its stage; or where
// the current one began if no sample has met it. Nothing: at the beginning.
std::optional<base::Timestamp> start_after(const Stage& current, std::optional<base::Timestamp> newest,
                                           base::Timestamp now) {
  if (!newest) return current.revision ? current.revision->starts_at : std::nullopt;
  if (current.revision && !current.is_first() && *newest < current.starts_at) return current.revision->starts_at;
  return std::max({now, *newest + base::Timestamp::duration(1), current.starts_at});
}

void record_revision(const ChangeContext& context, const judge::Characteristic& before, const LimitsChange& change) {
  const Stages stages = load_stages(context.session, before, {});
  const Stage& current = stages.newest();
  const auto newest = newest_sample(context.session, before.series());
  LimitRevision revision = revision_of(change.after);
  if (current.revision || has_limits(before)) revision.starts_at = start_after(current, newest, context.now);
  if (!current.revision && revision.starts_at) insert_initial_revision(context, before);
  revision.created_at = context.now;
  revision.created_by = context.caller.principal.username;
  revision.origin = change.origin;
  revision.basis = change.basis;
  if (same_limits(before, change.after)) {
    revision.origin = LimitOrigin::mode_changed;
    if (current.revision) revision.basis = current.revision->basis;
  }
  revision.note = change.note;
  insert_limit_revision(context.session, revision);
}

void announce(const ChangeContext& context, base::PlantId plant, const LimitsChange& change) {
  peers::announce(context.session, context.events,
                  judge::LimitsUpdated{.characteristic_id = change.after.id,
                                       .plant_id = plant,
                                       .center_line = center_line_of(change.after),
                                       .ucl = change.after.ucl,
                                       .lcl = change.after.lcl,
                                       .method = change.after.limits_method.value_or("manual"),
                                       .sample_count = change.basis.sample_count,
                                       .timestamp = context.now});
}

struct DerivedValues {
  judge::Position at{};
  std::optional<double> z_score{}, effective_ucl{}, effective_lcl{};
};

// A statement of its own for each costs twice the time, whether anybody waits for it or not.
constexpr std::size_t kSamplesAtOnce = 100;

std::string repeated(std::string_view row, std::string_view separator, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text.append(i == 0 ? "" : separator).append(row);
  return text;
}

// The casts tell a server what a parameter is that only another parameter stands beside. MariaDB has no UPDATE ...
// FROM.
std::string update_of(const db::Dialect& dialect, std::size_t samples) {
  if (dialect.kind() == db::DialectKind::mysql)
    return "UPDATE subgroup JOIN (" +
           repeated(
               "SELECT CAST(? AS DOUBLE) AS column1, CAST(? AS DOUBLE) AS column2, CAST(? AS DOUBLE) AS column3,"
               " CAST(? AS SIGNED) AS column4, CAST(? AS SIGNED) AS column5",
               " UNION ALL ", samples) +
           ") d ON time_us = d.column4 AND id = d.column5"
           " SET z_score = d.column1, effective_ucl = d.column2, effective_lcl = d.column3"
           " WHERE plant_id = ? AND char_id = ? AND time_us BETWEEN ? AND ?";
  return "UPDATE subgroup SET z_score = d.column1, effective_ucl = d.column2, effective_lcl = d.column3 FROM (VALUES " +
         repeated(
             "(CAST(? AS DOUBLE PRECISION), CAST(? AS DOUBLE PRECISION), CAST(? AS DOUBLE PRECISION), CAST(? AS "
             "BIGINT),"
             " CAST(? AS BIGINT))",
             ", ", samples) +
         ") d WHERE plant_id = ? AND char_id = ? AND time_us BETWEEN ? AND ? AND time_us = d.column4"
         " AND id = d.column5";
}

// Rows one after another in time: without these bounds a plan that knows no statistics reads the whole series for each
// statement.
void store_derived_values(db::Session& session, const judge::Characteristic& characteristic,
                          std::span<const DerivedValues> rows) {
  std::vector<db::Value> values;
  values.reserve(rows.size() * 5 + 4);
  for (const DerivedValues& row : rows)
    values.insert(values.end(),
                  {db::to_value(row.z_score), db::to_value(row.effective_ucl), db::to_value(row.effective_lcl),
                   db::to_value(db::Microseconds(row.at.timestamp)), db::to_value(row.at.id)});
  values.insert(values.end(), {db::to_value(characteristic.plant_id), db::to_value(characteristic.id),
                               db::to_value(db::Microseconds(rows.front().at.timestamp)),
                               db::to_value(db::Microseconds(rows.back().at.timestamp))});
  session.post(update_of(session.dialect(), rows.size()), db::Session::Values(values));
}

}  // namespace

std::int64_t rewrite_derived_values(db::Session& session, const judge::Characteristic& characteristic,
                                    const Stages& stages) {
  if (characteristic.subgroup_mode == judge::SubgroupMode::NOMINAL_TOLERANCE) {
    return session.execute(
        "UPDATE subgroup SET z_score = NULL, effective_ucl = NULL, effective_lcl = NULL"
        " WHERE plant_id = ? AND char_id = ? AND deleted_at IS NULL",
        characteristic.plant_id, characteristic.id);
  }
  std::vector<DerivedValues> rows;
  each_sample(session, characteristic, series::SampleFilter{.excluded = series::SampleFilter::Excluded::included},
              [&](const series::StoredSample& sample) {
                DerivedValues& row = rows.emplace_back(DerivedValues{.at = sample.at});
                if (const auto point = judge::judge(*stages.at(sample.at.timestamp).drawing, sample.statistics)) {
                  row.z_score = point->z_score;
                  row.effective_ucl = point->effective_ucl;
                  row.effective_lcl = point->effective_lcl;
                }
              });
  for (std::size_t at = 0; at < rows.size(); at += kSamplesAtOnce)
    store_derived_values(session, characteristic,
                         std::span(rows).subspan(at, std::min(kSamplesAtOnce, rows.size() - at)));
  return static_cast<std::int64_t>(rows.size());
}

std::int64_t apply_limits_change(const ChangeContext& context, const OwnedCharacteristic& before,
                                 const LimitsChange& change) {
  const judge::Characteristic& after = change.after;
  update_characteristic(context.session, after);
  if (opens_stage(before.row, after)) record_revision(context, before.row, change);
  const Stages stages = load_stages(context.session, after, {});
  const bool is_drawn_anew = before.row.subgroup_mode != after.subgroup_mode;
  const bool reaches_back = after.subgroup_mode != judge::SubgroupMode::NOMINAL_TOLERANCE && stages.newest().is_first();
  const std::int64_t rewritten =
      is_drawn_anew || reaches_back ? rewrite_derived_values(context.session, after, stages) : 0;
  touch(context.session, after.id);
  identity::audit::record(context.session, context.caller, change.action,
                          {"characteristic", std::to_string(after.id.value), before.plant},
                          {{"before", limits_of(before.row)}, {"after", limits_of(after)}});
  announce(context, before.plant, change);
  return rewritten;
}

}  // namespace openspc::quality::characteristic
