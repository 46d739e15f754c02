#include "quality/chart/violation_columns.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "db/stored_enum.h"

namespace openspc::quality::chart {

std::vector<base::SampleId> sample_ids_of(std::string_view text) {
  std::vector<base::SampleId> ids;
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(text, error);
  if (error || !value.is_array()) return ids;
  for (const boost::json::value& element : value.get_array())
    if (const auto* id = element.if_int64()) ids.push_back({*id});
  return ids;
}

std::optional<judge::PlottedFigure> figure_from(const std::optional<std::string>& statistic,
                                                const std::optional<double>& value,
                                                const std::optional<double>& center_line,
                                                const std::optional<double>& ucl, const std::optional<double>& lcl) {
  if (!statistic || !value || !center_line || !ucl || !lcl) return std::nullopt;
  return judge::PlottedFigure{db::enum_of(*statistic, judge::Statistic::mean), *value, *center_line, *ucl, *lcl};
}

}  // namespace openspc::quality::chart
