// What is around a text in a payload and no part of it. Private to payload.cpp and decimal.cpp. Pure; any thread.
#pragma once

#include <string_view>

namespace openspc::connect {

/// Without the ASCII white space around it.
inline std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\v\f");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n\v\f") - first + 1);
}

}  // namespace openspc::connect
