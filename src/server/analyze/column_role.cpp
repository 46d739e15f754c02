#include "server/analyze/column_role.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

#include "spc/summary.h"

namespace openspc::server::analyze {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

// A name around its last number: "Reading 3 (mm)" is "reading ", 3, " (mm)".
struct NumberedName {
  std::string before, after;
  long number = 0;
};

std::optional<NumberedName> numbered(std::string_view name) {
  const auto last = std::find_if(name.rbegin(), name.rend(), is_digit).base();
  if (last == name.begin()) return std::nullopt;
  auto first = last;
  while (first != name.begin() && is_digit(*(first - 1))) --first;
  NumberedName result{lower({name.begin(), first}), lower({last, name.end()}), 0};
  const auto [end, error] = std::from_chars(&*first, &*first + (last - first), result.number);
  return error == std::errc{} ? std::optional(std::move(result)) : std::nullopt;
}

bool follows(const NumberColumn& previous, const NumberColumn& next) {
  const auto a = numbered(previous.name);
  const auto b = numbered(next.name);
  return a && b && a->before == b->before && a->after == b->after && b->number == a->number + 1;
}

// a, b, c, ... (x and y are something else).
bool are_letters(const std::vector<NumberColumn>& columns) {
  char expected = 'a';
  return std::ranges::all_of(
      columns, [&](const NumberColumn& column) { return lower(column.name) == std::string(1, expected++); });
}

bool are_named_alike(const std::vector<NumberColumn>& columns) {
  if (std::ranges::all_of(columns, [](const NumberColumn& column) { return column.name.empty(); })) return true;
  const auto breaks = [](const NumberColumn& a, const NumberColumn& b) { return !follows(a, b); };
  return are_letters(columns) || std::ranges::adjacent_find(columns, breaks) == columns.end();
}

bool starts_a_count(const std::vector<double>& values) {
  return values.size() >= 3 && (values.front() == 0 || values.front() == 1);
}

// Serial numbers, clocks and counters go one way only; four readings do so by chance one time in twelve, five one in
// sixty.
bool steps_on(const std::vector<double>& values) {
  constexpr std::size_t kFewest = 5;
  if (values.size() < kFewest) return false;
  const bool rises = std::ranges::adjacent_find(values, std::greater_equal<>{}) == values.end();
  const bool falls = std::ranges::adjacent_find(values, std::less_equal<>{}) == values.end();
  return rises || falls;
}

// 1001, 1002, 1003: whole numbers in equal steps.
bool steps_evenly(const std::vector<double>& values) {
  if (values.size() < 3 || values[1] == values[0] || values[0] != std::floor(values[0])) return false;
  const double step = values[1] - values[0];
  const auto other = [&](double a, double b) { return b - a != step; };
  return std::ranges::adjacent_find(values, other) == values.end();
}

bool are_whole(const std::vector<double>& values) {
  return std::ranges::all_of(values, [](double value) { return value == std::floor(value); });
}

bool have_one_sign_and_size(const std::vector<spc::Summary>& columns) {
  constexpr double kLargestRatio = 2;
  double smallest = columns.front().mean;
  double largest = smallest;
  for (const spc::Summary& column : columns) {
    smallest = std::min(smallest, column.mean);
    largest = std::max(largest, column.mean);
  }
  if (smallest <= 0 && largest >= 0) return false;
  return std::max(std::abs(smallest), std::abs(largest)) <=
         kLargestRatio * std::min(std::abs(smallest), std::abs(largest));
}

// Means no further from each other than readings of one process lie, and spreads of one order.
bool overlap(const std::vector<spc::Summary>& columns) {
  constexpr double kFarthest = 3;     // pooled standard deviations from the common mean
  constexpr double kWidest = 5;       // times the pooled standard deviation, either way
  constexpr std::size_t kEnough = 5;  // readings that tell a spread
  const double count = static_cast<double>(columns.size());
  double mean = 0;
  double variance = 0;
  for (const spc::Summary& column : columns) {
    mean += column.mean / count;
    variance += column.variance() / count;
  }
  const double spread = std::sqrt(variance);
  return std::ranges::all_of(columns, [&](const spc::Summary& column) {
    const bool near = std::abs(column.mean - mean) <= kFarthest * spread;
    const bool alike = column.count < kEnough || kWidest * column.sd() >= spread;
    return near && alike;
  });
}

}  // namespace

bool counts_rows(const std::vector<double>& values) {
  const auto steps_by_one = [](double a, double b) { return b != a + 1; };
  return starts_a_count(values) && std::ranges::adjacent_find(values, steps_by_one) == values.end();
}

bool counts_subgroups(const std::vector<double>& values) {
  const auto no_step = [](double a, double b) { return b != a && b != a + 1; };
  return starts_a_count(values) && values.size() >= 4 && std::ranges::adjacent_find(values, no_step) == values.end() &&
         values.back() != values.front() && values[1] == values[0];
}

bool names_subgroups(std::string_view name) {
  constexpr std::array<std::string_view, 12> kWords = {"sample",      "subgroup", "sub-group", "group",
                                                       "batch",       "lot",      "set",       "stichprobe",
                                                       "untergruppe", "gruppe",   "charge",    "los"};
  const std::string text = lower(name);
  return std::ranges::any_of(kWords, [&](std::string_view word) { return text.starts_with(word); });
}

bool are_one_subgroup(const std::vector<NumberColumn>& columns, Certainty certainty) {
  if (!are_named_alike(columns)) return false;
  std::vector<spc::Summary> summaries;
  bool some_whole = false;
  bool all_whole = true;
  for (const NumberColumn& column : columns) {
    // Numbers that nobody could read yet are refused by line when the rows are read.
    if (column.values.empty()) return certainty == Certainty::told;
    if (steps_evenly(column.values)) return false;
    summaries.push_back(spc::summarize(column.values));
    const bool whole = are_whole(column.values);
    some_whole = some_whole || whole;
    all_whole = all_whole && whole;
  }
  if (certainty == Certainty::told) return have_one_sign_and_size(summaries) || overlap(summaries);
  const bool one_steps_on =
      std::ranges::any_of(columns, [](const NumberColumn& column) { return steps_on(column.values); }) &&
      !std::ranges::all_of(columns, [](const NumberColumn& column) { return steps_on(column.values); });
  return !one_steps_on && (all_whole || !some_whole) && overlap(summaries);
}

}  // namespace openspc::server::analyze
