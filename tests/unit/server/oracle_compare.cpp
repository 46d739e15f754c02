#include <boost/json.hpp>
#include <cmath>
#include <set>
#include <sstream>
#include <tuple>

#include "oracle_file.h"
#include "spc/constants.h"

namespace openspc::test {
namespace {

namespace json = boost::json;

double as_double(const json::value& value) {
  return value.to_number<double>();
}

// The value at a path; elements of arrays by their "index", else by their place from 1.
const json::value* find(const json::value& report, const std::string& path) {
  const json::value* at = &report;
  std::istringstream steps(path);
  for (std::string step; at != nullptr && std::getline(steps, step, '.');) {
    if (const auto* object = at->if_object()) {
      at = object->if_contains(step);
    } else if (const auto* array = at->if_array()) {
      const json::value* found = nullptr;
      for (std::size_t i = 0; i < array->size() && found == nullptr; ++i) {
        const auto* element = (*array)[i].if_object();
        const json::value* index = element == nullptr ? nullptr : element->if_contains("index");
        const double number = index == nullptr ? static_cast<double>(i + 1) : as_double(*index);
        if (step == std::to_string(static_cast<std::size_t>(number))) found = &(*array)[i];
      }
      at = found;
    } else {
      at = nullptr;
    }
  }
  return at;
}

// Limits as a book computes them: from the report's center and mean statistic, with the constants of its table.
class BookLimits {
 public:
  BookLimits(const json::value& report, const Expectation& expected)
      : expected_(expected),
        chart_(report.at("chart").as_string()),
        center_(as_double(report.at("location").at("center"))),
        spread_(as_double(report.at("dispersion").at("center"))),
        size_(as_double(report.at("subgroup_size"))) {}

  [[nodiscard]] std::optional<double> at(const std::string& path) const {
    if (path == "sigma.value") return spread_ / constant(by_s() ? "c4" : "d2");
    if (path == "location.ucl") return center_ + half_width();
    if (path == "location.lcl") return center_ - half_width();
    if (path == "dispersion.ucl") return spread_ * constant(by_s() ? "B4" : "D4");
    if (path == "dispersion.lcl") return spread_ * constant(by_s() ? "B3" : "D3");
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool by_s() const { return chart_ == "xbar-s"; }
  [[nodiscard]] bool individuals() const { return chart_ == "i-mr"; }

  [[nodiscard]] double half_width() const {
    if (individuals()) return given("E2") ? spread_ * constant("E2") : 3 * spread_ / constant("d2");
    const char* const divisor = by_s() ? "c4" : "d2";
    if (given(divisor)) return 3 * spread_ / (constant(divisor) * std::sqrt(size_));
    return spread_ * constant(by_s() ? "A3" : "A2");
  }

  [[nodiscard]] bool given(const std::string& name) const { return expected_.constants.contains(name); }

  [[nodiscard]] double constant(const std::string& name) const {
    if (const auto found = expected_.constants.find(name); found != expected_.constants.end()) return found->second;
    const spc::ChartConstants& k = *spc::chart_constants(individuals() ? 2 : static_cast<std::size_t>(size_));
    const std::map<std::string, double> exact = {{"d2", k.d2}, {"c4", k.c4}, {"A2", k.A2}, {"A3", k.A3}, {"B3", k.B3},
                                                 {"B4", k.B4}, {"D3", k.D3}, {"D4", k.D4}, {"E2", k.E2}};
    if (!expected_.printed_constants) return exact.at(name);
    const double unit = name == "c4" ? 1e4 : 1e3;
    return std::round(exact.at(name) * unit) / unit;
  }

  const Expectation& expected_;
  std::string chart_;
  double center_;
  double spread_;
  double size_;
};

std::string show(const json::value& value) {
  std::ostringstream text;
  text.precision(15);
  if (value.is_number()) {
    text << as_double(value);
  } else {
    text << json::serialize(value);
  }
  return text.str();
}

std::optional<std::string> check(const Expectation& expected, const json::value& report) {
  const std::string where = "line " + std::to_string(expected.line) + ": " + expected.path;
  const json::value* const found = find(report, expected.path);
  if (found == nullptr) return where + " is not in the report";
  const auto wanted = expected.number();
  if (!wanted) {
    const std::string actual = found->is_string() ? std::string(found->as_string()) : show(*found);
    if (actual == expected.text) return std::nullopt;
    return where + ": expected " + expected.text + ", got " + actual;
  }
  if (!found->is_number()) return where + ": expected " + expected.text + ", got " + show(*found);

  double actual = as_double(*found);
  std::string how;
  if (expected.printed_constants || !expected.constants.empty()) {
    const auto book = BookLimits(report, expected).at(expected.path);
    if (!book) return where + " does not depend on a control-chart constant";
    actual = *book;
    how = " with the constants named";
  }
  if (std::abs(actual - *wanted) <= expected.tolerance) return std::nullopt;
  std::ostringstream text;
  text.precision(15);
  text << where << ": expected " << expected.text << " within " << expected.tolerance << ", got " << actual << how;
  return text.str();
}

using Fired = std::map<std::pair<int, std::size_t>, std::vector<std::size_t>>;  // rule and point to points involved

Fired fired_in(const json::value& series) {
  Fired fired;
  if (!series.is_object()) return fired;
  for (const json::value& point : series.at("points").as_array()) {
    for (const json::value& violation : point.at("violations").as_array()) {
      std::vector<std::size_t> involved;
      for (const json::value& index : violation.at("points").as_array())
        involved.push_back(index.to_number<std::size_t>());
      fired[{violation.at("rule").to_number<int>(), point.at("index").to_number<std::size_t>()}] = std::move(involved);
    }
  }
  return fired;
}

std::string list(const std::vector<std::size_t>& points) {
  std::string text;
  for (const std::size_t point : points) text += (text.empty() ? "" : ",") + std::to_string(point);
  return text;
}

void check_signals(const std::string& part, const std::vector<ExpectedSignal>& expected, const json::value& report,
                   std::vector<std::string>& failures) {
  Fired fired = fired_in(report.at(part));
  for (const ExpectedSignal& signal : expected) {
    for (std::size_t point = signal.first; point <= signal.last; ++point) {
      const std::string where = "line " + std::to_string(signal.line) + ": " + part + " rule " +
                                std::to_string(signal.rule) + " at " + std::to_string(point);
      const auto found = fired.find({signal.rule, point});
      if (found == fired.end()) {
        failures.push_back(where + " does not fire");
        continue;
      }
      if (!signal.points.empty() && signal.points != found->second) {
        failures.push_back(where + " involves points " + list(found->second));
      }
      fired.erase(found);
    }
  }
  for (const auto& [key, involved] : fired) {
    failures.push_back(part + " rule " + std::to_string(key.first) + " fires at " + std::to_string(key.second) +
                       " (points " + list(involved) + "), which no line expects");
  }
}

}  // namespace

std::vector<std::string> compare(const Oracle& oracle, const json::value& report) {
  std::vector<std::string> failures;
  for (const Expectation& expected : oracle.expectations) {
    if (auto failure = check(expected, report)) failures.push_back(std::move(*failure));
  }
  for (const auto& [part, expected] : oracle.signals) check_signals(part, expected, report, failures);
  return failures;
}

}  // namespace openspc::test
