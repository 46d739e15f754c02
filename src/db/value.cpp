#include "db/value.h"

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "base/json_numbers.h"
#include "db/error.h"

namespace openspc::db::detail {
namespace {

// Readings of gauges have few digits. Without their point they are a whole number, and the power of ten to divide it by
// is another; doubles hold both exactly, so that the quotient is rounded once and rightly (Clinger 1990). The place
// behind the number; nothing for a number of another form, for one with more digits and for what is none.
const char* read_short_decimal(const char* at, const char* end, double& value) {
  constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                              1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  std::uint64_t whole = 0;
  const auto skip_digits = [&whole, end](const char* from) {
    for (; from != end; ++from) {
      const auto digit = static_cast<unsigned>(*from) - '0';
      if (digit > 9) break;
      whole = whole * 10 + digit;
    }
    return from;
  };
  const bool is_negative = at != end && *at == '-';
  if (is_negative) ++at;
  const char* const point = skip_digits(at);
  auto digits = static_cast<std::size_t>(point - at);
  const char* behind = point;
  std::size_t decimals = 0;
  if (point != end && *point == '.') {
    behind = skip_digits(point + 1);
    decimals = static_cast<std::size_t>(behind - point - 1);
    digits += decimals;
  }
  if (digits == 0 || digits >= kPowers.size() || (behind != end && *behind != ',')) return nullptr;
  value = static_cast<double>(static_cast<std::int64_t>(whole)) / kPowers[decimals];
  if (is_negative) value = -value;
  return behind;
}

const char* read_real(const char* at, const char* end, double& value) {
  if (const char* const next = read_short_decimal(at, end, value)) return next;
  const auto [next, error] = std::from_chars(at, end, value);
  return error == std::errc() && std::isfinite(value) ? next : nullptr;
}

}  // namespace

void refuse_not_finite() {
  throw base::invalid_text("Numbers must be finite");
}

void refuse_null() {
  throw std::logic_error("A NULL was read into a type that cannot hold it");
}

void refuse_text(std::string_view type, std::string_view text) {
  throw Unreadable("The database holds text that is no " + std::string(type) + ": " + std::string(text.substr(0, 60)));
}

void write_json(std::string& text, const boost::json::value& value) {
  if (!base::has_only_finite_numbers(value)) refuse_not_finite();
  text = boost::json::serialize(value);
}

boost::json::value read_json(std::string_view text) {
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error || !base::has_only_finite_numbers(value)) refuse_text("JSON of finite numbers", text);
  return value;
}

void write_reals(std::string& text, std::span<const double> values) {
  text.clear();
  std::array<char, 32> digits{};
  for (const double value : values) {
    if (!std::isfinite(value)) refuse_not_finite();
    if (!text.empty()) text += ',';
    text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
  }
}

std::vector<double> read_reals(std::string_view text) {
  std::vector<double> values;
  if (text.empty()) return values;
  values.reserve(text.size() / 2 + 1);  // each has a digit and a comma
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    double value = 0;
    const char* const next = read_real(at, end, value);
    if (next == nullptr) refuse_text("list of readings", text);
    values.push_back(value);
    if (next == end) return values;
    if (*next != ',') refuse_text("list of readings", text);
    at = next + 1;
  }
}

base::Timestamp time_of(long long microseconds) {
  const base::Timestamp time{base::Timestamp::duration(microseconds)};
  if (time < base::earliest_timestamp() || time > base::latest_timestamp())
    throw Unreadable("The database holds a time that is no time: " + std::to_string(microseconds) + " us");
  return time;
}

void refuse_foreign() {
  throw Unreadable("The database holds text in a column of numbers");
}

boost::json::object read_json_object(std::string_view text) {
  boost::json::value value = read_json(text);
  if (!value.is_object()) refuse_text("JSON object", text);
  return std::move(value.get_object());
}

}  // namespace openspc::db::detail
