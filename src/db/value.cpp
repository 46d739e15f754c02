#include "db/value.h"

#include <algorithm>
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
  values.reserve(static_cast<std::size_t>(std::ranges::count(text, ',')) + 1);
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    double value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc() || !std::isfinite(value)) refuse_text("list of readings", text);
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
