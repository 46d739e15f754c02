#include "quality/characteristic/limit_revision.h"

#include <utility>

#include "db/stored_enum.h"
#include "quality/judge/limits.h"

namespace openspc::quality::characteristic {

LimitRevision revision_of(const judge::Characteristic& characteristic) {
  LimitRevision revision{.characteristic_id = characteristic.id,
                         .method = characteristic.limits_method,
                         .subgroup_mode = characteristic.subgroup_mode,
                         .center_line = characteristic.stored_center_line,
                         .ucl = characteristic.ucl,
                         .lcl = characteristic.lcl,
                         .sigma = characteristic.stored_sigma,
                         .subgroup_size = characteristic.subgroup_size};
  if (const auto dispersion = nominal_dispersion_scale(make_context(characteristic, {}))) {
    revision.dispersion_center = dispersion->center;
    revision.dispersion_ucl = dispersion->ucl;
    revision.dispersion_lcl = dispersion->lcl;
  }
  return revision;
}

judge::Characteristic with_limits_of(const LimitRevision& revision, judge::Characteristic row) {
  row.ucl = revision.ucl;
  row.lcl = revision.lcl;
  row.stored_center_line = revision.center_line;
  row.stored_sigma = revision.sigma;
  row.limits_method = revision.method;
  row.subgroup_mode = revision.subgroup_mode;
  return row;
}

void insert_limit_revision(db::Session& session, const LimitRevision& revision) {
  // The column of the method takes no null; limits without one have none worth telling.
  session.execute(
      "INSERT INTO limit_revision (characteristic_id, created_at, created_by, starts_at, origin, method, subgroup_mode,"
      " center_line, ucl, lcl, sigma, dispersion_center, dispersion_ucl, dispersion_lcl, sample_count, excluded_count,"
      " baseline_from, baseline_to, subgroup_size, note)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      revision.characteristic_id, revision.created_at, revision.created_by, revision.starts_at,
      db::word_of(revision.origin), revision.method.value_or(""), db::word_of(revision.subgroup_mode),
      revision.center_line, revision.ucl, revision.lcl, revision.sigma, revision.dispersion_center,
      revision.dispersion_ucl, revision.dispersion_lcl, revision.basis.sample_count, revision.basis.excluded_count,
      revision.basis.from, revision.basis.to, revision.subgroup_size, revision.note);
}

std::vector<LimitRevision> limit_revisions(db::Session& session, base::CharacteristicId id) {
  using Number = std::optional<double>;
  using Text = std::optional<std::string>;
  using Time = std::optional<base::Timestamp>;
  std::vector<LimitRevision> found;
  session.each<judge::LimitRevisionId, base::Timestamp, Text, Time, std::string_view, std::string, Text, Number, Number,
               Number, Number, Number, Number, Number, std::int64_t, std::int64_t, Time, Time,
               std::optional<std::int64_t>, Text>(
      "SELECT id, created_at, created_by, starts_at, origin, method, subgroup_mode, center_line, ucl, lcl, sigma,"
      " dispersion_center, dispersion_ucl, dispersion_lcl, sample_count, excluded_count, baseline_from, baseline_to,"
      " subgroup_size, note FROM limit_revision WHERE characteristic_id = ?"
      " ORDER BY CASE WHEN starts_at IS NULL THEN 0 ELSE 1 END, starts_at, id",
      [&](judge::LimitRevisionId revision, base::Timestamp created_at, Text created_by, Time starts_at,
          std::string_view origin, std::string method, const Text& mode, Number center, Number ucl, Number lcl,
          Number sigma, Number dispersion_center, Number dispersion_ucl, Number dispersion_lcl,
          std::int64_t sample_count, std::int64_t excluded_count, Time baseline_from, Time baseline_to,
          std::optional<std::int64_t> size, Text note) {
        found.push_back({.id = revision,
                         .characteristic_id = id,
                         .created_at = created_at,
                         .created_by = std::move(created_by),
                         .starts_at = starts_at,
                         .origin = db::enum_of(origin, LimitOrigin::changed),
                         .method = method.empty() ? std::nullopt : std::optional(std::move(method)),
                         .subgroup_mode = db::enum_of(mode.value_or(""), judge::SubgroupMode::NOMINAL_TOLERANCE),
                         .center_line = center,
                         .ucl = ucl,
                         .lcl = lcl,
                         .sigma = sigma,
                         .dispersion_center = dispersion_center,
                         .dispersion_ucl = dispersion_ucl,
                         .dispersion_lcl = dispersion_lcl,
                         .basis = {.sample_count = sample_count,
                                   .excluded_count = excluded_count,
                                   .from = baseline_from,
                                   .to = baseline_to},
                         .subgroup_size = size.value_or(1),
                         .note = std::move(note)});
      },
      id);
  return found;
}

std::optional<std::int64_t> baseline_size(db::Session& session, base::CharacteristicId id) {
  const auto count = session.scalar<std::optional<std::int64_t>>(
      "SELECT sample_count FROM limit_revision WHERE characteristic_id = ? ORDER BY id DESC LIMIT 1", id);
  return count && *count > 0 ? count : std::nullopt;
}

}  // namespace openspc::quality::characteristic
