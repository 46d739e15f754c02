// Columns of a violation that hold more than one value, as they are read. Called by the readers of violations.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "quality/judge/events.h"

namespace openspc::quality::chart {

/// The column sample_ids as a list; empty for what is not one, since other programs may write it.
std::vector<base::SampleId> sample_ids_of(std::string_view text);

/// The columns of a figure; nothing unless all are there.
std::optional<judge::PlottedFigure> figure_from(const std::optional<std::string>& statistic,
                                                const std::optional<double>& value,
                                                const std::optional<double>& center_line,
                                                const std::optional<double>& ucl, const std::optional<double>& lcl);

}  // namespace openspc::quality::chart
