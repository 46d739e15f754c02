#include "quality/judge/statistic.h"

namespace openspc::quality::judge {

Statistic location_statistic(spc::ChartKind chart, spc::SubgroupMode mode) {
  if (mode == spc::SubgroupMode::standardized) return Statistic::z;
  switch (chart) {
    case spc::ChartKind::i_mr:
      return Statistic::individual;
    case spc::ChartKind::p:
      return Statistic::proportion;
    case spc::ChartKind::np:
      return Statistic::nonconforming;
    case spc::ChartKind::c:
      return Statistic::nonconformities;
    case spc::ChartKind::u:
      return Statistic::nonconformities_rate;
    case spc::ChartKind::xbar_r:
    case spc::ChartKind::xbar_s:
      break;
  }
  return Statistic::mean;
}

Statistic dispersion_statistic(spc::ChartKind chart) {
  switch (chart) {
    case spc::ChartKind::i_mr:
      return Statistic::moving_range;
    case spc::ChartKind::xbar_s:
      return Statistic::std_dev;
    default:
      return Statistic::range;
  }
}

PlottedFigure figure_of(Statistic statistic, const spc::PlottedPoint& point) {
  return {.statistic = statistic,
          .value = point.value,
          .center_line = point.scale.center,
          .ucl = point.scale.ucl,
          .lcl = point.scale.lcl};
}

}  // namespace openspc::quality::judge
