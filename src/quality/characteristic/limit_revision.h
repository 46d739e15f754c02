// The history of a characteristic's control limits: every time they or the mode change, what they became, from when,
// how and by whom. Written in the transaction of the change (limits_change.h); stages.h says which samples each one
// judges. SQL only; runs on the database's threads.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/ids.h"

namespace openspc::quality::characteristic {

/// How limits came to be.
enum class LimitOrigin {
  initial,       // were there before the first change that this server knows of
  recalculated,  // estimated from stored samples
  changed,       // set by hand: set-limits or PATCH
  mode_changed,  // the limits stayed, the subgroup mode did not
};
BOOST_DESCRIBE_ENUM(LimitOrigin, initial, recalculated, changed, mode_changed)

/// What an estimate rests on.
struct LimitBasis {
  std::int64_t sample_count = 0;
  std::int64_t excluded_count = 0;              // samples left out of it
  std::optional<base::Timestamp> from{}, to{};  // time of the first and the last sample used
};

struct LimitRevision {
  judge::LimitRevisionId id{};
  base::CharacteristicId characteristic_id{};
  base::Timestamp created_at{};
  std::optional<std::string> created_by{};     // username
  std::optional<base::Timestamp> starts_at{};  // of samples; absent: from the beginning
  LimitOrigin origin = LimitOrigin::changed;
  std::optional<std::string> method{};  // as judge::Characteristic::limits_method
  judge::SubgroupMode subgroup_mode = judge::SubgroupMode::NOMINAL_TOLERANCE;
  std::optional<double> center_line{}, ucl{}, lcl{}, sigma{};  // as in the row; all absent when limits were withdrawn
  std::optional<double> dispersion_center{}, dispersion_ucl{}, dispersion_lcl{};  // at the nominal size
  LimitBasis basis{};
  std::int64_t subgroup_size = 1;
  std::optional<std::string> note{};  // why
};

/// The revision that states the limits of the row as it is.
LimitRevision revision_of(const judge::Characteristic& characteristic);
/// The row with the limits and the mode of the revision.
judge::Characteristic with_limits_of(const LimitRevision& revision, judge::Characteristic row);

void insert_limit_revision(db::Session& session, const LimitRevision& revision);

/// All of a characteristic, in the order of the stretches that they judge.
std::vector<LimitRevision> limit_revisions(db::Session& session, base::CharacteristicId id);

/// Samples behind the limits in force; nothing when they were not estimated by this server.
std::optional<std::int64_t> baseline_size(db::Session& session, base::CharacteristicId id);

}  // namespace openspc::quality::characteristic
