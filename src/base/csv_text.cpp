#include "base/csv_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <utility>
#include <vector>

namespace openspc::base::csv_text {
namespace {

constexpr std::size_t kSniffedRecords = 32;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_space(char c) {
  return c == ' ' || c == '\t';
}

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Length of the well-formed UTF-8 sequence at the start of `text` (Unicode 15, table 3-7), 0 when it is none.
std::size_t utf8_sequence(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && at(1) < 0xA0;
    const bool surrogate = lead == 0xED && at(1) > 0x9F;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && at(1) < 0x90;
    const bool beyond = lead == 0xF4 && at(1) > 0x8F;
    return tail(1) && tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

// How often a candidate delimiter occurs outside quotes in each of the first records.
std::vector<std::size_t> count_in_records(std::string_view text, bool complete, char delimiter) {
  std::vector<std::size_t> counts;
  std::size_t i = 0;
  while (i < text.size() && counts.size() < kSniffedRecords) {
    std::size_t count = 0;
    bool in_quotes = false;
    bool at_cell_start = true;
    bool blank = true;
    const bool comment = trimmed(text.substr(i)).starts_with('#');
    for (; i < text.size() && (in_quotes || (text[i] != '\n' && text[i] != '\r')); ++i) {
      const char c = text[i];
      if (c == '"' && !comment && (in_quotes || at_cell_start)) in_quotes = !in_quotes;
      if (c == delimiter && !in_quotes) ++count;
      blank = blank && is_space(c);
      at_cell_start = (c == delimiter && !in_quotes) || (at_cell_start && is_space(c));
    }
    const bool ended = i < text.size();
    while (i < text.size() && (text[i] == '\n' || text[i] == '\r')) ++i;
    if (!comment && !blank && (ended || complete || counts.empty())) counts.push_back(count);
  }
  return counts;
}

}  // namespace

bool equal_in_any_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

void make_valid_utf8(std::string& text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return;
  std::string valid;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t length = utf8_sequence(rest);
    valid += length == 0 ? kReplacement : rest.substr(0, length);
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  text = std::move(valid);
}

std::string in_quotes(std::string_view cell) {
  constexpr std::size_t kShown = 40;
  std::string shown = "'";
  std::string_view rest = cell;
  for (std::size_t characters = 0; !rest.empty() && characters < kShown; ++characters) {
    const std::size_t length = std::max<std::size_t>(utf8_sequence(rest), 1);
    shown += static_cast<unsigned char>(rest.front()) < 0x20 ? std::string_view("?") : rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return shown + (rest.empty() ? "'" : "...'");
}

bool names_non_finite(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  constexpr std::array<std::string_view, 3> kNames = {"nan", "inf", "infinity"};
  return std::ranges::any_of(kNames, [&](std::string_view name) { return equal_in_any_case(text, name); });
}

char decimal_mark_of(std::string_view text, char delimiter) {
  const auto commas = std::ranges::count(text, ',');
  const auto points = std::ranges::count(text, '.');
  if (commas == 0) return points == 0 ? '\0' : '.';
  return commas == 1 && points == 0 && delimiter != ',' ? ',' : '?';
}

NumberFault parse_double(std::string_view text, double& value) {
  const bool plus = text.starts_with('+');
  if (plus) text.remove_prefix(1);
  const std::size_t sign = !plus && text.starts_with('-') ? 1 : 0;
  // from_chars also knows "nan" and "inf"; a number begins with a digit or a point.
  const bool begins_well = sign < text.size() && (text[sign] == '.' || (text[sign] >= '0' && text[sign] <= '9'));
  if (!begins_well) return NumberFault::malformed;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return NumberFault::malformed;
  return error == std::errc{} ? NumberFault::none : NumberFault::out_of_range;
}

bool looks_numeric(std::string_view cell, char delimiter) {
  std::string text(trimmed(cell));
  if (text.empty() || decimal_mark_of(text, delimiter) == '?') return false;
  std::ranges::replace(text, ',', '.');
  double value = 0;
  return parse_double(text, value) != NumberFault::malformed;
}

std::size_t column_label(std::string_view cell, std::size_t columns) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  const bool whole = error == std::errc{} && end == cell.data() + cell.size();
  return whole && value <= columns ? value : 0;
}

char sniff_delimiter(std::string_view text, bool complete) {
  constexpr std::array kCandidates = {'\t', ';', ','};
  std::array<std::vector<std::size_t>, kCandidates.size()> counts;
  for (std::size_t i = 0; i < kCandidates.size(); ++i) counts[i] = count_in_records(text, complete, kCandidates[i]);

  const auto present = [&](std::size_t i) { return std::ranges::count_if(counts[i], [](auto n) { return n > 0; }); };
  for (std::size_t i = 0; i < kCandidates.size(); ++i) {
    const bool equal = std::ranges::adjacent_find(counts[i], std::ranges::not_equal_to{}) == counts[i].end();
    if (equal && present(i) > 0) return kCandidates[i];
  }
  for (std::size_t i = 0; i < kCandidates.size(); ++i) {
    if (present(i) > 0 && counts[i].front() > 0 && 2 * static_cast<std::size_t>(present(i)) >= counts[i].size()) {
      return kCandidates[i];
    }
  }
  return present(1) > present(2) ? ';' : ',';
}

}  // namespace openspc::base::csv_text
