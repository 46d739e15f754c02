// The answer of chart-overview: a history of any length as at most so many points, each of consecutive samples, with
// their mean, extremes and signals. Wire forms only; made by overview_service.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"
#include "quality/characteristic/limits_view.h"
#include "quality/characteristic/stage_view.h"
#include "quality/chart/data.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/statistic.h"

namespace openspc::quality::chart {

/// The most samples that one answer of chart-data draws.
inline constexpr std::int64_t kMostExactPoints = 1'000;

struct OverviewPoint {
  base::Timestamp first{}, last{};
  std::int64_t samples = 0, excluded = 0;
  std::optional<double> mean{}, min{}, max{};
  std::optional<base::Timestamp> min_at{}, max_at{};
  std::optional<double> dispersion_min{}, dispersion_max{};
  std::int64_t signals = 0, critical_signals = 0, unacknowledged_signals = 0;
};
BOOST_DESCRIBE_STRUCT(OverviewPoint, (),
                      (first, last, samples, excluded, mean, min, max, min_at, max_at, dispersion_min, dispersion_max,
                       signals, critical_signals, unacknowledged_signals))

inline void describe(net::Fields<OverviewPoint>& f) {
  f["first"].doc("Time of its first sample, and of its last; excluded ones included");
  f["samples"].doc("That count; excluded ones are left out of every figure. Deleted ones are not shown at all");
  f["mean"].doc("Of the plotted statistic, as min and max; null where all samples are excluded");
  f["min_at"].doc("Time of the first sample that has it");
  f["dispersion_max"].doc("Of ranges, standard deviations or moving ranges; null for attributes");
  f["signals"].doc("Violations in force, on both charts");
  f["unacknowledged_signals"].doc("Those that ask for an acknowledgement and have none");
}

struct ChartOverview {
  base::CharacteristicId characteristic_id{};
  std::string characteristic_name{};
  std::optional<base::Timestamp> first{}, last{};
  std::int64_t samples = 0, excluded = 0, signals = 0;
  bool is_exact = false;
  bool is_complete = true;
  std::vector<OverviewPoint> points{};
  characteristic::ControlLimitsView control_limits{};
  SpecLimitsView spec_limits{};
  std::int64_t decimal_precision = 3;
  judge::DataType data_type = judge::DataType::variable;
  std::string chart_type{};
  judge::Statistic statistic = judge::Statistic::mean;
  std::optional<DispersionType> dispersion_type{};
  std::vector<characteristic::StageView> stages{};
};
BOOST_DESCRIBE_STRUCT(ChartOverview, (),
                      (characteristic_id, characteristic_name, first, last, samples, excluded, signals, is_exact,
                       is_complete, points, control_limits, spec_limits, decimal_precision, data_type, chart_type,
                       statistic, dispersion_type, stages))

inline void describe(net::Fields<ChartOverview>& f) {
  f["first"].doc("Time of the first sample of the range that there is, and of the last");
  f["is_exact"].doc("The range holds so few samples that one answer of chart-data has them all");
  f["is_complete"].doc(
      "False while the server has not summarized so long a history yet: points end where it had to stop reading. Ask "
      "again in some seconds");
  f["points"].doc("Oldest first; each has about as many samples as any other, so that none is thinner than it looks");
  f["statistic"].doc("What mean, min and max are of, in its own units also in STANDARDIZED");
  f["stages"].doc("Those that the range reaches, oldest first: their lines at the nominal size");
}

struct ChartOverviewQuery {
  std::optional<base::Timestamp> start_date{}, end_date{};
  std::int64_t max_points = 1'000;
};
BOOST_DESCRIBE_STRUCT(ChartOverviewQuery, (), (start_date, end_date, max_points))

inline void describe(net::Fields<ChartOverviewQuery>& f) {
  f["start_date"].doc("Inclusive lower bound on sample time; without it from the first sample on");
  f["end_date"].doc("Inclusive upper bound on sample time");
  f["max_points"].defaulted().range(1, 2000).doc("There may be fewer");
}

}  // namespace openspc::quality::chart
