#include "net/json.h"

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

void write_json_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  std::array<char, 32> digits;
  const double number = value == 0 ? 0 : value;  // minus zero is zero
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace openspc::net
