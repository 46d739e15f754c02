// A described struct as the row of a table: select, insert, update and delete made from the description that its JSON
// is made from. A member is a column of its name; what is otherwise is said once, beside the struct:
//
//   struct Gauge { base::Id<GaugeTag> id; std::string name; GaugeKind kind; std::optional<std::string> note; ... };
//   BOOST_DESCRIBE_STRUCT(Gauge, (), (id, name, kind, note, settings, created_at))
//   consteval auto columns(db::Columns<Gauge> of) {               // found by argument-dependent lookup
//     return of.table("gauge").once<&Gauge::created_at>().document<&Gauge::settings>();
//   }
//
//   using Gauges = db::Table<Gauge>;
//   gauge.id = Gauges::insert(session, gauge);
//   std::optional<Gauge> found = Gauges::find(session, id);
//   std::vector<Gauge> all = Gauges::list(session, db::Where().equals("kind", GaugeKind::dial).order_by("name"));
//
// Members: what session.h lists, described enums (stored by their names), JSON documents; inherited ones come first.
// The key is the member `id`, which the database gives, unless key() names another. What is wrong with a description
// does not compile, a column that the table lacks is a std::logic_error of the first statement. Errors are those of
// session.h. A row that cannot be read is left out and reported, as db::rows does, also when it is asked for alone;
// a document that cannot be read leaves its member as it is initialized, and is reported.
//
// A condition on a table with others beside it names columns with their table where several have them: "gauge.id".
// For other joins and sums write SQL by hand; names() helps with the list of columns. Any thread; stateless.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/described.h"
#include "db/detail/table_core.h"
#include "db/session.h"
#include "db/sql/where.h"
#include "db/value.h"

namespace openspc::db {

/// How a value is stored as a document: what session.h can write and read. Another form has the same two functions:
/// net::AsJson is that of described structs and lists.
struct AsStored {
  template <class T>
  static T write(T value) {
    return value;
  }
  template <class T>
  static T read(std::string_view text) {
    detail::Cell cell;
    cell.text = text;
    return T(detail::Codec<T>::read(cell));
  }
};

namespace detail {

/// What a description says of members M.
template <auto... M>
struct Without {};
template <auto... M>
struct Once {};
template <auto M>
struct Key {};
template <auto M, class Form>
struct Document {};
template <std::size_t Which, auto... M>
struct Beside {};
template <std::size_t Which, auto M>
struct Named {};

/// What an option says of a member P; each knows one of these.
template <class Option, auto P>
struct Says {
  static constexpr bool without = false, once = false, key = false;
  static constexpr std::size_t beside = 0, named = 0;  // which, from 1; 0: it does not say
  using Form = void;
};
template <auto... M, auto P>
struct Says<Without<M...>, P> : Says<void, P> {
  static constexpr bool without = (base::is_same_member<M, P>() || ...);
};
template <auto... M, auto P>
struct Says<Once<M...>, P> : Says<void, P> {
  static constexpr bool once = (base::is_same_member<M, P>() || ...);
};
template <std::size_t Which, auto... M, auto P>
struct Says<Beside<Which, M...>, P> : Says<void, P> {
  static constexpr std::size_t beside = (base::is_same_member<M, P>() || ...) ? Which : 0;
};
template <std::size_t Which, auto M, auto P>
struct Says<Named<Which, M>, P> : Says<void, P> {
  static constexpr std::size_t named = base::is_same_member<M, P>() ? Which : 0;
};
template <auto M, auto P>
struct Says<Key<M>, P> : Says<void, P> {
  static constexpr bool key = base::is_same_member<M, P>();
};
template <auto M, class DocumentForm, auto P>
struct Says<Document<M, DocumentForm>, P> : Says<void, P> {
  using Form = std::conditional_t<base::is_same_member<M, P>(), DocumentForm, void>;
};

template <class Option>
struct IsKey : std::false_type {};
template <auto M>
struct IsKey<Key<M>> : std::true_type {};
template <class Option>
struct IsBeside : std::false_type {};
template <std::size_t Which, auto... M>
struct IsBeside<Beside<Which, M...>> : std::true_type {};
template <class Option>
struct IsNamed : std::false_type {};
template <std::size_t Which, auto M>
struct IsNamed<Named<Which, M>> : std::true_type {};

template <class... Forms>
struct FirstForm {
  using type = void;
};
template <class Form, class... Others>
struct FirstForm<Form, Others...> {
  using type = std::conditional_t<std::is_void_v<Form>, typename FirstForm<Others...>::type, Form>;
};

template <class T>
concept Storable = requires(Cell& cell, const T& value) { Codec<T>::write(cell, value); };

template <class M>
void read_member(const Cell& cell, void* into) {
  *static_cast<M*>(into) = read<M>(cell);
}
template <class M>
void write_member(Cell& cell, const void* from) {
  write(cell, *static_cast<const M*>(from));
}

template <class M, class Form>
void read_document(const Cell& cell, void* into) {
  if (cell.null) return;
  if constexpr (is_optional<M>) {
    *static_cast<M*>(into) = Form::template read<typename M::value_type>(cell.text);
  } else {
    *static_cast<M*>(into) = Form::template read<M>(cell.text);
  }
}
template <class M, class Form>
void write_document(Cell& cell, const void* from) {
  const M& value = *static_cast<const M*>(from);
  if constexpr (is_optional<M>) {
    if (!value) {
      cell.null = true;
      return;
    }
    write(cell, Form::write(*value));
  } else {
    write(cell, Form::write(value));
  }
}

}  // namespace detail

/// A description under way; each call adds to what it says.
template <class T, class... Options>
class Columns {
 public:
  consteval Columns() = default;

