// Members of structs that Boost.Describe describes, told by their names when the program is compiled: so that a struct
// is filled from another one that has the same members without a list of them. Called by services and by net.
#pragma once

#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <string_view>
#include <type_traits>

namespace openspc::base {

/// Descriptions of a struct's public members, inherited ones first.
template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

/// Are these pointers to members of one type, and to one member?
template <auto A, auto B>
constexpr bool is_same_member() {
  if constexpr (std::is_same_v<decltype(A), decltype(B)>) {
    return A == B;
  } else {
    return false;
  }
}

/// The member of T that has the name of the described member D.
template <class T, class D>
struct Namesake {
 private:
  template <class E>
  using HasName = std::bool_constant<std::string_view(E::name) == std::string_view(D::name)>;
  using Found = boost::mp11::mp_copy_if<MembersOf<T>, HasName>;

 public:
  static constexpr bool exists = !boost::mp11::mp_empty<Found>::value;
  using type = boost::mp11::mp_first<boost::mp11::mp_push_back<Found, void>>;
};

/// Copies each member of `from` into the member of `into` that has its name, but for the `Others`, which the caller
/// takes over itself. Does not compile when there is none.
template <auto... Others, class From, class Into>
void copy_members(const From& from, Into& into) {
  const auto copy = [&]<class D>(D /*member*/) {
    if constexpr (!(is_same_member<D::pointer, Others>() || ...)) {
      static_assert(Namesake<Into, D>::exists, "no member of this name to copy into: name it among the Others");
      into.*Namesake<Into, D>::type::pointer = from.*D::pointer;
    }
  };
  boost::mp11::mp_for_each<MembersOf<From>>(copy);
}

}  // namespace openspc::base
