// What is around a text in a payload and no part of it. Called by payload.cpp, decimal.cpp and placeholders.cpp. Pure;
// any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace openspc::connect::payload {

/// Without the ASCII white space around it.
inline std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\v\f");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n\v\f") - first + 1);
}

/// Without the byte order mark that some editors and controllers put before UTF-8, and without the NUL that ends a text
/// of C and what follows it, when that is blank.
inline std::string_view unwrapped(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  constexpr std::string_view blank("\0 \t\r\n\v\f", 7);
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::size_t last = text.find_last_not_of(blank);
  return text.substr(0, text.find('\0', last == std::string_view::npos ? 0 : last + 1));
}

}  // namespace openspc::connect::payload
