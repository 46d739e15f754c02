// How C++ values travel to and from the database: the three storage classes, the conversion of every supported type,
// and Value for argument lists that are put together at run time. Used by session.h; services rarely need it by name.
#pragma once

#include <boost/describe/enumerators.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "db/stored_enum.h"

namespace openspc::db {

/// A moment as the number of microseconds since 1970 (UTC), for columns that are keys: eight bytes, ordered as time is.
struct Microseconds {
  base::Timestamp at;

  Microseconds(base::Timestamp time) : at(time) {}
  operator base::Timestamp() const { return at; }
};

/// An argument whose type is known at run time only.
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

/// The Value of any supported type: to_value(timestamp), to_value(plant_id), to_value(optional).
template <class T>
Value to_value(const T& value);
inline Value to_value(Value value) {
  return value;
}

namespace detail {

enum class CellType : char { integer = 'i', real = 'd', text = 't', reals = 'a' };

/// The buffer of one parameter or column of a prepared statement. Only the member of its type is meaningful; `reals`
/// stand in `text` as the shortest decimals that give the same numbers, with commas between: "10.25,-3e-08".
struct Cell {
  CellType type = CellType::text;
  bool null = false;
  bool is_foreign = false;  // a column of numbers that holds text: the row is damaged
  long long integer = 0;
  double real = 0;
  std::string text;
};

[[noreturn]] void refuse_not_finite();
[[noreturn]] void refuse_null();
[[noreturn]] void refuse_text(std::string_view type, std::string_view text);
/// Throws Error(invalid) for a number in it that is not finite: it could not be read back.
void write_json(std::string& text, const boost::json::value& value);
/// Throws Unreadable.
boost::json::value read_json(std::string_view text);
boost::json::object read_json_object(std::string_view text);
/// Throws Error(invalid) for a number that is not finite.
void write_reals(std::string& text, std::span<const double> values);
/// Throws Unreadable for text that is not such a list, or has a number that is not finite.
std::vector<double> read_reals(std::string_view text);
/// Throws Unreadable for a time outside of the years 1 to 9999.
base::Timestamp time_of(long long microseconds);
[[noreturn]] void refuse_foreign();

template <class T>
struct Codec;

template <std::integral T>
struct Codec<T> {
  static constexpr CellType type = CellType::integer;
  static void write(Cell& cell, T value) { cell.integer = static_cast<long long>(value); }
  static T read(const Cell& cell) {
    if constexpr (std::same_as<T, bool>) {
      return cell.integer != 0;
    } else {
      return static_cast<T>(cell.integer);
    }
  }
};

template <std::floating_point T>
struct Codec<T> {
  static constexpr CellType type = CellType::real;
  static void write(Cell& cell, T value) {
    // Subtraction is 0 for finite values and NaN otherwise.
    if (!(value - value == 0)) refuse_not_finite();
    cell.real = static_cast<double>(value);
  }
  static T read(const Cell& cell) { return static_cast<T>(cell.real); }
};

template <>
struct Codec<std::string> {
  static constexpr CellType type = CellType::text;
  static void write(Cell& cell, std::string_view value) { cell.text.assign(value); }
  static const std::string& read(const Cell& cell) { return cell.text; }
};

/// As an argument any text; as a column a view that lives until the next row.
template <>
struct Codec<std::string_view> {
  static constexpr CellType type = CellType::text;
  static void write(Cell& cell, std::string_view value) { cell.text.assign(value); }
  static std::string_view read(const Cell& cell) { return cell.text; }
};

template <>
struct Codec<base::Timestamp> {
  static constexpr CellType type = CellType::text;
  static void write(Cell& cell, base::Timestamp value) { base::to_database(value, cell.text); }
  static base::Timestamp read(const Cell& cell) {
    const auto time = base::from_database(cell.text);
    if (!time) refuse_text("timestamp", cell.text);
    return *time;
  }
};

/// Readings in one column: exact to the bit, an array where the database has one.
template <>
struct Codec<std::vector<double>> {
  static constexpr CellType type = CellType::reals;
  static void write(Cell& cell, std::span<const double> values) { write_reals(cell.text, values); }
  static std::vector<double> read(const Cell& cell) { return read_reals(cell.text); }
};

template <>
struct Codec<Microseconds> {
  static constexpr CellType type = CellType::integer;
  static void write(Cell& cell, Microseconds value) { cell.integer = value.at.time_since_epoch().count(); }
  static Microseconds read(const Cell& cell) { return time_of(cell.integer); }
};

template <class Tag>
struct Codec<base::Id<Tag>> {
  static constexpr CellType type = CellType::integer;
  static void write(Cell& cell, base::Id<Tag> value) { cell.integer = value.value; }
  static base::Id<Tag> read(const Cell& cell) { return {cell.integer}; }
};

/// As the name of the enumerator; the first one for a word that is none, as enum_of() says.
template <class E>
  requires(std::is_enum_v<E> && boost::describe::has_describe_enumerators<E>::value)
struct Codec<E> {
  static constexpr CellType type = CellType::text;
  static void write(Cell& cell, E value) { cell.text.assign(word_of(value)); }
  static E read(const Cell& cell) { return enum_of<E>(cell.text); }
};

template <>
struct Codec<boost::json::value> {
  static constexpr CellType type = CellType::text;
  static void write(Cell& cell, const boost::json::value& value) { write_json(cell.text, value); }
  static boost::json::value read(const Cell& cell) { return read_json(cell.text); }
};

template <>
struct Codec<boost::json::object> {
  static constexpr CellType type = CellType::text;
  static void write(Cell& cell, const boost::json::object& value) { write_json(cell.text, value); }
  static boost::json::object read(const Cell& cell) { return read_json_object(cell.text); }
};

template <class T>
struct Codec<std::optional<T>> {
  static constexpr CellType type = Codec<T>::type;
  static void write(Cell& cell, const std::optional<T>& value) {
    if (value) {
      Codec<T>::write(cell, *value);
    } else {
      cell.null = true;
    }
  }
  static std::optional<T> read(const Cell& cell) {
    return cell.null ? std::nullopt : std::optional<T>(Codec<T>::read(cell));
  }
};

/// Literals and char arrays bind as text, everything else as itself.
template <class T>
using Bound = std::conditional_t<std::is_convertible_v<const T&, std::string_view>, std::string_view,
                                 std::conditional_t<std::same_as<T, boost::json::array>, boost::json::value, T>>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
T read(const Cell& cell) {
  if constexpr (!is_optional<T>) {
    if (cell.null) refuse_null();
  }
  if (cell.is_foreign) refuse_foreign();
  return T(Codec<T>::read(cell));
}

template <class T>
void write(Cell& cell, const T& value) {
  cell.null = false;
  Codec<Bound<T>>::write(cell, value);
}

}  // namespace detail

template <class T>
Value to_value(const T& value) {
  detail::Cell cell;
  cell.type = detail::Codec<detail::Bound<T>>::type;
  detail::write(cell, value);
  if (cell.null) return nullptr;
  switch (cell.type) {
    case detail::CellType::integer:
      return std::int64_t{cell.integer};
    case detail::CellType::real:
      return cell.real;
    default:
      return std::move(cell.text);
  }
}

}  // namespace openspc::db
