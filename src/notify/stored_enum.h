// Described enums as the words that stand for them in the database. Called by the stores of this room.
#pragma once

#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <string_view>

namespace openspc::notify {

template <class Enum>
std::string_view word_of(Enum value) {
  return boost::describe::enum_to_string(value, "");
}

/// The first enumerator for a word that is none of them: written by a newer program, and undone since.
template <class Enum>
Enum enum_of(std::string_view word) {
  Enum value{};
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto enumerator) {
    if (word == enumerator.name) value = enumerator.value;
  });
  return value;
}

}  // namespace openspc::notify
