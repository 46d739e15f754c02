// Described enums as the words that stand for them in the database: the names of their enumerators, without the
// trailing underscore that keeps one apart from a word of C++. Called by the stores of all rooms.
#pragma once

#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <string_view>

namespace openspc::db {

constexpr std::string_view without_underscore(std::string_view name) {
  return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}

template <class Enum>
std::string_view word_of(Enum value) {
  return without_underscore(boost::describe::enum_to_string(value, ""));
}

/// `otherwise` for a word that is none of them: written by a newer program, or by the reference.
template <class Enum>
Enum enum_of(std::string_view word, Enum otherwise = {}) {
  Enum value = otherwise;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto enumerator) {
    if (word == without_underscore(enumerator.name)) value = enumerator.value;
  });
  return value;
}

}  // namespace openspc::db
