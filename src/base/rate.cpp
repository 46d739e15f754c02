#include "base/rate.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace openspc::base {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> kUnits{
    {{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86'400}}};

std::string_view trim_left(std::string_view text) {
  const auto start = text.find_first_not_of(' ');
  return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

/// A number from 1 to a million at the front of the text, which is then removed.
std::optional<int> take_number(std::string_view& text) {
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || value < 1 || value > 1'000'000) return std::nullopt;
  text = trim_left(text.substr(static_cast<std::size_t>(end - text.data())));
  return value;
}

}  // namespace

std::chrono::seconds Rate::window() const {
  for (const auto& [name, seconds] : kUnits) {
    if (name == unit) return std::chrono::seconds(seconds * multiple);
  }
  return std::chrono::minutes(multiple);
}

std::string Rate::describe() const {
  return std::to_string(count) + " per " + std::to_string(multiple) + " " + unit;
}

std::optional<Rate> parse_rate(std::string_view text) {
  text = trim_left(text);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const auto count = take_number(text);
  if (!count) return std::nullopt;
  if (text.starts_with('/')) {
    text.remove_prefix(1);
  } else if (text.starts_with("per ")) {
    text.remove_prefix(4);
  } else {
    return std::nullopt;
  }
  text = trim_left(text);
  int multiple = 1;
  if (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    multiple = *number;
  }
  if (text.ends_with('s')) text.remove_suffix(1);
  for (const auto& [name, seconds] : kUnits) {
    if (name == text) return Rate{*count, multiple, std::string(name)};
  }
  return std::nullopt;
}

}  // namespace openspc::base
