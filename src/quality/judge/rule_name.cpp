#include "quality/judge/rule_name.h"

#include <string_view>

namespace openspc::quality::judge {
namespace {

std::string_view chart_name(const std::optional<PlottedFigure>& figure) {
  if (!figure) return "dispersion";
  switch (figure->statistic) {
    case Statistic::range:
      return "range";
    case Statistic::std_dev:
      return "standard deviation";
    case Statistic::moving_range:
      return "moving range";
    default:
      return "dispersion";
  }
}

}  // namespace

std::string rule_name(const RaisedViolation& violation) {
  std::string name(spc::name(violation.rule));
  if (violation.chart == spc::ChartPart::dispersion) name.append(" (").append(chart_name(violation.figure)).append(")");
  return name;
}

}  // namespace openspc::quality::judge
