#include "db/value.h"

#include <algorithm>
#include <bit>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <cstring>
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

void pack_reals(std::string& bytes, std::span<const double> values) {
  static_assert(std::endian::native == std::endian::little);
  for (const double value : values)
    if (!std::isfinite(value)) refuse_not_finite();
  bytes.assign(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

std::vector<double> unpack_reals(std::string_view bytes) {
  std::vector<double> values(bytes.size() / sizeof(double));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(double));
  const bool sound = bytes.size() % sizeof(double) == 0 &&
                     std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
  if (!sound) throw Unreadable("The database holds bytes that are no readings");
  return values;
}

boost::json::object read_json_object(std::string_view text) {
  boost::json::value value = read_json(text);
  if (!value.is_object()) refuse_text("JSON object", text);
  return std::move(value.get_object());
}

}  // namespace openspc::db::detail
