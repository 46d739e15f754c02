// JSON for described structs: parsing with validation, writing, and the material for OpenAPI, all from one declaration.
//
//   struct SampleCreate {
//     std::int64_t characteristic_id = 0;
//     std::vector<double> measurements;
//     std::optional<std::string> batch_number;
//   };
//   BOOST_DESCRIBE_STRUCT(SampleCreate, (), (characteristic_id, measurements, batch_number))
//   inline void describe(net::Fields<SampleCreate>& f) {          // optional, found by argument-dependent lookup
//     f["measurements"].items(1, 25);
//     f["batch_number"].max_length(100).doc("Batch or lot of the parts");
//   }
//
// A request member is required unless it is std::optional, net::Patch or marked defaulted() (then its initialiser
// counts). Every response member is written, null included. Members: bool, integers, double, std::string,
// base::Timestamp, base::Id, described enums, std::optional, net::Patch, net::Attempt, std::vector,
// std::map<std::string, T>, other described structs, boost::json::value and boost::json::object. A trailing underscore
// of a member or enumerator is not part of its wire name. Unknown members are ignored (see RouteBuilder::strict).
// Coercion is lenient as the contract says: "5" and 5.0 are integers, "1.5" is a number, yes/no/on/off/t/f/y/n/1/0 are
// booleans; a number is never text. Only finite numbers pass. Errors: base::Error(invalid) with one FieldError for each
// failing field. All functions are pure; any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.h"
#include "base/error.h"
#include "net/detail/patched.h"
#include "net/detail/type.h"

namespace openspc::net {

/// A member of a PATCH body: absent, null or a value.
template <class T>
class Patch {
 public:
  using value_type = T;

  Patch() = default;
  Patch(T value) : present_(true), value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Patch(std::nullopt_t) : present_(true) {}                     // NOLINT(google-explicit-constructor)

  /// The body names the member, be it with null.
  bool present() const { return present_; }
  bool is_null() const { return present_ && !value_; }
  bool has_value() const { return value_.has_value(); }
  /// Only when has_value().
  const T& value() const { return base::certain(value_); }
  const T& operator*() const { return base::certain(value_); }
  const T* operator->() const { return &base::certain(value_); }
  /// Null and absent both become nullopt.
  const std::optional<T>& optional() const { return value_; }
  /// Overwrites `target` when a value is given; null and absent leave it alone.
  void apply_to(T& target) const {
    if (value_) target = *value_;
  }
  /// Overwrites `target` when the member is present, null included.
  void apply_to(std::optional<T>& target) const {
    if (present_) target = value_;
  }

  T& emplace() {
    present_ = true;
    return value_.emplace();
  }
  void set_null() {
    present_ = true;
    value_.reset();
  }

 private:
  bool present_ = false;
  std::optional<T> value_;
};

/// The body of a PATCH on a Whole: each of its described members, but for those that are left out, as a Patch. Derive
/// the body from it; there is no second list of members:
///
///   struct RuleUpdate : net::PatchOf<RuleCreate, &RuleCreate::plant_id> {};
///
/// Rules and documentation are those of the Whole; what is no std::optional there cannot be null. A describe() of its
/// own may say otherwise. The Whole's cross_check() is not asked: check what the patch makes.
template <class Whole, auto... LeftOut>
class PatchOf {
 public:
  using Patched = detail::PatchedMembers<Whole, LeftOut...>;

  /// What the body says of a member: field<&RuleCreate::name>().
  template <auto Member>
  const auto& field() const {
    return std::get<Patched::template index_of<Member>()>(fields_);
  }
  template <auto Member>
  auto& field() {
    return std::get<Patched::template index_of<Member>()>(fields_);
  }

  /// Overwrites the members of these names with what the body says, null included, but for the `Others`, which the
  /// caller takes over itself.
  template <auto... Others, class Target>
  void apply_to(Target& target) const {
    Patched::template each<Others...>(target, fields_, [](const auto& field, auto& into) { field.apply_to(into); });
  }
  /// The same where null leaves a member alone, as being absent does.
  template <auto... Others, class Target>
  void apply_values_to(Target& target) const {
    Patched::template each<Others...>(target, fields_, [](const auto& field, auto& into) {
      if (field.has_value()) into = *field;
    });
  }

 private:
  typename Patched::Fields fields_;
};

/// A value of a request that may be wrong without the request being wrong: what is wrong with it stays beside it. For
/// the elements of a list that is taken in element by element. Where a struct is wanted, it must still be an object.
template <class T>
class Attempt {
 public:
  using value_type = T;