  consteval Columns table(std::string_view name) const {
    Columns named = *this;
    named.name_ = name;
    return named;
  }
  /// These members are no columns: they are filled in elsewhere.
  template <auto... M>
  consteval auto without() const {
    return with<detail::Without<M...>>();
  }
  /// Written with a new row and never again.
  template <auto... M>
  consteval auto once() const {
    return with<detail::Once<M...>>();
  }
  /// Another key than `id`: one that the row brings along.
  template <auto M>
  consteval auto key() const {
    return with<detail::Key<M>>();
  }
  /// Stored as a JSON document, which a damaged row is shown without.
  template <auto M, class Form = AsStored>
  consteval auto document() const {
    return with<detail::Document<M, Form>>();
  }

  /// The column of this member has another name than it.
  template <auto M>
  consteval auto named(std::string_view column) const {
    constexpr std::size_t which = (0 + ... + detail::IsNamed<Options>::value);
    auto said = with<detail::Named<which + 1, M>>();
    said.named_.at(which) = column;
    return said;
  }

  /// These members stand in a table beside, which has one row for a row of this one, or none: its column `key` holds
  /// the id. Where that has none, or NULL, the member is as it is initialized. There may be several.
  template <auto... M>
  consteval auto beside(std::string_view table, std::string_view key) const {
    constexpr std::size_t which = (0 + ... + detail::IsBeside<Options>::value);
    auto said = with<detail::Beside<which + 1, M...>>();
    said.besides_.at(which) = {table, key};
    return said;
  }

  consteval std::string_view name() const { return name_; }
  /// Those beside; unused ones are empty.
  consteval std::array<detail::BesideName, 4> besides() const { return besides_; }
  template <auto P>
  consteval std::string_view name_of(std::string_view member) const {
    constexpr std::size_t which = (0 + ... + detail::Says<Options, P>::named);
    if constexpr (which == 0) {
      return member;
    } else {
      return named_.at(which - 1);
    }
  }

  static constexpr bool has_key = (detail::IsKey<Options>::value || ...);
  template <auto P>
  static constexpr bool is_without = (detail::Says<Options, P>::without || ...);
  template <auto P>
  static constexpr bool is_once = (detail::Says<Options, P>::once || ...);
  template <auto P>
  static constexpr bool is_key = (detail::Says<Options, P>::key || ...);
  template <auto P>
  static constexpr std::size_t beside_of = (0 + ... + detail::Says<Options, P>::beside);
  template <auto P>
  using FormOf = typename detail::FirstForm<typename detail::Says<Options, P>::Form...>::type;

 private:
  template <class, class...>
  friend class Columns;
  template <class Option>
  consteval Columns<T, Options..., Option> with() const {
    Columns<T, Options..., Option> said;
    said.name_ = name_;
    said.besides_ = besides_;
    said.named_ = named_;
    return said;
  }

