// Run-time descriptions of C++ types, behind net/schema.h. Templates here only fill in tables of function pointers;
// parsing, validation, writing and OpenAPI walk the tables in ordinary code that is compiled once. Not for other rooms.
#pragma once

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace openspc::base {
struct FieldError;
}

namespace openspc::net {

template <class T>
class Patch;
template <class T>
class Attempt;
class FieldSet;
template <class T>
class Fields;
struct RawJson;

namespace detail {

enum class Kind : std::uint8_t {
  boolean,
  integer,
  number,
  string,
  timestamp,
  enumeration,
  array,
  map,
  object,      // a described struct
  optional,    // std::optional: null or a value
  patch,       // net::Patch: absent, null or a value
  attempt,     // net::Attempt: a value, or what is wrong with it
  any,         // boost::json::value, passed through
  any_object,  // boost::json::object, passed through
  raw,         // net::RawJson, written only
};

struct Type;
/// Types refer to each other through functions, so that a struct may contain itself (a tree).
using TypeRef = const Type& (*)();

/// What a request value must fulfil beyond its type. On a list, all but the item counts apply to each element.
struct FieldRules {
  std::optional<std::size_t> min_length, max_length;  // of text, in characters
  std::optional<std::size_t> min_items, max_items;
  std::optional<double> ge, gt, le, lt;
  std::string pattern;
  std::shared_ptr<const std::regex> compiled_pattern;
  std::vector<std::string> one_of;
  std::string doc;
  std::string format;
  bool defaulted = false;
  bool not_null = false;
  boost::json::value example;
};

struct FieldInfo {
  std::string name;    // on the wire
  std::string prefix;  // "name": as it is written
  std::size_t offset = 0;
  TypeRef type = nullptr;
  bool can_be_absent = false;  // std::optional, Patch
  FieldRules rules;

  bool required() const { return !can_be_absent && !rules.defaulted; }
};

struct EnumValue {
  std::string name;
  std::int64_t value;
};

/// One table for each type; only the members that belong to its kind are set.
struct Type {
  Kind kind = Kind::any;
  std::string name;           // of structs and enums: the OpenAPI component
  std::string scope;          // namespaces around the name, for telling equal names apart
  TypeRef element = nullptr;  // of array, map, optional, patch, attempt

  // integer, enumeration
  std::int64_t minimum = 0, maximum = 0;
  std::int64_t (*get_integer)(const void*) = nullptr;
  void (*set_integer)(void*, std::int64_t) = nullptr;
  std::vector<EnumValue> enumerators;

  // array
  std::size_t (*size)(const void*) = nullptr;
  const void* (*at)(const void*, std::size_t) = nullptr;
  void* (*append)(void*) = nullptr;
  void (*empty_for)(void*, std::size_t) = nullptr;  // drops a default, makes room for so many
  const double* (*doubles)(const void*) = nullptr;  // set for std::vector<double>: contiguous data

  // map
  void (*empty)(void*) = nullptr;
  void* (*insert)(void*, std::string_view) = nullptr;
  void (*each)(const void*, void* context, void (*visit)(void*, std::string_view, const void*)) = nullptr;

  // optional, patch, attempt
  const void* (*get)(const void*) = nullptr;  // nullptr when null or absent
  void* (*emplace)(void*) = nullptr;
  void (*set_null)(void*) = nullptr;
  bool (*is_absent)(const void*) = nullptr;
  void (*fail)(void*, std::vector<base::FieldError>) = nullptr;

