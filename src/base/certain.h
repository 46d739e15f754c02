// For an optional that cannot be empty where it is read, by what was decided elsewhere (a parser that took only 1 to 8,
// a plan that has a column): reading nothing would be undefined, so the fault is thrown with its place instead.
#pragma once

#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>

namespace openspc::base {

[[noreturn]] inline void throw_uncertain(const std::source_location& where) {
  throw std::logic_error("no value at " + std::string(where.file_name()) + ":" + std::to_string(where.line()));
}

/// Throws std::logic_error when there is no value.
template <class T>
[[nodiscard]] const T& certain(const std::optional<T>& value,
                               const std::source_location& where = std::source_location::current()) {
  if (!value) throw_uncertain(where);
  return *value;
}
template <class T>
[[nodiscard]] T& certain(std::optional<T>& value, const std::source_location& where = std::source_location::current()) {
  if (!value) throw_uncertain(where);
  return *value;
}
template <class T>
[[nodiscard]] T certain(std::optional<T>&& value, const std::source_location& where = std::source_location::current()) {
  if (!value) throw_uncertain(where);
  return *std::move(value);
}

}  // namespace openspc::base
