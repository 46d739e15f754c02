// One sample as a point of its chart, in the form of chart-data. Called by data_service for stored samples and by
// the live hub for a sample that was just stored, so that both draw the same point. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "quality/chart/data.h"
#include "quality/judge/events.h"
#include "quality/judge/limits.h"
#include "spc/limits.h"

namespace openspc::quality::chart {

/// A stored sample with all that its point shows.
struct ChartSample {
  base::SampleId id{};
  base::Timestamp timestamp{};
  bool excluded = false;
  std::int64_t actual_n = 1;
  bool is_undersized = false;
  bool is_uncertain = false;
  std::string display_key{};
  judge::SampleStatistics statistics{};
  std::optional<judge::LimitRevisionId> stage{};
  std::vector<ChartViolation> violations{};  // in force, on either chart
};

ZoneName zone_name(spc::Zone zone);

/// The point with the lines, zone and derived values of its stage, which `context` draws.
ChartPoint chart_point_for(const judge::EvaluationContext& context, ChartSample sample);
/// The same for a sample that intake reports. An attribute's `inspected` and `count` are not part of the event: null.
ChartPoint chart_point_for(const judge::SampleProcessed& sample);

/// Its point on the dispersion chart; nothing when the sample has no value there.
std::optional<DispersionPoint> dispersion_point_for(const judge::EvaluationContext& context, const ChartSample& sample,
                                                    const judge::SampleStatistics* previous);
std::optional<DispersionPoint> dispersion_point_for(const judge::SampleProcessed& sample);

}  // namespace openspc::quality::chart
