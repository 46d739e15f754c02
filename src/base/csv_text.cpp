#include "base/csv_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace openspc::base::csv_text {
namespace {

constexpr std::size_t kSniffedRecords = 32;
constexpr std::size_t kLongestFirstCell = 200;  // that is looked at to tell a comment
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
    const std::string_view rest = trimmed(text.substr(i, kLongestFirstCell));
    const bool comment = rest.starts_with('#') && is_comment(rest, delimiter);
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

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Separators of thousands besides point and comma: spaces, plain, thin and such that do not break, and apostrophes.
constexpr std::array<std::string_view, 6> kGroupMarks = {" ", "'", "\u00A0", "\u202F", "\u2009", "\u2019"};

std::string_view separator_at(std::string_view text, char other_mark) {
  if (text.starts_with(other_mark)) return text.substr(0, 1);
  for (const std::string_view mark : kGroupMarks) {
    if (text.starts_with(mark)) return mark;
  }
  return {};
}

// The whole part of a number without what separates its thousands (one kind of separator, groups of three); nothing if
// they are not grouped so. Without separators it is returned as it is.
std::optional<std::string> ungrouped(std::string_view whole, char other_mark) {
  std::size_t digits = 0;
  while (digits < whole.size() && is_digit(whole[digits])) ++digits;
  const std::string_view separator = separator_at(whole.substr(digits), other_mark);
  if (separator.empty()) return std::string(whole);
  if (digits < 1 || digits > 3 || whole.front() == '0') return std::nullopt;
  std::string plain(whole.substr(0, digits));
  for (whole.remove_prefix(digits); !whole.empty();) {
    if (!whole.starts_with(separator)) return std::nullopt;
    const std::string_view group = whole.substr(separator.size(), 3);
    if (group.size() != 3 || !std::ranges::all_of(group, is_digit)) return std::nullopt;
    plain += group;
    whole.remove_prefix(separator.size() + 3);
  }
  return plain;
}

// English, German, French, Spanish, Italian, Portuguese, Dutch, Polish.
constexpr std::array<std::string_view, 46> kSpreadsheetErrors = {
    "#N/A",          "#DIV/0!",   "#VALUE!",       "#REF!",         "#NAME?",      "#NUM!",          "#NULL!",
    "#SPILL!",       "#CALC!",    "#FIELD!",       "#BLOCKED!",     "#BUSY!",      "#CONNECT!",      "#UNKNOWN!",
    "#GETTING_DATA", "#NV",       "#WERT!",        "#BEZUG!",       "#ZAHL!",      "#VALEUR!",       "#NOM?",
    "#NOMBRE!",      "#NUL!",     "#\u00A1DIV/0!", "#\u00A1VALOR!", "#\u00A1REF!", "#\u00BFNOMBRE?", "#\u00A1NUM!",
    "#\u00A1NULO!",  "#N/D",      "#VALORE!",      "#RIF!",         "#NOME?",      "#VALOR!",        "#NULO!",
    "#N\u00DAM!",    "#N/B",      "#DEEL/0!",      "#WAARDE!",      "#VERW!",      "#NAAM?",         "#GETAL!",
    "#N/D!",         "#DZIEL/0!", "#ARG!",         "#LICZBA!"};
constexpr std::array<std::string_view, 8> kMissing = {"NA", "N/A", "NaN", "null", "*", ".", "-", "--"};

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

bool is_spreadsheet_error(std::string_view text) {
  return text.starts_with('#') &&
         std::ranges::any_of(kSpreadsheetErrors, [&](std::string_view name) { return equal_in_any_case(text, name); });
}

bool marks_missing(std::string_view text) {
  return is_spreadsheet_error(text) ||
         std::ranges::any_of(kMissing, [&](std::string_view name) { return equal_in_any_case(text, name); });
}

bool is_comment(std::string_view line, char delimiter) {
  const std::size_t end = line.find_first_of(std::string{delimiter, '\n', '\r'});
  const std::string_view cell = trimmed(line.substr(0, end));
  const bool more_follow = end != std::string_view::npos && line[end] == delimiter;
  return !is_spreadsheet_error(cell) && !(cell == "#" && more_follow);
}

bool names_non_finite(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  constexpr std::array<std::string_view, 2> kNames = {"inf", "infinity"};
  return std::ranges::any_of(kNames, [&](std::string_view name) { return equal_in_any_case(text, name); });
}

namespace {

bool begins_like_a_number(std::string_view text) {
  return !text.empty() && (is_digit(text.front()) || text.front() == '-');
}

bool is_printable(char c) {
  return c >= ' ' && c <= '~' && c != '"';
}

// Of digits, a sign before them, and a point among them if it may. Up to 15 digits are divided by a power of ten:
// doubles hold both exactly, so that the quotient is rounded once and hence the nearest (Clinger, "How to Read Floating
// Point Numbers Accurately", 1990).
std::optional<double> plain_number(std::string_view text, bool may_have_point) {
  constexpr std::size_t kExactDigits = 15;
  constexpr std::array<double, kExactDigits + 1> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (!begins_like_a_number(text)) return std::nullopt;
  const std::size_t sign = text.front() == '-' ? 1 : 0;
  std::size_t point = text.size();
  std::uint64_t whole = 0;  // all digits as one number; of no use when there are too many
  for (std::size_t i = sign; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      whole = 10 * whole + static_cast<std::uint64_t>(text[i] - '0');
    } else if (text[i] == '.' && may_have_point && point == text.size()) {
      point = i;
    } else {
      return std::nullopt;
    }
  }
  const std::size_t decimals = point == text.size() ? 0 : text.size() - point - 1;
  const std::size_t digits = text.size() - sign - (point == text.size() ? 0 : 1);
  if (digits >= 1 && digits <= kExactDigits) {
    const double value = static_cast<double>(whole) / kPowers[decimals];
    return sign == 1 ? -value : value;
  }
  double value = 0;
  return parse_double(text, value) == NumberFault::none ? std::optional(value) : std::nullopt;
}

}  // namespace

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

