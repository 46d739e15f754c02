// Limits out of stored samples: which samples count, and what they say. Called by limits_service inside a read; throws
// bad_request when the samples are too few or give no limits.
#pragma once

#include <cstdint>
#include <vector>

#include "db/session.h"
#include "quality/characteristic/limit_revision.h"
#include "quality/characteristic/limits_view.h"
#include "quality/judge/characteristic.h"

namespace openspc::quality::characteristic {

struct LimitsEstimate {
  judge::Characteristic after{};  // the row with its new center, sigma, limits and method
  LimitBasis basis{};             // its excluded: in the date range, but flagged so or, on request, beyond its limits
  std::vector<base::SampleId> out_of_control{};  // those of them that are beyond the limits of their stage
};

LimitsEstimate estimate_limits(db::Session& session, const judge::Characteristic& characteristic,
                               const RecalculateQuery& query);

}  // namespace openspc::quality::characteristic
