#include "net/detail/parse.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "base/nearest_word.h"
#include "net/detail/free_form.h"
#include "net/detail/scalar.h"
#include "net/schema.h"

namespace openspc::net::detail {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxEchoedBytes = 2000;
// Of one Attempt: a list may hold many of them.
constexpr std::size_t kMaxAttemptErrors = 5;

/// Bytes that a value roughly takes as text, counted no further than the bound.
std::size_t rough_size(const json::value& value, std::size_t bound) {
  std::size_t size = 8;
  if (value.is_string()) return size + value.get_string().size();
  if (value.is_array()) {
    for (const json::value& element : value.get_array()) {
      if (size > bound) break;
      size += rough_size(element, bound - size);
    }
  } else if (value.is_object()) {
    for (const auto& [key, element] : value.get_object()) {
      if (size > bound) break;
      size += key.size();
      if (size <= bound) size += rough_size(element, bound - size);
    }
  }
  return size;
}

/// A copy in memory of its own; null in place of something too large to send back.
json::value echo(const json::value& input) {
  if (rough_size(input, kMaxEchoedBytes) > kMaxEchoedBytes) return nullptr;
  return json::value(input, json::storage_ptr());
}

std::vector<std::string> names_of(const Type& type) {
  std::vector<std::string> names;
  names.reserve(type.fields.size());
  for (const FieldInfo& field : type.fields) names.push_back(field.name);
  return names;
}

class Reader {
 public:
  Reader(const json::array& where, InputErrors& errors) : where_(where), errors_(errors) {}

  void read(const Type& type, void* into, const json::value& from, const FieldRules& rules) {
    switch (type.kind) {
      case Kind::array:
        return read_array(type, into, from, rules);
      case Kind::map:
        return read_map(type, into, from, rules);
      case Kind::object:
        return read_object(type, into, from);
      case Kind::optional:
      case Kind::patch:
        if (from.is_null() && !rules.not_null) return type.set_null(into);
        return read(type.element(), type.emplace(into), from, rules);
      case Kind::attempt:
        return read_attempt(type, into, from, rules);
      case Kind::any:
        if (!is_storable(from)) return;
        *static_cast<json::value*>(into) = json::value(from, json::storage_ptr());
        return;
      case Kind::any_object:
        if (!from.is_object()) return fail("dict_type", "Input should be a valid dictionary", from);
        if (!is_storable(from)) return;
        *static_cast<json::object*>(into) = json::object(from.get_object(), json::storage_ptr());
        return;
      case Kind::raw:
        static_cast<RawJson*>(into)->text = json::serialize(from);
        return;
      default:
        if (std::optional<Failure> failure = read_scalar(type, into, from, rules)) {
          fail(failure->type, std::move(failure->msg), from, std::move(failure->ctx));
        }
    }
  }

  /// One member of a struct, whose value may be missing.
  void read_member(const FieldInfo& field, void* object, const json::value* from, const json::value& whole) {
    path_.emplace_back(json::string(field.name));
    if (from != nullptr) {
      read(field.type(), static_cast<char*>(object) + field.offset, *from, field.rules);
    } else if (field.required()) {
      fail("missing", "Field required", whole);
    }
    path_.pop_back();
  }

 private:
  void read_object(const Type& type, void* into, const json::value& from) {
    if (!from.is_object()) {
      return fail("model_attributes_type", "Input should be a valid dictionary or object to extract fields from", from);
    }
    const std::size_t errors_before = errors_.size();
    const json::object& object = from.get_object();
    std::size_t known = 0;
    for (const FieldInfo& field : type.fields) {
      if (errors_.full()) return;
      const json::value* const member = object.if_contains(field.name);
      if (member != nullptr) ++known;
      read_member(field, into, member, from);
    }
    if (known < object.size()) note_unknown(type, object);
    if (type.check == nullptr || errors_.size() != errors_before) return;
    if (const std::optional<std::string> complaint = type.check(into)) {
      fail("value_error", "Value error, " + *complaint, from, {{"error", json::object()}});
    }
  }

  // A body may hold a million of them: past those that are told they are only counted.
  void note_unknown(const Type& type, const json::object& object) {
    for (const auto& [key, value] : object) {
      const std::string_view name = key;
      if (std::ranges::find(type.fields, name, &FieldInfo::name) != type.fields.end()) continue;
      if (errors_.tells_more_unknown())
        errors_.note_unknown(full_path(json::string(key)), name, names_of(type));
      else
        errors_.count_unknown();
    }
  }

  void read_array(const Type& type, void* into, const json::value& from, const FieldRules& rules) {
    if (!from.is_array()) return fail("list_type", "Input should be a valid list", from);
    const json::array& list = from.get_array();
    if (!count_is_right(list.size(), from, rules)) return;
    type.empty_for(into, list.size());
    const Type& element = type.element();
    for (std::size_t i = 0; i < list.size() && !errors_.full(); ++i) {
      path_.emplace_back(static_cast<std::int64_t>(i));
      read(element, type.append(into), list[i], rules);
      path_.pop_back();
    }
  }

  bool count_is_right(std::size_t count, const json::value& from, const FieldRules& rules) {
    if (rules.max_items && count > *rules.max_items) {
      fail("too_long", count_message("most", *rules.max_items, count), from,
           {{"field_type", "List"}, {"max_length", *rules.max_items}, {"actual_length", count}});
      return false;
    }
    if (rules.min_items && count < *rules.min_items) {
      fail("too_short", count_message("least", *rules.min_items, count), from,
           {{"field_type", "List"}, {"min_length", *rules.min_items}, {"actual_length", count}});
      return false;
    }
    return true;
  }