  std::string_view name_;
  std::array<detail::BesideName, 4> besides_;
  std::array<std::string_view, 4> named_;
};

namespace detail {

/// What Table<T> is made of; put together when it is first used.
template <class T>
class TableOf {
 public:
  static const TableOf& instance() {
    static const TableOf table;
    return table;
  }

  const TableCore& core() const { return core_; }
  template <class Pointer>
  std::size_t offset_of(Pointer member) const {
    return static_cast<std::size_t>(reinterpret_cast<const char*>(&(prototype_.*member)) -
                                    reinterpret_cast<const char*>(&prototype_));
  }

 private:
  TableOf() : core_(columns(Columns<T>()).name(), columns(Columns<T>()).besides()) {
    [this]<template <class...> class List, class... D>(List<D...>) {
      (this->template add<D>(), ...);
    }(base::MembersOf<T>());
    core_.finish();
  }

  template <class D>
  void add() {
    using Shape = decltype(columns(Columns<T>()));
    if constexpr (!Shape::template is_without<D::pointer>) {
      using Member = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;
      using Form = typename Shape::template FormOf<D::pointer>;
      constexpr std::string_view name = columns(Columns<T>()).template name_of<D::pointer>(D::name);
      TableColumn column{.name = std::string(name), .offset = offset_of(D::pointer)};
      column.is_once = Shape::template is_once<D::pointer>;
      column.beside = Shape::template beside_of<D::pointer>;
      if constexpr (std::is_void_v<Form>) {
        static_assert(Storable<Member>, "this member has no column form: say document() or without()");
        column.type = Codec<Member>::type;
        column.read = &read_member<Member>;
        column.write = &write_member<Member>;
      } else {
        column.is_document = true;
        column.read = &read_document<Member, Form>;
        column.write = &write_document<Member, Form>;
      }
      core_.add(std::move(column), key_of<D, Shape>());
    }
  }

  template <class D, class Shape>
  static constexpr TableCore::Key key_of() {
    if constexpr (Shape::has_key) {
      return Shape::template is_key<D::pointer> ? TableCore::Key::given : TableCore::Key::none;
    } else {
      return std::string_view(D::name) == "id" ? TableCore::Key::generated : TableCore::Key::none;
    }
  }

  T prototype_{};
  TableCore core_;
};

}  // namespace detail

template <class T>
class Table {
 public:
  /// The rows of a condition, in its order; all of them without one.
  static std::vector<T> list(Session& session, const Where& where = {}) {
    std::vector<T> rows;
    core().read(session, where,
                {&rows, [](void* list) -> void* { return &static_cast<std::vector<T>*>(list)->emplace_back(); },
                 [](void* list) { static_cast<std::vector<T>*>(list)->pop_back(); }});
    return rows;
  }
  static std::optional<T> first(Session& session, const Where& where) {
    std::vector<T> rows = list(session, where);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }
  template <class Key>
  static std::optional<T> find(Session& session, const Key& key) {
    return first(session, core().with_key(to_value(key)));
  }
  static std::int64_t count(Session& session, const Where& where = {}) { return core().count(session, where); }
  static bool exists(Session& session, const Where& where) { return count(session, where) > 0; }

  /// The id that the row was given, whatever its member says; nothing where the row brings its key along.
  static auto insert(Session& session, const T& row) {
    const std::int64_t id = core().insert(session, &row);
    if constexpr (!decltype(columns(Columns<T>()))::has_key) return decltype(row.id){id};
  }
  /// Writes all columns but the key and those that are written once.
  static void update(Session& session, const T& row) { core().update(session, &row); }
  /// Writes these columns alone.
  template <auto... Members>
  static void update_only(Session& session, const T& row) {
    const auto& table = detail::TableOf<T>::instance();
    core().update(session, &row, {table.offset_of(Members)...});
  }
  /// False when there is no such row.
  template <class Key>
  static bool remove(Session& session, const Key& key) {
    return core().remove(session, to_value(key));
  }

  /// "g.id, g.name": for a SELECT that is written by hand. Without what stands beside.
  static std::string names(std::string_view alias = {}) { return core().names(alias); }

 private:
  static const detail::TableCore& core() { return detail::TableOf<T>::instance().core(); }
};

}  // namespace openspc::db
