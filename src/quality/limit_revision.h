// The history of a characteristic's control limits: every time they change, what they became, how and by whom. Written
// in the transaction of the change (limits_change.h). SQL only; runs on the database's threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "quality/characteristic.h"

namespace openspc::quality {

struct LimitRevision {
  base::CharacteristicId characteristic_id{};
  base::Timestamp created_at{};
  std::string created_by{};  // username
  std::string method{};      // as Characteristic::limits_method; "manual" when typed in
  std::optional<double> center_line{}, ucl{}, lcl{}, sigma{};  // all absent when the limits were withdrawn
  std::optional<double> dispersion_center{}, dispersion_ucl{}, dispersion_lcl{};  // at the nominal size
  std::int64_t sample_count = 0;                                                  // samples behind an estimate
  std::int64_t excluded_count = 0;                                                // samples left out of it
  std::int64_t subgroup_size = 1;
  std::optional<std::string> note{};
};

/// The revision that states the limits of the row as it is.
LimitRevision revision_of(const Characteristic& characteristic);

void insert_limit_revision(db::Session& session, const LimitRevision& revision);

/// Samples behind the limits in force; nothing when they were not estimated by this server.
std::optional<std::int64_t> baseline_size(db::Session& session, base::CharacteristicId id);

}  // namespace openspc::quality
