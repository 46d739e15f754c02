// A regular expression that finds one piece of a hostile text. RE2, because patterns are written by people and texts by
// machines: its time is linear in the text, its memory is bounded, and it uses no stack. Private to payload.cpp.
// Compiled once, then read by any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "connect/payload/payload.h"

namespace re2 {
class RE2;
}

namespace openspc::connect::payload {

class TextPattern {
 public:
  /// The syntax of RE2: that of Perl and Python without back references and lookaround, which have no bounded cost.
  /// Throws std::invalid_argument, for people, for what is no pattern or would grow too large.
  explicit TextPattern(const std::string& pattern);

  /// The first group of the first match in the first 2,000 bytes of `text`, or the whole match of a pattern without
  /// groups. A match that reaches the end of a text which goes on is none: its last digits may be missing.
  std::variant<std::string, Unreadable> find(std::string_view text) const;

 private:
  std::shared_ptr<const re2::RE2> expression_;
};

}  // namespace openspc::connect::payload
