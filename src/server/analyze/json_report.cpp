#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <map>
#include <ostream>
#include <string>

#include "server/analyze/reports.h"

namespace openspc::server::analyze {
namespace {

namespace json = boost::json;

json::value number_or_null(double value) {
  return std::isfinite(value) ? json::value(value) : json::value(nullptr);
}

template <class T>
json::value number_or_null(const std::optional<T>& value) {
  return value ? number_or_null(static_cast<double>(*value)) : json::value(nullptr);
}

json::array numbers(const std::vector<std::size_t>& values) {
  json::array array;
  for (const std::size_t value : values) array.emplace_back(value);
  return array;
}

// What all points agree on, null where they differ.
json::value common(const spc::ChartSeries& series, double spc::Scale::*line) {
  if (series.points.empty()) return nullptr;
  const double first = series.points.front().plotted.scale.*line;
  for (const spc::SeriesPoint& point : series.points) {
    if (point.plotted.scale.*line != first) return nullptr;
  }
  return number_or_null(first);
}

std::map<std::size_t, json::array> violations_by_position(const spc::ChartSeries& series) {
  std::map<std::size_t, json::array> violations;
  for (const spc::SeriesHit& hit : series.hits) {
    std::vector<std::size_t> involved = series.involved(hit);
    for (std::size_t& index : involved) ++index;
    json::object violation{{"rule", spc::number(hit.hit.rule)}, {"points", numbers(involved)}};
    violations[hit.index].emplace_back(std::move(violation));
  }
  return violations;
}

json::value series_json(const Analysis& analysis, const spc::ChartSeries& series) {
  std::map<std::size_t, json::array> violations = violations_by_position(series);
  json::array points;
  points.reserve(series.points.size());
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    const auto& [index, plotted, zone, fired] = series.points[i];
    json::object point{{"index", index + 1},
                       {"value", number_or_null(plotted.value)},
                       {"center", number_or_null(plotted.scale.center)},
                       {"ucl", number_or_null(plotted.scale.ucl)},
                       {"lcl", number_or_null(plotted.scale.lcl)},
                       {"size", number_or_null(analysis.size_of(index))}};
    if (const std::string label = analysis.label_of(index); !label.empty()) point["label"] = label;
    const auto found = violations.find(i);
    point["violations"] = found == violations.end() ? json::array() : std::move(found->second);
    points.emplace_back(std::move(point));
  }
  return json::object{{"center", common(series, &spc::Scale::center)},
                      {"ucl", common(series, &spc::Scale::ucl)},
                      {"lcl", common(series, &spc::Scale::lcl)},
                      {"points", std::move(points)}};
}

json::value sigma_json(const Analysis& analysis) {
  const auto& estimate = analysis.chart.sigma;
  return json::object{{"method", spc::name(analysis.chart.parameters.method)},
                      {"value", estimate ? number_or_null(estimate->sigma.value) : json::value(nullptr)}};
}

json::value summary_json(const Analysis& analysis) {
  if (!analysis.overall) return nullptr;
  const spc::Summary& all = *analysis.overall;
  return json::object{{"count", all.count},
                      {"mean", number_or_null(all.mean)},
                      {"sd", all.count < 2 ? json::value(nullptr) : number_or_null(all.sd())},
                      {"min", number_or_null(all.min)},
                      {"max", number_or_null(all.max)}};
}

json::object ppm_json(const spc::Ppm& ppm) {
  return {{"below_lsl", number_or_null(ppm.below_lsl)},
          {"above_usl", number_or_null(ppm.above_usl)},
          {"total", number_or_null(ppm.total())}};
}

json::value capability_json(const Analysis& analysis) {
  if (!analysis.capability) return nullptr;
  const spc::Capability& capability = *analysis.capability;
  json::object result;
  json::object intervals{{"level", capability.confidence}};
  const auto add = [&](std::string_view name, const std::optional<spc::CapabilityIndex>& index) {
    result[name] = index ? number_or_null(index->value) : json::value(nullptr);
    intervals[name] = nullptr;
    if (!index || !index->ci) return;
    intervals[name] =
        json::object{{"lower", number_or_null(index->ci->lower)}, {"upper", number_or_null(index->ci->upper)}};
  };
  add("cp", capability.cp);
  add("cpk", capability.cpk);
  add("cpl", capability.cpl);
  add("cpu", capability.cpu);
  add("pp", capability.pp);
  add("ppk", capability.ppk);
  add("ppl", capability.ppl);
  add("ppu", capability.ppu);
  add("cpm", capability.cpm);
  result["ci"] = std::move(intervals);
  result["lsl"] = number_or_null(analysis.specification.lsl);
  result["usl"] = number_or_null(analysis.specification.usl);
  result["target"] = number_or_null(analysis.specification.target);
  result["sigma_within"] = number_or_null(capability.sigma_within.value);
  result["sigma_overall"] = number_or_null(capability.sigma_overall.value);
  result["ppm"] = json::object{
      {"observed", capability.observed ? json::value(ppm_json(*capability.observed)) : json::value(nullptr)},
      {"expected_within", ppm_json(capability.expected_within)},
      {"expected_overall", ppm_json(capability.expected_overall)}};
  return result;
}

json::value normality_json(const Analysis& analysis) {
  if (!analysis.normality) return nullptr;
  return json::object{{"test", "anderson-darling"},
                      {"a_squared", number_or_null(analysis.normality->a_squared)},
                      {"a_squared_star", number_or_null(analysis.normality->a_squared_star)},
                      {"p_value", number_or_null(analysis.normality->p_value)}};
}

json::value baseline_json(const Analysis& analysis) {
  if (!analysis.baseline) return nullptr;
  return json::object{{"first", analysis.baseline->first}, {"last", analysis.baseline->last}};
}

json::object report(const Analysis& analysis) {
  json::object result{{"chart", spc::name(analysis.kind)},
                      {"mode", spc::name(analysis.mode)},
                      {"source", analysis.data.source},
                      {"value_column", analysis.data.value_name},
                      {"subgroup_size", number_or_null(analysis.constant_size())},
                      {"baseline", baseline_json(analysis)},
                      {"in_control", analysis.signals.empty()},
                      {"sigma", sigma_json(analysis)},
                      {"summary", summary_json(analysis)}};
  result["location"] = series_json(analysis, analysis.chart.location);
  result["dispersion"] =
      analysis.chart.dispersion ? series_json(analysis, *analysis.chart.dispersion) : json::value(nullptr);
  result["capability"] = capability_json(analysis);
  result["normality"] = normality_json(analysis);
  json::array notes;
  for (const std::string& note : analysis.all_notes()) notes.emplace_back(note);
  result["notes"] = std::move(notes);
  return result;
}

// Writes a number as people write it (74, not 7.4E1) in the fewest digits that read back the same.
void write_double(double value, std::string& out) {
  std::array<char, 32> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value == 0 ? 0.0 : value);
  out.append(buffer.data(), end);
}

