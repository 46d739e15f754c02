#include "quality/characteristic/checks.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "db/stored_enum.h"
#include "quality/judge/limits.h"

namespace openspc::quality::characteristic {
namespace {

// Center and sigma follow from a new pair of limits.
void derive_from_limits(judge::Characteristic& row) {
  row.stored_center_line.reset();
  row.stored_sigma.reset();
  const judge::EvaluationContext context = make_context(row, {});
  const auto scale = nominal_location_scale(context);
  if (!scale || !context.process) return;  // the limits contradict each other: require_consistent says so
  row.stored_center_line = scale->center;
  row.stored_sigma = row.is_attribute() ? scale->sigma : context.process->sigma;
}

void update_limits(const judge::Characteristic& before, const CharacteristicUpdate& update,
                   judge::Characteristic& row) {
  update.ucl.apply_to(row.ucl);
  update.lcl.apply_to(row.lcl);
  const bool moved_ucl = row.ucl != before.ucl;
  const bool moved_lcl = row.lcl != before.lcl;
  if (!moved_ucl && !moved_lcl) return;
  if (!row.ucl || !row.lcl) {  // withdrawn, or not complete yet
    row.stored_center_line.reset();
    row.stored_sigma.reset();
    row.limits_method.reset();
    return;
  }
  row.limits_method = spc::name(spc::SigmaMethod::manual);
  if ((moved_ucl && moved_lcl) || !row.stored_center_line || !row.stored_sigma) derive_from_limits(row);
}

bool fits_subgroup_size(const CharacteristicCreate& request) {
  return request.data_type != judge::DataType::variable || request.subgroup_size <= judge::kMaxReadings;
}

std::vector<std::string> immeasurable(const judge::Characteristic& row) {
  std::vector<std::string> found;
  const std::pair<const char*, std::optional<double>> numbers[] = {
      {"target_value", row.target_value}, {"usl", row.usl}, {"lsl", row.lsl}, {"ucl", row.ucl}, {"lcl", row.lcl}};
  for (const auto& [name, number] : numbers)
    if (number && !(std::abs(*number) <= judge::kLargestNumber))
      found.push_back(std::string(name) + " must lie between -1e100 and 1e100");
  if (found.empty() && row.stored_sigma && *row.stored_sigma < judge::kSmallestSigma)
    found.emplace_back("ucl and lcl are too close together");
  return found;
}

// For people: what samples hold, and the charts that draw them.
std::string samples_of(const judge::Characteristic& row) {
  if (row.is_attribute()) return "data_type " + std::string(db::word_of(row.data_type));
  if (row.subgroup_size == 1) return "single readings (subgroup_size 1)";
  return "subgroups of " + std::to_string(row.subgroup_size) + " readings";
}

std::string suitable_charts(const judge::Characteristic& row) {
  std::string charts;
  for (const judge::ChartType chart :
       {judge::ChartType::i_mr, judge::ChartType::xbar_r, judge::ChartType::xbar_s, judge::ChartType::p,
        judge::ChartType::np, judge::ChartType::c, judge::ChartType::u}) {
    if (!suits(chart, row)) continue;
    if (!charts.empty()) charts += " or ";
    charts += db::word_of(chart);
  }
  return charts;
}

}  // namespace

std::vector<std::string> contradictions(const judge::Characteristic& row) {
  std::vector<std::string> found = immeasurable(row);
  if (!found.empty()) return found;
  if (row.min_measurements > row.subgroup_size) found.emplace_back("min_measurements must not exceed subgroup_size");
  if (row.warn_below_count && *row.warn_below_count < row.min_measurements)
    found.emplace_back("warn_below_count must not be below min_measurements");
  if (row.warn_below_count && *row.warn_below_count > row.subgroup_size)
    found.emplace_back("warn_below_count must not exceed subgroup_size");
  if (row.lsl && row.usl && *row.lsl >= *row.usl) found.emplace_back("usl must be above lsl");
  if (row.lcl && row.ucl) {
    const auto center = row.stored_center_line;
    if (*row.lcl >= *row.ucl) {
      found.emplace_back("ucl must be above lcl");
    } else if (center && (*center < *row.lcl || *center > *row.ucl)) {
      found.emplace_back("the center line must lie between lcl and ucl");
    } else if (row.is_attribute() && !make_context(row, {}).has_limits()) {
      found.emplace_back("the limits leave no room for a center line above 0 and below the size inspected");
    }
  }
  return found;
}

void require_suitable_chart(const judge::Characteristic& row) {
  if (!row.chart_type || suits(*row.chart_type, row)) return;
  const std::string chart(db::word_of(*row.chart_type));
  throw base::invalid_field(
      {"body", "chart_type"}, "value_error",
      "Value error, a chart of type " + chart + " cannot draw " + samples_of(row) + ": use " + suitable_charts(row),
      boost::json::string(chart), {{"error", boost::json::object()}});
}

judge::Characteristic row_of(const CharacteristicCreate& request) {
  return {.id = {},
          .hierarchy_id = request.hierarchy_id,
          .name = request.name,
          .description = request.description,
          .data_type = request.data_type,
          .subgroup_size = request.subgroup_size,
          .chart_type = request.chart_type,
          .target_value = request.target_value,
          .usl = request.usl,
          .lsl = request.lsl,
          .subgroup_mode = request.subgroup_mode,
          .min_measurements = request.min_measurements,
          .warn_below_count = request.warn_below_count,
          .decimal_precision = request.decimal_precision};
}

// As the member's own rule would refuse it, if that did not depend on another member.
void require_subgroup_size(const CharacteristicCreate& request) {
  if (fits_subgroup_size(request)) return;
  throw base::invalid_field({"body", "subgroup_size"}, "less_than_equal",
                            "Input should be less than or equal to " + std::to_string(judge::kMaxReadings) +
                                " (readings of data_type variable)",
                            request.subgroup_size, {{"le", judge::kMaxReadings}});
}

std::optional<std::string> cross_check(const CharacteristicCreate& request) {
  if (!fits_subgroup_size(request)) return std::nullopt;  // refused at its own member
  std::vector<std::string> found = contradictions(row_of(request));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

judge::Characteristic updated(const judge::Characteristic& before, const CharacteristicUpdate& update) {
  judge::Characteristic row = before;
  update.name.apply_to(row.name);
  update.description.apply_to(row.description);
  update.chart_type.apply_to(row.chart_type);
  update.target_value.apply_to(row.target_value);
  update.usl.apply_to(row.usl);
  update.lsl.apply_to(row.lsl);
  update.subgroup_mode.apply_to(row.subgroup_mode);
  update.min_measurements.apply_to(row.min_measurements);
  update.warn_below_count.apply_to(row.warn_below_count);
  update.decimal_precision.apply_to(row.decimal_precision);
  update_limits(before, update, row);
  return row;
}

void require_consistent(const judge::Characteristic& after, const judge::Characteristic* before) {
  const std::vector<std::string> known = before == nullptr ? std::vector<std::string>() : contradictions(*before);
  for (const std::string& contradiction : contradictions(after)) {
    if (std::find(known.begin(), known.end(), contradiction) != known.end()) continue;
    throw base::invalid_field({"body"}, "value_error", "Value error, " + contradiction, nullptr,
                              {{"error", boost::json::object()}});
  }
}

}  // namespace openspc::quality::characteristic
