// Small things about text that several rooms need. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace openspc::base {

/// Length in bytes of the well-formed UTF-8 character at the front of `text` (no overlong form, no surrogate, at most
/// U+10FFFF); 0 when there is none.
std::size_t utf8_length(std::string_view text);

bool is_utf8(std::string_view text);

/// Number of code points of well-formed UTF-8; what string lengths in the API count.
std::size_t utf8_count(std::string_view text);

/// A character that a JSON string holds as it is: printable ASCII, no quote and no backslash.
inline bool is_plain_in_json(char character) {
  const auto c = static_cast<unsigned char>(character);
  return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

/// Appends `text` as a JSON string in quotes; bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace openspc::base