void write_compact(const json::value& value, std::string& out) {
  const auto write_all = [&](const auto& items, char open, char close, auto&& write_item) {
    out += open;
    bool first = true;
    for (const auto& item : items) {
      if (!first) out += ", ";
      first = false;
      write_item(item);
    }
    out += close;
  };
  if (const auto* array = value.if_array()) {
    write_all(*array, '[', ']', [&](const json::value& item) { write_compact(item, out); });
  } else if (const auto* object = value.if_object()) {
    write_all(*object, '{', '}', [&](const json::key_value_pair& member) {
      out += json::serialize(json::string_view(member.key())) + ": ";
      write_compact(member.value(), out);
    });
  } else if (const auto* number = value.if_double()) {
    write_double(*number, out);
  } else {
    out += json::serialize(value);
  }
}

// Members of the outer objects and points stand on lines of their own; what is inside them stays on one.
void write_lines(const json::value& value, std::size_t depth, std::string& out) {
  constexpr std::size_t kInnerLineDepth = 2;
  const bool is_points = value.is_array() && depth == kInnerLineDepth;
  const bool is_outer = value.is_object() && depth < kInnerLineDepth && !value.get_object().empty();
  if ((!is_points && !is_outer) || (is_points && value.get_array().empty())) {
    write_compact(value, out);
    return;
  }
  const std::string indent(2 * depth + 2, ' ');
  bool first = true;
  out += is_points ? '[' : '{';
  const auto next_line = [&] {
    out += first ? "\n" : ",\n";
    out += indent;
    first = false;
  };
  if (is_points) {
    for (const json::value& item : value.get_array()) {
      next_line();
      write_compact(item, out);
    }
  } else {
    for (const json::key_value_pair& member : value.get_object()) {
      next_line();
      out += json::serialize(json::string_view(member.key())) + ": ";
      write_lines(member.value(), depth + 1, out);
    }
  }
  out += '\n' + std::string(2 * depth, ' ') + (is_points ? ']' : '}');
}

}  // namespace

void write_json(const Analysis& analysis, std::ostream& out) {
  std::string text;
  write_lines(report(analysis), 0, text);
  out << text << '\n';
}

}  // namespace openspc::server::analyze
