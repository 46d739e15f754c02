// Conditions, order and page of a query, put together from what a caller asks for. Values never become SQL: each is an
// argument of a placeholder. Names of columns do, so a Column is made of a literal that is checked when it is compiled.
//
//   db::Where where;
//   where.if_given("r.plant_id", query.plant_id).in("r.kind", kinds).order_by("r.name").page(offset, limit);
//   session.query<...>("SELECT ... FROM rule r" + where.sql(), where.values());
//
// All conditions hold together; any_of() makes alternatives. For joins, subqueries and functions write SQL by hand:
// this is for lists that are filtered. A value; not for two threads at once. Used by stores.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "db/value.h"

namespace openspc::db {

/// The name of a column, with that of its table or alias if it needs one: "name", "r.plant_id".
class Column {
 public:
  /// Does not compile for anything but letters, digits, '_' and '.'.
  consteval Column(const char* name) : name_(name) {  // NOLINT(google-explicit-constructor)
    if (!is_name(name_)) throw std::logic_error("not the name of a column");
  }
  /// For a name that the program keeps elsewhere; throws std::logic_error where the literal would not compile.
  static Column named(std::string_view name);

  constexpr std::string_view name() const { return name_; }

 private:
  struct Checked {};
  constexpr Column(std::string_view name, Checked) : name_(name) {}
  static constexpr bool is_name(std::string_view text) {
    for (const char c : text) {
      const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (!is_plain && c != '.') return false;
    }
    return !text.empty();
  }

  std::string_view name_;
};

enum class Order { ascending, descending };

class Where {
 public:
  template <class V>
  Where& equals(Column column, const V& value) {
    static_assert(!detail::is_optional<V>, "nothing equals NULL: say is_null() or if_given()");
    return compare(column, " = ?", to_value(value));
  }
  /// Nothing: whatever the column holds.
  template <class V>
  Where& if_given(Column column, const std::optional<V>& value) {
    return value ? equals(column, *value) : *this;
  }
  /// Bounds of a range, themselves in it; nothing: no bound.
  template <class V>
  Where& at_least(Column column, const std::optional<V>& bound) {
    return bound ? compare(column, " >= ?", to_value(*bound)) : *this;
  }
  template <class V>
  Where& at_most(Column column, const std::optional<V>& bound) {
    return bound ? compare(column, " <= ?", to_value(*bound)) : *this;
  }
  /// One of these; none at all: no row.
  template <std::ranges::input_range Values>
  Where& in(Column column, const Values& values) {
    std::vector<Value> list;
    std::ranges::transform(values, std::back_inserter(list), [](const auto& value) { return to_value(value); });
    return in_values(column, std::move(list));
  }
  Where& is_null(Column column);
  Where& is_set(Column column);
  /// Text with this anywhere in it; '%' and '_' are themselves. Upper and lower case are as the database compares them.
  Where& contains(Column column, std::string_view text);
  /// At least one of these; none: no row. Their order and page do not count.
  Where& any_of(std::initializer_list<Where> alternatives);
  /// All of these too.
  Where& all_of(const Where& others);

  /// Each further one orders what the ones before leave equal.
  Where& order_by(Column column, Order order = Order::ascending);
  Where& page(std::int64_t offset, std::int64_t limit);

  /// "plant_id = ? AND is_active = ?"; "1 = 1" when there is none.
  std::string condition() const;
  /// The arguments of condition().
  const std::vector<Value>& condition_values() const { return values_; }
  /// " WHERE ... ORDER BY ... LIMIT ? OFFSET ?", what there is of it.
  std::string sql() const;
  /// The arguments of sql(), behind those of what stands before it.
  std::vector<Value> values(std::vector<Value> before = {}) const;

 private:
  struct Page {
    std::int64_t offset = 0, limit = 0;
  };

  Where& add(const std::string& condition);
  Where& compare(Column column, std::string_view comparison, Value value);
  Where& in_values(Column column, std::vector<Value> values);

  std::string condition_;
  std::vector<Value> values_;
  std::string order_;
  std::optional<Page> page_;
};

}  // namespace openspc::db
