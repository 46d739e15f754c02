// A regular expression that finds one piece of a hostile text at a bounded cost. std::regex backtracks and recurses, so
// an innocent pattern may take minutes or all of the stack on a text made for it; here the text is short, steps are
// counted and the stack is measured. Private to payload.cpp. Compiled once, then read by any thread.
#pragma once

#include <cstddef>
#include <regex>
#include <string>
#include <string_view>
#include <variant>

#include "connect/payload.h"

namespace openspc::connect {

class TextPattern {
 public:
  /// ECMAScript. Throws std::invalid_argument, for people, for what is no pattern or would grow too large.
  explicit TextPattern(const std::string& pattern);

  /// The first group of the first match in the first 2,000 bytes of `text`, or the whole match of a pattern without
  /// groups. A match that reaches the end of a text which goes on is none: its last digits may be missing.
  std::variant<std::string, Unreadable> find(std::string_view text) const;

 private:
  std::regex expression_;
};

}  // namespace openspc::connect
