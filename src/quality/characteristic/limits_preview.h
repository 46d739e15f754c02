// What new limits would do before they are stored: how often the rules fire at stored samples with the old lines and
// with the new ones. Called by limits_service inside a read; writes nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "db/session.h"
#include "quality/characteristic/limits_view.h"
#include "quality/judge/characteristic.h"
#include "quality/series/sample_statistics_reader.h"

namespace openspc::quality::characteristic {

/// Which samples the lines are laid beside: those of the filter, of these only the newest.
struct PreviewRange {
  series::SampleFilter filter{};
  std::optional<std::int64_t> newest{};
};

/// The comparison; `after` is the row with its new limits.
SignalComparison compare_signals(db::Session& session, const judge::Characteristic& before,
                                 const judge::Characteristic& after, const PreviewRange& range);

}  // namespace openspc::quality::characteristic