  // object
  std::vector<FieldInfo> fields;
  std::shared_ptr<const void> prototype;  // default-constructed: where default values come from
  std::optional<std::string> (*check)(const void*) = nullptr;
};

/// "openspc::plants::Plant" for T = Plant.
template <class T>
constexpr std::string_view qualified_name() {
  constexpr std::string_view text = __PRETTY_FUNCTION__;
  constexpr std::size_t begin = text.find("T = ") + 4;
  return text.substr(begin, text.find_first_of(";]", begin) - begin);
}

// Compiled once, in type.cpp.
void name_type(Type& type, std::string_view qualified);
void add_field(Type& type, std::string_view name, std::size_t offset, TypeRef field_type, bool can_be_absent);
void inherit_rules(Type& type, const Type& base);
/// A member of a PatchOf, with the rules that it has in the whole.
void add_patched(Type& type, const Type& whole, std::string_view name, std::size_t offset, TypeRef field_type);
void add_enumerator(Type& type, std::string_view name, std::int64_t value);
void describe_with(Type& type, void (*describe)(FieldSet&));

template <class T>
const Type& type_of();

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_patch = false;
template <class T>
inline constexpr bool is_patch<Patch<T>> = true;
template <class T>
inline constexpr bool is_attempt = false;
template <class T>
inline constexpr bool is_attempt<Attempt<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T, class A>
inline constexpr bool is_vector<std::vector<T, A>> = true;
template <class T>
inline constexpr bool is_string_map = false;
template <class T, class C, class A>
inline constexpr bool is_string_map<std::map<std::string, T, C, A>> = true;
template <class T>
inline constexpr bool always_false = false;

template <class T>
void fill_integer(Type& type) {
  type.kind = Kind::integer;
  type.minimum = std::numeric_limits<T>::min();
  type.maximum = sizeof(T) == 8 ? std::numeric_limits<std::int64_t>::max()
                                : static_cast<std::int64_t>(std::numeric_limits<T>::max());
  type.get_integer = [](const void* p) { return static_cast<std::int64_t>(*static_cast<const T*>(p)); };
  type.set_integer = [](void* p, std::int64_t v) { *static_cast<T*>(p) = static_cast<T>(v); };
}

template <class T>
void fill_id(Type& type) {
  type.kind = Kind::integer;
  type.minimum = std::numeric_limits<std::int64_t>::min();
  type.maximum = std::numeric_limits<std::int64_t>::max();
  type.get_integer = [](const void* p) { return static_cast<const T*>(p)->value; };
  type.set_integer = [](void* p, std::int64_t v) { static_cast<T*>(p)->value = v; };
}

template <class T, template <class...> class List, class... E>
void add_enumerators(Type& type, List<E...>) {
  (add_enumerator(type, E::name, static_cast<std::int64_t>(E::value)), ...);
}

template <class T>
void fill_enum(Type& type) {
  type.kind = Kind::enumeration;
  name_type(type, qualified_name<T>());
  type.get_integer = [](const void* p) { return static_cast<std::int64_t>(*static_cast<const T*>(p)); };
  type.set_integer = [](void* p, std::int64_t v) { *static_cast<T*>(p) = static_cast<T>(v); };
  add_enumerators<T>(type, boost::describe::describe_enumerators<T>{});
}

template <class T>
void fill_vector(Type& type) {
  using Element = typename T::value_type;
  static_assert(!std::is_same_v<Element, bool>, "std::vector<bool> has no addressable elements");
  type.kind = Kind::array;
  type.element = &type_of<Element>;
  type.size = [](const void* p) { return static_cast<const T*>(p)->size(); };
  type.at = [](const void* p, std::size_t i) -> const void* { return static_cast<const T*>(p)->data() + i; };
  type.append = [](void* p) -> void* { return &static_cast<T*>(p)->emplace_back(); };
  type.empty_for = [](void* p, std::size_t n) {
    static_cast<T*>(p)->clear();
    static_cast<T*>(p)->reserve(n);
  };
  if constexpr (std::is_same_v<Element, double>) {
    type.doubles = [](const void* p) { return static_cast<const T*>(p)->data(); };
  }
}

template <class T>
void fill_map(Type& type) {
  type.kind = Kind::map;
  type.element = &type_of<typename T::mapped_type>;
  type.size = [](const void* p) { return static_cast<const T*>(p)->size(); };
  type.empty = [](void* p) { static_cast<T*>(p)->clear(); };
  type.insert = [](void* p, std::string_view key) -> void* { return &(*static_cast<T*>(p))[std::string(key)]; };
  type.each = [](const void* p, void* context, void (*visit)(void*, std::string_view, const void*)) {
    for (const auto& [key, value] : *static_cast<const T*>(p)) visit(context, key, &value);
  };
}

template <class T>
void fill_optional(Type& type) {
  type.kind = Kind::optional;
  type.element = &type_of<typename T::value_type>;
  type.get = [](const void* p) -> const void* {
    const auto& optional = *static_cast<const T*>(p);
    return optional ? &*optional : nullptr;
  };
  type.emplace = [](void* p) -> void* { return &static_cast<T*>(p)->emplace(); };
  type.set_null = [](void* p) { static_cast<T*>(p)->reset(); };
}

template <class T>
void fill_patch(Type& type) {
  type.kind = Kind::patch;
  type.element = &type_of<typename T::value_type>;
  type.get = [](const void* p) -> const void* {
    const auto& patch = *static_cast<const T*>(p);
    return patch.has_value() ? &patch.value() : nullptr;
  };
  type.emplace = [](void* p) -> void* { return &static_cast<T*>(p)->emplace(); };
  type.set_null = [](void* p) { static_cast<T*>(p)->set_null(); };
  type.is_absent = [](const void* p) { return !static_cast<const T*>(p)->present(); };
}

template <class T>
void fill_attempt(Type& type) {
  type.kind = Kind::attempt;
  type.element = &type_of<typename T::value_type>;
  type.get = [](const void* p) -> const void* { return &static_cast<const T*>(p)->value(); };
  type.emplace = [](void* p) -> void* { return &static_cast<T*>(p)->value(); };
  type.fail = [](void* p, std::vector<base::FieldError> errors) { static_cast<T*>(p)->fail(std::move(errors)); };
}

template <class T, template <class...> class List, class... D>
void add_fields(Type& type, [[maybe_unused]] const T& prototype, List<D...>) {
  [[maybe_unused]] const auto offset = [&](const auto& member) {
    return static_cast<std::size_t>(reinterpret_cast<const char*>(&member) - reinterpret_cast<const char*>(&prototype));
  };
  (add_field(type, D::name, offset(prototype.*D::pointer),
             &type_of<std::remove_cvref_t<decltype(prototype.*D::pointer)>>,
             is_optional<std::remove_cvref_t<decltype(prototype.*D::pointer)>> ||
                 is_patch<std::remove_cvref_t<decltype(prototype.*D::pointer)>>),
   ...);
}

template <class T, template <class...> class List, class... B>
void inherit_from_bases(Type& type, List<B...>) {
  (inherit_rules(type, type_of<typename B::type>()), ...);
}

template <class T>
void describe_by_argument(Type& type) {
  if constexpr (requires(Fields<T>& fields) { describe(fields); }) {
    describe_with(type, [](FieldSet& set) {
      Fields<T> fields(set);
      describe(fields);
    });
  }
}

template <class T>
void fill_struct(Type& type) {
  namespace bd = boost::describe;
  type.kind = Kind::object;
  name_type(type, qualified_name<T>());
  auto prototype = std::make_shared<const T>();
  add_fields<T>(type, *prototype, bd::describe_members < T, bd::mod_public | bd::mod_inherited > {});
  inherit_from_bases<T>(type, bd::describe_bases<T, bd::mod_public>{});
  type.prototype = std::move(prototype);
  describe_by_argument<T>(type);
  if constexpr (requires(const T& value) {
                  { cross_check(value) } -> std::same_as<std::optional<std::string>>;
                }) {
    type.check = [](const void* p) { return cross_check(*static_cast<const T*>(p)); };
  }
}

template <class T>
inline constexpr bool is_patch_of = requires { typename T::Patched; };

template <class T>
void fill_patch_of(Type& type) {
  type.kind = Kind::object;
  name_type(type, qualified_name<T>());
  auto prototype = std::make_shared<const T>();
  const Type& whole = type_of<typename T::Patched::WholeType>();
  [&]<template <class...> class List, class... D>(List<D...>) {
    const auto offset = [&](const auto& field) {
      return static_cast<std::size_t>(reinterpret_cast<const char*>(&field) -
                                      reinterpret_cast<const char*>(prototype.get()));
    };
    (add_patched(type, whole, D::name, offset(prototype->template field<D::pointer>()),
                 &type_of<std::remove_cvref_t<decltype(prototype->template field<D::pointer>())>>),
     ...);
  }(typename T::Patched::List());
  type.prototype = std::move(prototype);
  describe_by_argument<T>(type);
}

template <class T>
Type make_type() {
  Type type;
  if constexpr (std::is_same_v<T, bool>) {
    type.kind = Kind::boolean;
  } else if constexpr (std::is_integral_v<T>) {
    fill_integer<T>(type);
  } else if constexpr (std::is_same_v<T, double>) {
    type.kind = Kind::number;
  } else if constexpr (std::is_same_v<T, std::string>) {
    type.kind = Kind::string;
  } else if constexpr (std::is_same_v<T, base::Timestamp>) {
    type.kind = Kind::timestamp;
  } else if constexpr (std::is_same_v<T, boost::json::value>) {
    type.kind = Kind::any;
  } else if constexpr (std::is_same_v<T, boost::json::object>) {
    type.kind = Kind::any_object;
  } else if constexpr (std::is_same_v<T, RawJson>) {
    type.kind = Kind::raw;
  } else if constexpr (base::is_id<T>) {
    fill_id<T>(type);
  } else if constexpr (is_optional<T>) {
    fill_optional<T>(type);
  } else if constexpr (is_patch<T>) {
    fill_patch<T>(type);
  } else if constexpr (is_attempt<T>) {
    fill_attempt<T>(type);
  } else if constexpr (is_vector<T>) {
    fill_vector<T>(type);
  } else if constexpr (is_string_map<T>) {
    fill_map<T>(type);
  } else if constexpr (std::is_enum_v<T>) {
    static_assert(boost::describe::has_describe_enumerators<T>::value, "describe it: BOOST_DESCRIBE_ENUM(E, ...)");
    fill_enum<T>(type);
  } else if constexpr (is_patch_of<T>) {
    fill_patch_of<T>(type);
  } else if constexpr (std::is_class_v<T>) {
    static_assert(boost::describe::has_describe_members<T>::value, "describe it: BOOST_DESCRIBE_STRUCT(T, (), (...))");
    fill_struct<T>(type);
  } else {
    static_assert(always_false<T>, "this type has no JSON form");
  }
  return type;
}

template <class T>
const Type& type_of() {
  static const Type type = make_type<T>();
  return type;
}

}  // namespace detail
}  // namespace openspc::net
