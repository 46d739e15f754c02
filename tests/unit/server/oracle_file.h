// An oracle: data, the chart to make of them and the numbers that must come out, as a text file that a quality engineer
// can read and add to. tests/oracles/README.md describes the format. Called by oracle_test.cpp.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <istream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace openspc::test {

// A line that the format does not know, with its number.
class OracleError : public std::runtime_error {
 public:
  OracleError(std::size_t line, const std::string& reason)
      : std::runtime_error("line " + std::to_string(line) + ": " + reason) {}
};

// One number (or word) that the JSON report must hold.
struct Expectation {
  std::size_t line = 0;
  std::string path;  // "location.ucl", "location.points.4.ucl"
  std::string text;  // as written: a number, null, true, false or a word
  double tolerance = 0;
  bool published = false;                   // computed with the constants of its day
  bool printed_constants = false;           // rounded as in printed tables: c4 to four decimals, the others to three
  std::map<std::string, double> constants;  // named one by one: d2=1.128

  [[nodiscard]] std::optional<double> number() const;
};

// A rule that must fire, at each point from first to last.
struct ExpectedSignal {
  std::size_t line = 0;
  int rule = 0;
  std::size_t first = 0, last = 0;
  std::vector<std::size_t> points;  // involved; not looked at when empty
};

struct Oracle {
  std::string title;
  std::string source;
  std::string chart;
  std::string options;    // flags of `openspc analyze`
  std::string data;       // CSV text
  std::string data_file;  // or its name in tests/data
  std::vector<Expectation> expectations;
  std::map<std::string, std::vector<ExpectedSignal>> signals;  // of "location" and "dispersion"; all that may fire
};

[[nodiscard]] Oracle read_oracle(std::istream& in);

// What of the oracle the report of `openspc analyze --format json` does not fulfil: one message for each line.
[[nodiscard]] std::vector<std::string> compare(const Oracle& oracle, const boost::json::value& report);

}  // namespace openspc::test
