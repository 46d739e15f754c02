#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

#include "connect/payload/payload.h"
#include "connect/payload/plain_text.h"

namespace openspc::connect::payload {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool equal_in_lower_case(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, {},
                            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
}

std::optional<double> not_finite(std::string_view text) {
  if (equal_in_lower_case(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  const bool infinite = equal_in_lower_case(text, "inf") || equal_in_lower_case(text, "infinity");
  if (infinite) return std::numeric_limits<double>::infinity();
  return std::nullopt;
}

/// nullopt when an underscore stands elsewhere than between two digits.
std::optional<std::string> without_grouping(std::string_view text) {
  std::string digits;
  digits.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      digits += text[i];
    } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
      return std::nullopt;
    }
  }
  return digits;
}

/// False for a number that has a point already.
bool with_point(std::string& number) {
  if (number.find('.') != std::string::npos) return false;
  std::ranges::replace(number, ',', '.');
  return true;
}

/// Whether a number that no double comes near is too large for one, rather than too small. `number` is well-formed,
/// has no sign and is not zero.
bool is_too_large(std::string_view number) {
  const auto exponent_mark = number.find_first_of("eE");
  const std::string_view digits = number.substr(0, exponent_mark);
  const auto point = std::min(digits.find('.'), digits.size());
  const auto first = digits.find_first_of("123456789");
  std::string_view exponent = exponent_mark == std::string_view::npos ? "0" : number.substr(exponent_mark + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  long power = exponent.starts_with('-') ? -1'000'000 : 1'000'000;  // where from_chars finds it too long to read
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
  // Payloads are far shorter than that, so zeros do not outweigh an exponent that was cut.
  power = std::clamp(power, -1'000'000L, 1'000'000L);
  return static_cast<long>(point) - static_cast<long>(first) + power > 0;
}

std::optional<double> finite(std::string_view text) {
  // from_chars knows words and hexadecimal "nan(...)" as well; a number begins with a digit or a point.
  if (text.empty() || (!is_digit(text.front()) && text.front() != '.')) return std::nullopt;
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || code == std::errc::invalid_argument) return std::nullopt;
  if (code == std::errc::result_out_of_range) return is_too_large(text) ? std::numeric_limits<double>::infinity() : 0;
  return value;
}

}  // namespace

std::optional<double> parse_decimal(std::string_view text, DecimalMark mark) {
  text = trimmed(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::optional<double> value = not_finite(text);
  if (!value) {
    auto number = without_grouping(text);
    if (!number || (mark == DecimalMark::comma && !with_point(*number))) return std::nullopt;
    value = finite(*number);
  }
  if (value && negative) value = -*value;
  return value;
}

}  // namespace openspc::connect::payload
