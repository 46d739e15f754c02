#include "net/detail/scalar.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "net/detail/text.h"
#include "net/json.h"

namespace openspc::net::detail {
namespace {

namespace json = boost::json;
using Refusal = std::optional<Failure>;

constexpr std::size_t kMaxMatchedLength = 2000;  // std::regex recurses once a character
constexpr double kTwoTo63 = 9223372036854775808.0;

Failure failure(std::string_view type, std::string msg, json::object ctx = {}) {
  return Failure{type, std::move(msg), std::move(ctx)};
}

std::string_view without_blanks(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string number_text(double number) {
  std::string text;
  write_json_number(text, number);
  return text;
}

json::value number_value(double number) {
  if (number == std::floor(number) && std::abs(number) < kTwoTo63) return static_cast<std::int64_t>(number);
  return number;
}

Refusal check_bounds(double value, const FieldRules& rules) {
  const auto violated = [](std::string_view type, std::string_view words, std::string_view key, double bound) {
    return failure(type, "Input should be " + std::string(words) + " " + number_text(bound),
                   {{key, number_value(bound)}});
  };
  if (rules.ge && value < *rules.ge) {
    return violated("greater_than_equal", "greater than or equal to", "ge", *rules.ge);
  }
  if (rules.gt && value <= *rules.gt) return violated("greater_than", "greater than", "gt", *rules.gt);
  if (rules.le && value > *rules.le) return violated("less_than_equal", "less than or equal to", "le", *rules.le);
  if (rules.lt && value >= *rules.lt) return violated("less_than", "less than", "lt", *rules.lt);
  return {};
}

/// "12", "+12", "-12", "1_000" and "12.000": what Python's lenient models take for an integer.
Refusal integer_from_text(std::string_view text, std::int64_t& out) {
  const auto unparsable = [] {
    return failure("int_parsing", "Input should be a valid integer, unable to parse string as an integer");
  };
  text = without_blanks(text);
  if (const std::size_t dot = text.find('.'); dot != std::string_view::npos) {
    const std::string_view fraction = text.substr(dot + 1);
    if (fraction.empty() || fraction.find_first_not_of('0') != std::string_view::npos) return unparsable();
    text = text.substr(0, dot);
  }
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool sign = i == 0 && (text[i] == '-' || text[i] == '+') && text.size() > 1;
    const bool digit = text[i] >= '0' && text[i] <= '9';
    const bool separator =
        text[i] == '_' && !digits.empty() && digits.back() != '-' && text[i - 1] != '_' && i + 1 < text.size();
    if (!sign && !digit && !separator) return unparsable();
    if (digit || text[i] == '-') digits += text[i];
  }
  if (digits.empty() || digits == "-") return unparsable();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error == std::errc::result_out_of_range) {
    return failure("int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size");
  }
  return {};
}

Refusal integer_from(const json::value& from, std::int64_t& out) {
  const auto too_large = [] {
    return failure("int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size");
  };
  if (from.is_int64()) {
    out = from.get_int64();
    return {};
  }
  if (from.is_uint64()) return too_large();
  if (from.is_string()) return integer_from_text(from.get_string(), out);
  if (!from.is_double()) return failure("int_type", "Input should be a valid integer");
  const double number = from.get_double();
  if (!std::isfinite(number)) return failure("finite_number", "Input should be a finite number");
  if (number != std::floor(number)) {
    return failure("int_from_float", "Input should be a valid integer, got a number with a fractional part");
  }
  // Text just below the range rounds to its end, so the end itself is believed only when it came as an integer.
  if (number <= -kTwoTo63 || number >= kTwoTo63) return too_large();
  out = static_cast<std::int64_t>(number);
  return {};
}

Refusal read_integer(const Type& type, void* into, const json::value& from, const FieldRules& rules) {
  std::int64_t value = 0;
  if (Refusal failed = integer_from(from, value)) return failed;
  if (Refusal failed = check_bounds(static_cast<double>(value), rules)) return failed;
  if (value < type.minimum || value > type.maximum) {
    FieldRules representable;
    representable.ge = static_cast<double>(type.minimum);
    representable.le = static_cast<double>(type.maximum);
    return check_bounds(static_cast<double>(value), representable);
  }
  type.set_integer(into, value);
  return {};
}

Refusal number_from_text(std::string_view text, double& out) {
  text = without_blanks(text);
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) {
    return failure("float_parsing", "Input should be a valid number, unable to parse string as a number");
  }
  if (error == std::errc::result_out_of_range) out = HUGE_VAL;
  return {};
}

Refusal read_number(void* into, const json::value& from, const FieldRules& rules) {
  double value = 0;
  if (from.is_string()) {
    if (Refusal failed = number_from_text(from.get_string(), value)) return failed;
  } else if (from.is_number()) {
    value = from.to_number<double>();
  } else {
    return failure("float_type", "Input should be a valid number");
  }
  if (!std::isfinite(value)) return failure("finite_number", "Input should be a finite number");
  if (Refusal failed = check_bounds(value, rules)) return failed;
  *static_cast<double*>(into) = value;
  return {};
}

