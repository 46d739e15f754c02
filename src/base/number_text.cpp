#include "base/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

namespace openspc::base {
namespace {

constexpr int kMostDecimals = 12;
constexpr double kLargestFixed = 1e15;  // beyond it a double has no digits after the point
// Numbers as near as this are one number that was computed in two ways.
constexpr double kRounding = 1e-13;

bool is_same(double a, double b) {
  return std::abs(a - b) <= kRounding * std::max(std::abs(a), std::abs(b));
}

template <class... Format>
std::string written(double number, Format... format) {
  std::array<char, 64> buffer;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format...);
  return {buffer.data(), result.ptr};
}

std::string fixed(double number, int decimals) {
  std::string text = written(number, std::chars_format::fixed, decimals);
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  return is_zero && text.front() == '-' ? text.substr(1) : text;
}

bool is_told(std::span<const double> numbers, const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] != 0 && texts[i].find_first_of("123456789") == std::string::npos) return false;
    for (std::size_t j = 0; j < i; ++j)
      if (texts[i] == texts[j] && !is_same(numbers[i], numbers[j])) return false;
  }
  return true;
}

std::optional<std::vector<std::string>> with_decimals(std::span<const double> numbers, int decimals) {
  std::vector<std::string> texts;
  texts.reserve(numbers.size());
  for (const double number : numbers) {
    if (!std::isfinite(number) || std::abs(number) >= kLargestFixed) return std::nullopt;
    texts.push_back(fixed(number, decimals));
  }
  return is_told(numbers, texts) ? std::optional(std::move(texts)) : std::nullopt;
}

}  // namespace

std::vector<std::string> number_texts(std::span<const double> numbers, int decimals) {
  for (int digits = std::clamp(decimals, 0, kMostDecimals); digits <= kMostDecimals; ++digits)
    if (auto texts = with_decimals(numbers, digits)) return *std::move(texts);
  std::vector<std::string> texts;
  texts.reserve(numbers.size());
  for (const double number : numbers) texts.push_back(written(number));
  return texts;
}

}  // namespace openspc::base
