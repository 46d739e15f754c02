#include "oracle_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <tuple>

namespace openspc::test {
namespace {

constexpr double kExact = 1e-9;

std::optional<double> to_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Half a unit of the last digit printed, and a hair for numbers that end in a 5.
double half_unit(int digits) {
  return 0.5 * std::pow(10.0, -digits) * (1 + 1e-9);
}

int printed_digits(const std::string& number) {
  const std::size_t point = number.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(number.size() - point - 1);
}

class Parser {
 public:
  explicit Parser(std::istream& in) : in_(in) {}

  Oracle parse() {
    for (std::string text; next(text);) {
      words_ = std::istringstream(text);
      std::string keyword;
      if (!(words_ >> keyword) || keyword.starts_with('#')) continue;
      statement(keyword);
    }
    check();
    return std::move(oracle_);
  }

 private:
  bool next(std::string& text) {
    ++line_;
    return static_cast<bool>(std::getline(in_, text));
  }

  [[noreturn]] void fail(const std::string& reason) const { throw OracleError(line_, reason); }

  std::string word(const std::string& what) {
    std::string text;
    if (!(words_ >> text)) fail("expected " + what);
    return text;
  }
  double number(const std::string& what) {
    const std::string text = word(what);
    const auto value = to_number(text);
    if (!value) fail("'" + text + "' is not a number, but " + what + " is");
    return *value;
  }
  std::string rest() {
    std::string text;
    std::getline(words_ >> std::ws, text);
    return text;
  }

  void statement(const std::string& keyword) {
    if (keyword == "title") {
      oracle_.title = rest();
    } else if (keyword == "source") {
      oracle_.source += (oracle_.source.empty() ? "" : " ") + rest();
    } else if (keyword == "chart") {
      oracle_.chart = word("the kind of chart");
    } else if (keyword == "options") {
      oracle_.options = rest();
    } else if (keyword == "data-file") {
      oracle_.data_file = word("the name of a file in tests/data");
    } else if (keyword == "data") {
      read_data();
    } else if (keyword == "expect" || keyword == "published") {
      expectation(keyword == "published");
    } else if (keyword == "signal") {
      signal();
    } else if (keyword == "signals") {
      no_signals();
    } else {
      fail("unknown word '" + keyword + "'");
    }
    std::string surplus;
    if (words_ >> surplus) fail("unknown word '" + surplus + "'");
  }

  void read_data() {
    const std::size_t begin = line_;
    for (std::string text; next(text);) {
      if (text == "end") return;
      oracle_.data += text + '\n';
    }
    throw OracleError(begin, "the data that begin here have no line 'end'");
  }

  void expectation(bool published) {
    Expectation expected;
    expected.line = line_;
    expected.published = published;
    expected.path = word("a path such as location.ucl");
    expected.text = word("a number, null or a word");
    if (const auto value = expected.number()) expected.tolerance = half_unit(printed_digits(expected.text));
    for (std::string option; words_ >> option;) {
      if (option == "because") {
        rest();
      } else {
        qualify(expected, option);
      }
    }
    oracle_.expectations.push_back(std::move(expected));
  }

  void qualify(Expectation& expected, const std::string& option) {
    if (!expected.number()) fail("'" + option + "' goes with a number");
    if (option == "exact") {
      expected.tolerance = kExact * std::max(1.0, std::abs(*expected.number()));
    } else if (option == "digits") {
      expected.tolerance = half_unit(static_cast<int>(number("the count of digits")));
    } else if (option == "within") {
      expected.tolerance = number("the tolerance");
    } else if (option == "constants" && expected.published) {
      if (const std::string kind = word("3-decimal"); kind != "3-decimal") fail("unknown constants '" + kind + "'");
      expected.printed_constants = true;
    } else if (option == "using" && expected.published) {
      add_constant(expected, word("a constant such as d2=1.128"));
    } else {
      fail("unknown word '" + option + "'");
    }
  }

  void add_constant(Expectation& expected, const std::string& text) {
    const std::size_t equals = text.find('=');
    const auto value = equals == std::string::npos ? std::nullopt : to_number(text.substr(equals + 1));
    if (!value) fail("'" + text + "' is not a constant such as d2=1.128");
    expected.constants[text.substr(0, equals)] = *value;
  }

  std::string chart_part() {
    std::string part = word("location or dispersion");
    if (part != "location" && part != "dispersion") fail("'" + part + "' is neither location nor dispersion");
    return part;
  }

  void no_signals() {
    const std::string part = chart_part();
    if (word("none") != "none") fail("expected 'none'; name what fires with 'signal'");
    oracle_.signals[part];
  }

  // "12-15" or "12"
  std::pair<std::size_t, std::size_t> range(const std::string& text) const {
    const std::size_t dash = text.find('-');
    const auto first = to_number(text.substr(0, dash));
    const auto last = dash == std::string::npos ? first : to_number(text.substr(dash + 1));
    if (!first || !last || *first < 1 || *first > *last)
      fail("'" + text + "' is neither a point nor a range of points");
    return {static_cast<std::size_t>(*first), static_cast<std::size_t>(*last)};
  }

  // signal location rule 2 at 12-15
  // signal location rule 5 at 9 points 7,9
  void signal() {
    ExpectedSignal expected;
    const std::string part = chart_part();
    expected.line = line_;
    if (word("rule") != "rule") fail("expected 'rule'");
    expected.rule = static_cast<int>(number("the number of the rule"));
    if (expected.rule < 1 || expected.rule > 8) fail("rules are numbered 1 to 8");
    if (word("at") != "at") fail("expected 'at'");
    std::tie(expected.first, expected.last) = range(word("a point"));
    if (std::string points; words_ >> points) {
      if (points != "points") fail("unknown word '" + points + "'");
      if (expected.first != expected.last) fail("'points' goes with one point after 'at'");
      std::istringstream list(word("points such as 7,9 or 12-20"));
      for (std::string item; std::getline(list, item, ',');) {
        const auto [from, to] = range(item);
        for (std::size_t point = from; point <= to; ++point) expected.points.push_back(point);
      }
    }
    oracle_.signals[part].push_back(std::move(expected));
  }

  void check() const {
    if (oracle_.title.empty()) fail("the file has no 'title'");
    if (oracle_.source.empty()) fail("the file has no 'source'");
    if (oracle_.chart.empty()) fail("the file has no 'chart'");
    if (oracle_.data.empty() == oracle_.data_file.empty()) fail("the file needs either 'data' or 'data-file'");
    if (oracle_.expectations.empty() && oracle_.signals.empty()) fail("the file expects nothing");
  }

  std::istream& in_;
  std::istringstream words_;
  std::size_t line_ = 0;
  Oracle oracle_;
};

}  // namespace

std::optional<double> Expectation::number() const {
  return to_number(text);
}

Oracle read_oracle(std::istream& in) {
  return Parser(in).parse();
}

}  // namespace openspc::test
