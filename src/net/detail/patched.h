// The members of net::PatchOf, told from the description of the whole. Not for other rooms.
#pragma once

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "base/described.h"

namespace openspc::net {

template <class T>
class Patch;

namespace detail {

template <class T>
struct WithoutOptional {
  using type = T;
};
template <class T>
struct WithoutOptional<std::optional<T>> {
  using type = T;
};

template <class Whole, auto... LeftOut>
struct PatchedMembers {
  using WholeType = Whole;
  template <class D>
  using is_left_out = std::bool_constant<(base::is_same_member<D::pointer, LeftOut>() || ...)>;
  using List = boost::mp11::mp_remove_if<base::MembersOf<Whole>, is_left_out>;

  template <class D>
  using TypeOf = std::remove_cvref_t<decltype(std::declval<Whole&>().*D::pointer)>;
  template <class D>
  using FieldOf = Patch<typename WithoutOptional<TypeOf<D>>::type>;
  using Fields = boost::mp11::mp_rename<boost::mp11::mp_transform<FieldOf, List>, std::tuple>;

  template <auto Member>
  static constexpr std::size_t index_of() {
    constexpr std::size_t index = []<template <class...> class L, class... D>(L<D...>) {
      std::size_t at = 0;
      const bool is_found = ((base::is_same_member<Member, D::pointer>() || (++at, false)) || ...);
      return is_found ? at : sizeof...(D);
    }(List());
    static_assert(index < boost::mp11::mp_size<List>::value, "the patch leaves this member out");
    return index;
  }

  /// Calls change(field, member) for each field and the member of its name.
  template <auto... Others, class Target, class Change>
  static void each(Target& target, const Fields& fields, Change change) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (one<boost::mp11::mp_at_c<List, I>, Others...>(target, std::get<I>(fields), change), ...);
    }(std::make_index_sequence<boost::mp11::mp_size<List>::value>());
  }

 private:
  template <class D, auto... Others, class Target, class Field, class Change>
  static void one(Target& target, const Field& field, Change& change) {
    if constexpr (!(base::is_same_member<D::pointer, Others>() || ...)) {
      using Into = base::Namesake<Target, D>;
      static_assert(Into::exists, "the target has no member of this name: name it among the Others");
      change(field, target.*Into::type::pointer);
    }
  }
};

}  // namespace detail
}  // namespace openspc::net
