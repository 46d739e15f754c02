#include "server/analyze/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace openspc::server::analyze {
namespace {

constexpr int kMostDecimals = 12;

template <class... Format>
std::string to_text(double value, Format... format) {
  std::array<char, 400> buffer;  // fixed notation of 1e308 takes 309 digits
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format...);
  return error == std::errc{} ? std::string(buffer.data(), end) : "?";
}

// The code point at the start of `text`, and its length; malformed bytes count as themselves.
std::pair<std::uint32_t, std::size_t> code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length == 1 || length > text.size()) return {lead, 1};
  std::uint32_t point = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return {point, length};
}

bool between(std::uint32_t point, std::uint32_t low, std::uint32_t high) {
  return point >= low && point <= high;
}

std::size_t width_of(std::uint32_t point) {
  if (between(point, 0x300, 0x36F) || between(point, 0x200B, 0x200F) || between(point, 0xFE00, 0xFE0F)) return 0;
  const bool wide = between(point, 0x1100, 0x115F) || between(point, 0x2E80, 0xA4CF) ||
                    between(point, 0xAC00, 0xD7A3) || between(point, 0xF900, 0xFAFF) ||
                    between(point, 0xFE30, 0xFE6F) || between(point, 0xFF00, 0xFF60) ||
                    between(point, 0x1F300, 0x1FAFF) || between(point, 0x20000, 0x3FFFD);
  return wide ? 2 : 1;
}

}  // namespace

std::string shortest(double value) {
  return to_text(value == 0 ? 0.0 : value);
}

int decimals_for(double scale) {
  if (!(scale > 0) || !std::isfinite(scale)) return 3;
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(scale))), 0, kMostDecimals);
}

std::string fixed(double value, int decimals) {
  constexpr double kLargestFixed = 1e15;
  const double smallest = std::pow(10.0, -decimals) / 2;
  if (std::abs(value) >= kLargestFixed || (decimals == kMostDecimals && value != 0 && std::abs(value) < 1e-9)) {
    return to_text(value, std::chars_format::scientific, 6);
  }
  return to_text(std::abs(value) < smallest ? 0.0 : value, std::chars_format::fixed, decimals);
}

std::string number_list(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(numbers[i]);
    if (last > i) text += (last == i + 1 ? ", " : "-") + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const auto [point, length] = code_point(text);
    width += width_of(point);
    text.remove_prefix(length);
  }
  return width;
}

std::string pad_right(std::string text, std::size_t width) {
  const std::size_t taken = display_width(text);
  if (taken < width) text.append(width - taken, ' ');
  return text;
}

std::string pad_left(const std::string& text, std::size_t width) {
  const std::size_t taken = display_width(text);
  return taken < width ? std::string(width - taken, ' ') + text : text;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!lines.back().empty() && display_width(lines.back()) + 1 + display_width(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

}  // namespace openspc::server::analyze