  Attempt() = default;
  Attempt(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)

  bool failed() const { return !errors_.empty(); }
  /// Empty unless failed(); each loc begins within the value.
  const std::vector<base::FieldError>& errors() const { return errors_; }
  /// Half read when failed().
  T& value() { return value_; }
  const T& value() const { return value_; }

  void fail(std::vector<base::FieldError> errors) { errors_ = std::move(errors); }

 private:
  T value_{};
  std::vector<base::FieldError> errors_;
};

/// Text that is JSON already, for a response member (a stored document). It is written as it is: vouch for it.
struct RawJson {
  std::string text = "null";
};

/// The rules of one member, set in describe(). Each call returns the field, so that rules chain.
/// On a list, text and number rules apply to every element.
class Field {
 public:
  explicit Field(detail::FieldInfo& info) : info_(&info) {}

  Field& length(std::size_t minimum, std::size_t maximum);
  Field& min_length(std::size_t minimum);
  Field& max_length(std::size_t maximum);
  /// ECMAScript syntax, searched as in Python's re.search: anchor it. Text past 2,000 characters never matches.
  Field& pattern(std::string_view regular_expression);
  /// ge <= value <= le
  Field& range(double ge, double le);
  Field& at_least(double ge);
  Field& at_most(double le);
  Field& greater_than(double gt);
  Field& less_than(double lt);
  /// Number of elements of a list.
  Field& items(std::size_t minimum, std::size_t maximum);
  Field& min_items(std::size_t minimum);
  Field& max_items(std::size_t maximum);
  /// The only texts allowed (also narrows an enum).
  Field& one_of(std::initializer_list<std::string_view> texts);
  /// May be left out; the member's initialiser is the value then, and is documented as the default.
  Field& defaulted();
  /// An optional or Patch member may be left out but not be null.
  Field& not_null();
  /// The contrary, of a member of PatchOf.
  Field& or_null();
  Field& doc(std::string_view text);
  /// OpenAPI "format", for example "password".
  Field& format(std::string_view name);
  Field& example(boost::json::value value);
  /// Name on the wire, where it cannot be a C++ name.
  Field& rename(std::string_view wire_name);

 private:
  detail::FieldInfo* info_;
};

class FieldSet {
 public:
  explicit FieldSet(detail::Type& type) : type_(&type) {}
  /// By the C++ member's wire name; an unknown name throws std::logic_error at start-up.
  Field operator[](std::string_view member);

 private:
  detail::Type* type_;
};

template <class T>
class Fields {
 public:
  explicit Fields(FieldSet set) : set_(set) {}
  Field operator[](std::string_view member) { return set_[member]; }

 private:
  FieldSet set_;
};

namespace detail {
void parse(const Type& type, void* into, const boost::json::value& from, const boost::json::array& where);
void write(const Type& type, const void* value, std::string& out);
boost::json::value to_value(const Type& type, const void* value);
boost::json::object changes(const Type& type, const void* before, const void* after);
boost::json::value parse_document(std::string_view text);
}  // namespace detail

/// Reads T out of JSON; `where` begins every error's loc. Throws Error(invalid) listing all that is wrong.
template <class T>
T from_json(const boost::json::value& value, const boost::json::array& where = {"body"}) {
  T result{};
  detail::parse(detail::type_of<T>(), &result, value, where);
  return result;
}

/// Appends the JSON of `value`. Doubles in their shortest form that reads back equal; NaN and infinity as null.
template <class T>
void write_json(std::string& out, const T& value) {
  detail::write(detail::type_of<T>(), &value, out);
}

template <class T>
std::string to_json_text(const T& value) {
  std::string out;
  write_json(out, value);
  return out;
}

template <class T>
boost::json::value to_json(const T& value) {
  return detail::to_value(detail::type_of<T>(), &value);
}

/// Which members of a described struct differ, as the audit trail tells it: {"name": {"from": "a", "to": "b"}}.
template <class T>
boost::json::object changes(const T& before, const T& after) {
  return detail::changes(detail::type_of<T>(), &before, &after);
}

/// A value as a document of the database: what db::Columns::document() wants to know. What cannot be read is a
/// base::Error.
struct AsJson {
  template <class T>
  static boost::json::value write(const T& value) {
    return to_json(value);
  }
  template <class T>
  static T read(std::string_view text) {
    return from_json<T>(detail::parse_document(text));
  }
};

}  // namespace openspc::net
