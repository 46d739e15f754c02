#include "net/detail/json_text.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "base/text.h"

namespace openspc::net::detail {
namespace {

// One of 32 places for each number: the upper bits of a product depend on all of its bits (Knuth, TAOCP vol. 3, 6.4).
std::size_t place_of(std::uint64_t bits) {
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;
  return bits * kGoldenRatio >> 59;
}

bool is_plain(std::string_view text) {
  static const std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0; c < plain.size(); ++c) plain[c] = base::is_plain_in_json(static_cast<char>(c));
    return plain;
  }();
  return std::ranges::all_of(text, [](char c) { return kPlain[static_cast<unsigned char>(c)]; });
}

}  // namespace

void JsonText::integer(std::int64_t value) {
  constexpr std::size_t kLongest = 20;
  char*& at = room_for(kLongest);
  at = std::to_chars(at, at + kLongest, value).ptr;
}

void JsonText::number(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  WrittenNumber& recent = recent_numbers_[place_of(bits)];
  if (recent.length == 0 || recent.bits != bits) {
    recent.bits = bits;
    recent.length = static_cast<std::size_t>(put_json_number(recent.text.data(), value) - recent.text.data());
  }
  char*& at = room_for(recent.text.size());
  std::memcpy(at, recent.text.data(), recent.text.size());  // all of it: the length is known to the compiler then
  at += recent.length;
}

void JsonText::time(base::Timestamp value) {
  char*& at = room_for(base::kIso8601Length + 2);
  *at++ = '"';
  at = base::put_iso8601(at, value);
  *at++ = '"';
}

void JsonText::string(std::string_view text) {
  is_plain(text) ? word(text) : base::append_json_string(flushed(), text);
}

void JsonText::word(std::string_view text) {
  put('"');
  put(text);
  put('"');
}

std::string& JsonText::flushed() {
  out_.append(gathered_.data(), at_);
  at_ = gathered_.data();
  return out_;
}

}  // namespace openspc::net::detail
