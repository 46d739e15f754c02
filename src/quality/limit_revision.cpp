#include "quality/limit_revision.h"

#include "quality/limits.h"

namespace openspc::quality {

LimitRevision revision_of(const Characteristic& characteristic) {
  LimitRevision revision{.characteristic_id = characteristic.id,
                         .method = characteristic.limits_method.value_or("manual"),
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

void insert_limit_revision(db::Session& session, const LimitRevision& revision) {
  session.execute(
      "INSERT INTO limit_revision (characteristic_id, created_at, created_by, method, center_line, ucl, lcl, sigma,"
      " dispersion_center, dispersion_ucl, dispersion_lcl, sample_count, excluded_count, subgroup_size, note)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      revision.characteristic_id, revision.created_at, revision.created_by, revision.method, revision.center_line,
      revision.ucl, revision.lcl, revision.sigma, revision.dispersion_center, revision.dispersion_ucl,
      revision.dispersion_lcl, revision.sample_count, revision.excluded_count, revision.subgroup_size, revision.note);
}

std::optional<std::int64_t> baseline_size(db::Session& session, base::CharacteristicId id) {
  const auto count = session.scalar<std::optional<std::int64_t>>(
      "SELECT sample_count FROM limit_revision WHERE characteristic_id = ? ORDER BY id DESC LIMIT 1", id);
  return count && *count > 0 ? count : std::nullopt;
}

}  // namespace openspc::quality
