#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <map>
#include <ostream>
#include <span>
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
json::value common(const spc::ChartSeries& series, double spc::Scale::* line) {
  const std::span<const spc::Scale> scales = series.scales().said();
  if (scales.empty()) return nullptr;
  const double first = scales.front().*line;
  const bool agree = std::ranges::all_of(scales, [&](const spc::Scale& scale) { return scale.*line == first; });
  return agree ? number_or_null(first) : nullptr;
}

// The violations at the point in that place; `hit` walks through the hits, which are in the order of points.
json::array violations_at(const spc::ChartSeries& series, std::size_t place, std::size_t& hit) {
  json::array violations;
  const std::span<const spc::SeriesHit> hits = series.hits();
  for (; hit < hits.size() && hits[hit].index == place; ++hit) {
    std::vector<std::size_t> involved = series.involved(hits[hit]);
    for (std::size_t& index : involved) ++index;
    violations.push_back(json::object{{"rule", spc::number(hits[hit].hit.rule)}, {"points", numbers(involved)}});
  }
  return violations;
}

json::object point_json(const Analysis& analysis, const spc::ChartSeries& series, std::size_t place, std::size_t& hit) {
  const std::size_t index = series.index(place);
  const spc::PlottedPoint plotted = series.plotted(place);
  json::object point{{"index", index + 1},
                     {"value", number_or_null(plotted.value)},
                     {"center", number_or_null(plotted.scale.center)},
                     {"ucl", number_or_null(plotted.scale.ucl)},
                     {"lcl", number_or_null(plotted.scale.lcl)},
                     {"size", number_or_null(analysis.size_of(index))}};
  if (const std::string label = analysis.label_of(index); !label.empty()) point["label"] = label;
  point["violations"] = violations_at(series, place, hit);
  return point;
}

json::object violations_by_rule(const spc::ChartSeries& series) {
  std::map<int, std::size_t> counts;
  for (const auto& hit : series.hits()) ++counts[spc::number(hit.hit.rule)];
  json::object result;
  for (const auto& [rule, count] : counts) result[std::to_string(rule)] = count;
  return result;
}

json::value sigma_json(const Analysis& analysis) {
  const auto& estimate = analysis.within;
  return json::object{{"method", spc::name(estimate ? estimate->method : analysis.chart.parameters.method)},
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

// Writes members one by one, points too, so that a long series never stands in memory as a document.
class Report {
 public:
  Report(const Analysis& analysis, JsonDetail detail, std::ostream& out)
      : analysis_(analysis), detail_(detail), out_(out) {}

  void write() {
    out_ << '{';
    member("chart", json::string(spc::name(analysis_.kind)));
    member("mode", json::string(spc::name(analysis_.mode)));
    member("source", json::string(analysis_.data.source));
    member("value_column", json::string(analysis_.data.value_name));
    member("subgroup_size", number_or_null(analysis_.constant_size()));
    member("baseline", baseline_json(analysis_));
    member("in_control", analysis_.signals.empty());
    member("sigma", sigma_json(analysis_));
    member("summary", summary_json(analysis_));
    series("location", analysis_.chart.location);
    if (analysis_.chart.dispersion) {
      series("dispersion", *analysis_.chart.dispersion);
    } else {
      member("dispersion", nullptr);
    }
    member("capability", capability_json(analysis_));
    member("normality", normality_json(analysis_));
    json::array notes;
    for (const std::string& note : analysis_.all_notes()) notes.emplace_back(note);
    member("notes", notes);
    out_ << "\n}\n";
  }

 private:
  void member(std::string_view name, const json::value& value) {
    begin_member(name);
    if (const auto* object = value.if_object()) {
      std::string_view separator = "{\n    ";
      for (const json::key_value_pair& inner : *object) {
        out_ << separator << '"' << inner.key() << "\": " << compact(inner.value());
        separator = ",\n    ";
      }
      out_ << "\n  }";
    } else {
      out_ << compact(value);
    }
  }

  void series(std::string_view name, const spc::ChartSeries& series) {
    begin_member(name);
    out_ << "{\n    \"center\": " << compact(common(series, &spc::Scale::center))
         << ",\n    \"ucl\": " << compact(common(series, &spc::Scale::ucl))
         << ",\n    \"lcl\": " << compact(common(series, &spc::Scale::lcl));
    if (detail_ == JsonDetail::summary) {
      out_ << ",\n    \"count\": " << series.size() << ",\n    \"violations\": " << compact(violations_by_rule(series))
           << "\n  }";
      return;
    }
    out_ << ",\n    \"points\": [";
    std::size_t hit = 0;
    for (std::size_t place = 0; place < series.size(); ++place) {
      out_ << (place == 0 ? "\n      " : ",\n      ") << compact(point_json(analysis_, series, place, hit));
    }
    out_ << (series.empty() ? "]" : "\n    ]") << "\n  }";
  }

  void begin_member(std::string_view name) {
    out_ << (first_ ? "\n  \"" : ",\n  \"") << name << "\": ";
    first_ = false;
  }

  static std::string compact(const json::value& value) {
    std::string text;
    write_compact(value, text);
    return text;
  }

  const Analysis& analysis_;
  const JsonDetail detail_;
  std::ostream& out_;
  bool first_ = true;
};

}  // namespace

void write_json(const Analysis& analysis, JsonDetail detail, std::ostream& out) {
  Report(analysis, detail, out).write();
}

}  // namespace openspc::server::analyze
