#include "connect/payload/text_pattern.h"

#include <re2/re2.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace openspc::connect::payload {
namespace {

constexpr std::size_t kMaxPatternSize = 500;
constexpr std::size_t kMaxSearchedSize = 2'000;
/// What the compiled pattern and its search may take. It also bounds the steps for each byte of a text.
constexpr std::int64_t kMaxMemory = 1 << 20;

RE2::Options options() {
  RE2::Options made;
  made.set_log_errors(false);
  made.set_max_mem(kMaxMemory);
  return made;
}

std::shared_ptr<const RE2> compiled(const std::string& pattern) {
  if (pattern.empty()) throw std::invalid_argument("a pattern is needed");
  if (pattern.size() > kMaxPatternSize) throw std::invalid_argument("the pattern is longer than 500 bytes");
  auto made = std::make_shared<const RE2>(pattern, options());
  if (made->ok()) return made;
  const bool is_too_large =
      made->error_code() == RE2::ErrorPatternTooLarge || made->error_code() == RE2::ErrorRepeatSize;
  throw std::invalid_argument(is_too_large ? "the pattern repeats too much"
                                           : "the pattern does not compile: " + made->error());
}

}  // namespace

TextPattern::TextPattern(const std::string& pattern) : expression_(compiled(pattern)) {}

std::variant<std::string, Unreadable> TextPattern::find(std::string_view text) const {
  // RE2's view of a text is a type of its own on some Debians.
  const std::string_view beginning = text.substr(0, kMaxSearchedSize);
  const re2::StringPiece searched(beginning.data(), beginning.size());
  std::array<re2::StringPiece, 2> groups;  // the match, and its first group
  const bool has_group = expression_->NumberOfCapturingGroups() > 0;
  if (!expression_->Match(searched, 0, searched.size(), RE2::UNANCHORED, groups.data(), has_group ? 2 : 1)) {
    return Unreadable{"nothing matches the pattern"};
  }
  const re2::StringPiece& wanted = groups.at(has_group ? 1 : 0);
  if (wanted.data() == nullptr) return Unreadable{"the first group of the pattern has no part in the match"};
  const bool reaches_end = groups[0].data() + groups[0].size() == searched.data() + searched.size();
  if (reaches_end && searched.size() < text.size()) {
    return Unreadable{"the match is not complete within the first 2000 bytes"};
  }
  return std::string(wanted.data(), wanted.size());
}

}  // namespace openspc::connect::payload
