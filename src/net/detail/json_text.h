// JSON on its way into a string. Its pieces have a few characters each, and asking a string for room costs more than
// such a piece: they are gathered in a stretch of memory first. Numbers written a moment ago are copied rather than
// worked out anew, since all points of a chart have the same lines. One document, one thread. Private to net.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/time.h"
#include "net/json.h"

namespace openspc::net::detail {

class JsonText {
 public:
  /// Appends to `out`, which must outlive this.
  explicit JsonText(std::string& out) : out_(out) {}
  JsonText(const JsonText&) = delete;
  JsonText& operator=(const JsonText&) = delete;

  void put(char character) { *room_for(1)++ = character; }
  void put(std::string_view text) {
    if (text.size() > kGathered) {
      flushed().append(text);
    } else {
      char*& at = room_for(text.size());
      copy(at, text.data(), text.size());
      at += text.size();
    }
  }

  void integer(std::int64_t value);
  void number(double value);
  /// In quotes.
  void time(base::Timestamp value);
  void string(std::string_view text);
  /// The same of text in which nothing needs to be escaped.
  void word(std::string_view text);

  /// The string, with all that was put so far.
  std::string& flushed();

 private:
  static constexpr std::size_t kGathered = 4096;

  struct WrittenNumber {
    std::uint64_t bits = 0;
    std::size_t length = 0;  // 0: none yet
    std::array<char, kJsonNumberLength> text{};
  };

  // Two copies of a known length, which may overlap, cost less than the call that finds out how to copy any length.
  static void copy(char* to, const char* from, std::size_t length) {
    constexpr std::size_t kWord = sizeof(std::uint64_t);
    if (length < kWord || length > 2 * kWord) {
      std::memcpy(to, from, length);
    } else {
      std::memcpy(to, from, kWord);
      std::memcpy(to + length - kWord, from + length - kWord, kWord);
    }
  }

  // Where the next piece goes, with room for so many characters.
  char*& room_for(std::size_t length) {
    if (static_cast<std::size_t>(gathered_.data() + gathered_.size() - at_) < length) flushed();
    return at_;
  }

  std::string& out_;
  std::array<char, kGathered> gathered_;
  char* at_ = gathered_.data();
  std::array<WrittenNumber, 32> recent_numbers_;
};

}  // namespace openspc::net::detail
