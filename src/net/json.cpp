#include "net/json.h"

#include <array>
#include <boost/json/parser.hpp>
#include <charconv>
#include <cmath>

#include "base/error.h"
#include "net/url.h"

namespace openspc::net {
namespace {

namespace json = boost::json;

base::Error json_invalid(std::size_t position, const std::string& why) {
  return base::invalid_field({"body", static_cast<std::int64_t>(position)}, "json_invalid", "JSON decode error",
                             json::object(), {{"error", why}});
}

std::string explain(const boost::system::error_code& error) {
  if (error == json::error::too_deep) return "Nested more than " + std::to_string(max_json_depth) + " levels deep";
  if (error == json::error::incomplete) return "Unexpected end of the document";
  if (error == json::error::extra_data) return "Text behind the end of the document";
  return error.message();
}

/// Length of the leading bytes that may stand in a JSON string as they are, ASCII only.
std::size_t plain_prefix(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == '"' || c == '\\' || c >= 0x80) break;
    ++i;
  }
  return i;
}

void write_escaped(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4u];
      out += digits[static_cast<unsigned char>(c) & 0xFu];
  }
}

/// Copies one character of more than one byte, or writes U+FFFD for a byte that begins none. Returns the bytes
/// consumed.
std::size_t write_multibyte(std::string& out, std::string_view text) {
  for (const std::size_t length : {2u, 3u, 4u}) {
    if (length <= text.size() && is_utf8(text.substr(0, length))) {
      out += text.substr(0, length);
      return length;
    }
  }
  out += "\xEF\xBF\xBD";
  return 1;
}

}  // namespace

json::value parse_json_body(std::string_view text, json::storage_ptr storage) {
  json::parse_options options;
  options.max_depth = max_json_depth;
  std::array<unsigned char, 4096> scratch;
  json::parser parser(json::storage_ptr(), options, scratch.data(), scratch.size());
  parser.reset(std::move(storage));
  boost::system::error_code error;
  const std::size_t consumed = parser.write_some(text.data(), text.size(), error);
  if (!error && consumed < text.size() && text.find_first_not_of(" \t\r\n", consumed) != std::string_view::npos) {
    error = json::error::extra_data;
  }
  if (error) throw json_invalid(consumed, explain(error));
  return parser.release();
}

void write_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t plain = plain_prefix(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (static_cast<unsigned char>(text.front()) >= 0x80) {
      text.remove_prefix(write_multibyte(out, text));
    } else {
      write_escaped(out, text.front());
      text.remove_prefix(1);
    }
  }
  out += '"';
}

void write_json_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace openspc::net
