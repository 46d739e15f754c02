#include "net/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>

#include "base/error.h"
#include "net/detail/json_builder.h"

namespace openspc::net {
namespace {

namespace json = boost::json;

base::Error json_invalid(std::size_t position, const std::string& why) {
  return base::invalid_field({"body", static_cast<std::int64_t>(position)}, "json_invalid", "JSON decode error",
                             json::object(), {{"error", why}});
}

std::string explain(const boost::system::error_code& error) {
  if (error == json::error::too_deep) return "Nested more than " + std::to_string(kMaxJsonDepth) + " levels deep";
  if (error == json::error::incomplete) return "Unexpected end of the document";
  if (error == json::error::extra_data) return "Text behind the end of the document";
  return error.message();
}

// Numbers whose shortest form std::to_chars writes without one, however many digits they have.
bool has_no_exponent(double magnitude) {
  return magnitude >= 1e-3 && magnitude < 1e5;
}

// As std::to_chars writes it, in half the time: by Dragonbox (Jeon 2022), the shortest digits that read back as the
// same number and of those the nearest.
char* put_shortest(char* at, double magnitude) {
  const auto decimal = fmt::detail::dragonbox::to_decimal(magnitude);  // digits * 10^exponent
  std::array<char, 20> digits;
  const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), decimal.significand).ptr;
  if (decimal.exponent >= 0) return std::fill_n(std::copy(digits.cbegin(), end, at), decimal.exponent, '0');
  const auto before_point = end - digits.data() + decimal.exponent;
  if (before_point > 0) {
    at = std::copy_n(digits.data(), before_point, at);
    *at++ = '.';
    return std::copy(digits.cbegin() + before_point, end, at);
  }
  *at++ = '0';
  *at++ = '.';
  return std::copy(digits.cbegin(), end, std::fill_n(at, -before_point, '0'));
}

}  // namespace

json::value parse_json_body(std::string_view text, json::storage_ptr storage) {
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  std::array<unsigned char, 4096> scratch;
  json::basic_parser<detail::JsonBuilder> parser(options, std::move(storage), scratch);
  boost::system::error_code error;
  const std::size_t consumed = parser.write_some(false, text.data(), text.size(), error);
  if (!error && consumed < text.size() && text.find_first_not_of(" \t\r\n", consumed) != std::string_view::npos) {
    error = json::error::extra_data;
  }
  if (error) throw json_invalid(consumed, explain(error));
  return parser.handler().release();
}

char* put_json_number(char* at, double value) {
  if (!std::isfinite(value)) return std::ranges::copy(std::string_view("null"), at).out;
  if (value == 0) return std::ranges::copy(std::string_view("0"), at).out;  // minus zero, too
  if (!has_no_exponent(std::abs(value))) return std::to_chars(at, at + kJsonNumberLength, value).ptr;
  if (value < 0) *at++ = '-';
  return put_shortest(at, std::abs(value));
}

void write_json_number(std::string& out, double value) {
  std::array<char, kJsonNumberLength> text;
  out.append(text.data(), put_json_number(text.data(), value));
}

}  // namespace openspc::net