  static std::string count_message(std::string_view which, std::size_t bound, std::size_t count) {
    return "List should have at " + std::string(which) + " " + std::to_string(bound) +
           (bound == 1 ? " item" : " items") + " after validation, not " + std::to_string(count);
  }

  void read_attempt(const Type& type, void* into, const json::value& from, const FieldRules& rules) {
    if (type.element().kind == Kind::object && !from.is_object())
      return fail("dict_type", "Input should be a valid dictionary", from);
    const json::array within;
    InputErrors own(kMaxAttemptErrors);
    Reader(within, own).read(type.element(), type.emplace(into), from, rules);
    if (own.size() != 0) type.fail(into, own.take());
    if (own.unknown_count() != 0) errors_.take_unknown(full_path(), own);
  }

  void read_map(const Type& type, void* into, const json::value& from, const FieldRules& rules) {
    if (!from.is_object()) return fail("dict_type", "Input should be a valid dictionary", from);
    type.empty(into);
    const Type& element = type.element();
    for (const auto& [key, value] : from.get_object()) {
      if (errors_.full()) return;
      path_.emplace_back(json::string(key));
      read(element, type.insert(into, key), value, rules);
      path_.pop_back();
    }
  }

  bool is_storable(const json::value& from) {
    const std::size_t errors_before = errors_.size();
    const std::size_t depth = path_.size();
    check_free_form(from,
                    [&](const json::array& within, std::string_view type, std::string msg, const json::value& input) {
                      path_.insert(path_.end(), within.begin(), within.end());
                      fail(type, std::move(msg), input);
                      path_.resize(depth);
                    });
    return errors_.size() == errors_before;
  }

  void fail(std::string_view type, std::string msg, const json::value& input, json::object ctx = {}) {
    errors_.add(full_path(), type, std::move(msg), input, std::move(ctx));
  }

  json::array full_path() const {
    json::array loc(where_);
    loc.insert(loc.end(), path_.begin(), path_.end());
    return loc;
  }
  json::array full_path(json::string last) const {
    json::array loc = full_path();
    loc.emplace_back(std::move(last));
    return loc;
  }

  const json::array& where_;
  InputErrors& errors_;
  std::vector<json::value> path_;
};

}  // namespace

void InputErrors::add(json::array loc, std::string_view type, std::string msg, const json::value& input,
                      json::object ctx) {
  if (!full()) list_.push_back({std::string(type), std::move(loc), std::move(msg), echo(input), std::move(ctx)});
}

void InputErrors::note_unknown(json::array loc, std::string_view name, std::span<const std::string> known) {
  ++unknown_count_;
  if (unknown_.size() < max_unknown) unknown_.push_back({std::move(loc), base::nearest_word(name, known)});
}

void InputErrors::take_unknown(const json::array& where, InputErrors& within) {
  unknown_count_ += within.unknown_count_;
  for (UnknownInput& input : within.unknown_) {
    if (unknown_.size() == max_unknown) return;
    json::array loc(where);
    loc.insert(loc.end(), input.loc.begin(), input.loc.end());
    unknown_.push_back({std::move(loc), std::move(input.nearest)});
  }
}

void InputErrors::refuse_unknown() {
  for (UnknownInput& input : unknown_) {
    std::string msg = "Extra inputs are not permitted";
    if (input.nearest) msg += "; did you mean '" + *input.nearest + "'?";
    add(std::move(input.loc), "extra_forbidden", std::move(msg), nullptr);
  }
}

void InputErrors::throw_if_any() {
  if (!list_.empty()) throw base::Error(std::move(list_));
}

void parse_value(const Type& type, void* into, const json::value& from, const json::array& where, InputErrors& errors) {
  Reader(where, errors).read(type, into, from, FieldRules());
}

void parse_path(const Type& type, void* into, const std::vector<PathParameter>& parameters, InputErrors& errors) {
  const json::array where{"path"};
  Reader reader(where, errors);
  for (const FieldInfo& field : type.fields) {
    const auto found = std::ranges::find(parameters, std::string_view(field.name), &PathParameter::name);
    if (found == parameters.end()) continue;  // Router::add has made sure that every required member has its segment
    const json::value text = json::string(found->value);
    reader.read_member(field, into, &text, nullptr);
  }
}

void parse_query(const Type& type, void* into, const Target& target, InputErrors& errors) {
  const json::array where{"query"};
  Reader reader(where, errors);
  for (const FieldInfo& field : type.fields) {
    const Type* field_type = &field.type();
    if (field_type->kind == Kind::optional) field_type = &field_type->element();
    if (field_type->kind == Kind::array) {
      json::array all;
      for (const auto& [name, value] : target.query) {
        if (name == field.name) all.emplace_back(json::string(value));
      }
      const json::value list(std::move(all));
      const bool given = !list.get_array().empty();
      reader.read_member(field, into, given || field.required() ? &list : nullptr, nullptr);
    } else if (const std::string* const last = target.find(field.name)) {
      const json::value text = json::string(*last);
      reader.read_member(field, into, &text, nullptr);
    } else {
      reader.read_member(field, into, nullptr, nullptr);
    }
  }
}

void note_unknown_query(std::span<const Type* const> types, const Target& target, InputErrors& errors) {
  if (target.query.empty()) return;
  std::vector<std::string> known{std::string(kStrictParameter)};
  for (const Type* type : types) std::ranges::move(names_of(*type), std::back_inserter(known));
  for (const auto& [name, value] : target.query) {
    if (std::ranges::find(known, name) == known.end()) errors.note_unknown({"query", json::string(name)}, name, known);
  }
}

void parse(const Type& type, void* into, const json::value& from, const json::array& where) {
  InputErrors errors;
  parse_value(type, into, from, where, errors);
  errors.throw_if_any();
}

}  // namespace openspc::net::detail
