// What a chart plots: the name of the chart on the wire and in words, and a point of it beside its lines, as a
// violation states it. Values, any thread.
#pragma once

#include <boost/describe/enum.hpp>
#include <optional>

#include "spc/limits.h"

namespace openspc::quality::judge {

enum class Statistic {
  individual,
  mean,
  range,
  std_dev,
  moving_range,
  proportion,            // p chart
  nonconforming,         // np chart
  nonconformities,       // c chart
  nonconformities_rate,  // u chart
  z,                     // whatever the characteristic, in STANDARDIZED
};
BOOST_DESCRIBE_ENUM(Statistic, individual, mean, range, std_dev, moving_range, proportion, nonconforming,
                    nonconformities, nonconformities_rate, z)

/// What a location or dispersion chart of that kind plots.
Statistic location_statistic(spc::ChartKind chart, spc::SubgroupMode mode);
Statistic dispersion_statistic(spc::ChartKind chart);

/// A point beside the lines that judged it.
struct PlottedFigure {
  Statistic statistic = Statistic::mean;
  double value = 0, center_line = 0, ucl = 0, lcl = 0;

  friend bool operator==(const PlottedFigure&, const PlottedFigure&) = default;
};
PlottedFigure figure_of(Statistic statistic, const spc::PlottedPoint& point);

/// Writes it into the members of a wire form that tell it; null where a violation is older than its figure.
template <class View>
void set_figure(View& view, const std::optional<PlottedFigure>& figure) {
  if (!figure) return;
  view.statistic = figure->statistic;
  view.value = figure->value;
  view.center_line = figure->center_line;
  view.ucl = figure->ucl;
  view.lcl = figure->lcl;
}

}  // namespace openspc::quality::judge