Refusal read_boolean(void* into, const json::value& from) {
  auto& out = *static_cast<bool*>(into);
  const auto unparsable = [] {
    return failure("bool_parsing", "Input should be a valid boolean, unable to interpret input");
  };
  if (from.is_bool()) {
    out = from.get_bool();
    return {};
  }
  if (from.is_string()) {
    const std::string_view text = from.get_string();
    const auto is_text = [&](std::string_view word) { return equal_ignoring_case(word, text); };
    constexpr std::array<std::string_view, 6> yes{"true", "1", "yes", "on", "t", "y"};
    constexpr std::array<std::string_view, 6> no{"false", "0", "no", "off", "f", "n"};
    out = std::ranges::any_of(yes, is_text);
    if (out || std::ranges::any_of(no, is_text)) return {};
    return unparsable();
  }
  if (from.is_number()) {
    const double number = from.to_number<double>();
    if (number != 0 && number != 1) return unparsable();
    out = number == 1;
    return {};
  }
  return failure("bool_type", "Input should be a valid boolean");
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

std::string length_message(std::string_view which, std::size_t bound) {
  return "String should have at " + std::string(which) + " " + std::to_string(bound) +
         (bound == 1 ? " character" : " characters");
}

/// "'a', 'b' or 'c'"
std::string listing(const std::vector<std::string>& texts) {
  std::string result;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i != 0) result += i + 1 == texts.size() ? " or " : ", ";
    result += "'" + texts[i] + "'";
  }
  return result;
}

Failure not_among(std::string_view type, const std::vector<std::string>& texts) {
  const std::string expected = listing(texts);
  return failure(type, "Input should be " + expected, {{"expected", expected}});
}

Refusal check_text(std::string_view text, const FieldRules& rules) {
  if (rules.min_length || rules.max_length) {
    const std::size_t length = count_characters(text);
    if (rules.min_length && length < *rules.min_length) {
      return failure("string_too_short", length_message("least", *rules.min_length),
                     {{"min_length", *rules.min_length}});
    }
    if (rules.max_length && length > *rules.max_length) {
      return failure("string_too_long", length_message("most", *rules.max_length), {{"max_length", *rules.max_length}});
    }
  }
  if (text.find('\0') != std::string_view::npos) {
    return failure("value_error", "Value error, text must not contain NUL characters", {{"error", json::object()}});
  }
  if (rules.compiled_pattern &&
      (text.size() > kMaxMatchedLength || !std::regex_search(text.begin(), text.end(), *rules.compiled_pattern))) {
    return failure("string_pattern_mismatch", "String should match pattern '" + rules.pattern + "'",
                   {{"pattern", rules.pattern}});
  }
  if (!rules.one_of.empty() && std::ranges::find(rules.one_of, text) == rules.one_of.end()) {
    return not_among("literal_error", rules.one_of);
  }
  return {};
}

Refusal read_string(void* into, const json::value& from, const FieldRules& rules) {
  if (!from.is_string()) return failure("string_type", "Input should be a valid string");
  const std::string_view text = from.get_string();
  if (Refusal failed = check_text(text, rules)) return failed;
  *static_cast<std::string*>(into) = text;
  return {};
}

Refusal read_timestamp(void* into, const json::value& from) {
  if (!from.is_string() && !from.is_number()) return failure("datetime_type", "Input should be a valid datetime");
  const std::optional<base::Timestamp> time = from.is_string()
                                                  ? base::parse_timestamp(without_blanks(from.get_string()))
                                                  : base::timestamp_from_unix(from.to_number<double>());
  if (!time) {
    const std::string why = "not ISO 8601 or Unix seconds, or outside the years 1 to 9999";
    return failure("datetime_from_date_parsing", "Input should be a valid datetime or date, " + why, {{"error", why}});
  }
  *static_cast<base::Timestamp*>(into) = *time;
  return {};
}

Refusal read_enumerator(const Type& type, void* into, const json::value& from, const FieldRules& rules) {
  std::vector<std::string> allowed = rules.one_of;
  if (from.is_string()) {
    const std::string_view text = from.get_string();
    const auto found = std::ranges::find(type.enumerators, text, &EnumValue::name);
    if (found != type.enumerators.end() && (allowed.empty() || std::ranges::find(allowed, text) != allowed.end())) {
      type.set_integer(into, found->value);
      return {};
    }
  }
  if (allowed.empty()) {
    for (const EnumValue& e : type.enumerators) allowed.push_back(e.name);
  }
  return not_among("enum", allowed);
}

}  // namespace

Refusal read_scalar(const Type& type, void* into, const json::value& from, const FieldRules& rules) {
  switch (type.kind) {
    case Kind::boolean:
      return read_boolean(into, from);
    case Kind::integer:
      return read_integer(type, into, from, rules);
    case Kind::number:
      return read_number(into, from, rules);
    case Kind::string:
      return read_string(into, from, rules);
    case Kind::timestamp:
      return read_timestamp(into, from);
    case Kind::enumeration:
      return read_enumerator(type, into, from, rules);
    default:
      return {};
  }
}

}  // namespace openspc::net::detail