NumberFault parse_number(std::string_view text, char mark, double& value) {
  const std::size_t sign = text.starts_with('+') || text.starts_with('-') ? 1 : 0;
  const std::size_t fraction = std::min(text.find_first_of(mark), text.size());
  const std::optional<std::string> whole = ungrouped(text.substr(sign, fraction - sign), mark == '.' ? ',' : '.');
  if (!whole) return NumberFault::malformed;
  std::string plain(text.substr(0, sign));
  plain += *whole;
  if (fraction < text.size()) plain.append(".").append(text.substr(fraction + 1));
  return parse_double(plain, value);
}

std::optional<double> simple_number(Line line, std::size_t column, bool may_have_point) {
  constexpr std::size_t kLongest = 20;
  std::string_view rest = line.text;
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  std::optional<double> number;
  for (std::size_t cell = 0;; ++cell) {
    const std::string_view text = rest.substr(0, rest.find(line.delimiter));
    if (cell == column) {
      if (text.size() > kLongest) return std::nullopt;
      number = plain_number(text, may_have_point);
      if (!number) return std::nullopt;
    } else if (!begins_like_a_number(text) || !std::ranges::all_of(text, is_printable)) {
      return std::nullopt;
    }
    if (text.size() == rest.size()) return cell + 1 == line.columns ? number : std::nullopt;
    rest.remove_prefix(text.size() + 1);
  }
}

bool looks_numeric(std::string_view cell) {
  const std::string_view text = trimmed(cell);
  double value = 0;
  return !text.empty() && (parse_double(text, value) != NumberFault::malformed ||
                           parse_number(text, '.', value) != NumberFault::malformed ||
                           parse_number(text, ',', value) != NumberFault::malformed);
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
