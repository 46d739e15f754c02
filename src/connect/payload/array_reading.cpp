#include <fmt/format.h>

#include <cmath>

#include "connect/payload/payload.h"

namespace openspc::connect::payload {
namespace {

std::variant<double, Unreadable> number_at(std::size_t index, const NumberAt& at) {
  const auto number = at(index);
  if (!number) return Unreadable{fmt::format("no number at index {} of the array", index)};
  if (!std::isfinite(*number)) return Unreadable{fmt::format("not finite at index {} of the array", index)};
  return *number;
}

std::variant<Reading, Unreadable> element_of(std::size_t index, std::size_t size, const NumberAt& at) {
  if (index >= size) return Unreadable{fmt::format("nothing at index {}: the length of the array is {}", index, size)};
  const auto number = number_at(index, at);
  if (const auto* bad = std::get_if<Unreadable>(&number)) return *bad;
  return Reading{.value = std::get<double>(number)};
}

std::variant<Reading, Unreadable> whole(std::size_t size, const NumberAt& at) {
  if (size == 0) return Unreadable{"an empty array"};
  if (size > kLargestSubgroup)
    return Unreadable{fmt::format("an array of length {}: a subgroup has at most {}", size, kLargestSubgroup)};
  Reading reading;
  reading.subgroup.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    const auto number = number_at(i, at);
    if (const auto* bad = std::get_if<Unreadable>(&number)) return *bad;
    reading.subgroup.push_back(std::get<double>(number));
  }
  reading.value = reading.subgroup.front();
  return reading;
}

}  // namespace

std::variant<Reading, Unreadable> reading_of_array(const NumberRule& rule, std::size_t size, const NumberAt& at) {
  switch (rule.arrays) {
    case ArrayUse::element:
      return element_of(rule.element, size, at);
    case ArrayUse::subgroup:
      return whole(size, at);
    case ArrayUse::refuse:
      break;
  }
  return Unreadable{
      fmt::format("an array of length {}: say in the mapping whether it is a subgroup, or which element counts", size)};
}

}  // namespace openspc::connect::payload
