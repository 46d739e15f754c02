// Writing described values as JSON text, and as JSON values.
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <cmath>

#include "base/text.h"
#include "net/detail/json_text.h"
#include "net/json.h"
#include "net/schema.h"

namespace openspc::net::detail {
namespace {

namespace json = boost::json;

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

const void* member(const void* object, const FieldInfo& field) {
  return static_cast<const char*>(object) + field.offset;
}

std::string_view enumerator_name(const Type& type, const void* value) {
  const std::int64_t number = type.get_integer(value);
  for (const EnumValue& e : type.enumerators) {
    if (e.value == number) return e.name;
  }
  return {};
}

bool is_absent(const Type& type, const void* value) {
  return type.is_absent != nullptr && type.is_absent(value);
}

void put(const Type& type, const void* value, JsonText& out);

// Charts are numbers that may be absent: those are written without a call for each.
void put_member(const Type& type, const void* value, JsonText& out) {
  if (type.kind != Kind::optional) return put(type, value, out);
  const void* const inner = type.get(value);
  if (inner == nullptr) return out.put(std::string_view("null"));
  const Type& element = type.element();
  element.kind == Kind::number ? out.number(as<double>(inner)) : put(element, inner, out);
}

void put_object(const Type& type, const void* value, JsonText& out) {
  char separator = '{';
  for (const FieldInfo& field : type.fields) {
    const Type& field_type = field.type();
    const void* const address = member(value, field);
    if (is_absent(field_type, address)) continue;
    out.put(separator);
    out.put(field.prefix);
    put_member(field_type, address, out);
    separator = ',';
  }
  if (separator == '{') out.put('{');
  out.put('}');
}

void put_array(const Type& type, const void* value, JsonText& out) {
  const std::size_t size = type.size(value);
  out.put('[');
  if (type.doubles != nullptr) {
    const double* const numbers = type.doubles(value);
    for (std::size_t i = 0; i < size; ++i) {
      if (i != 0) out.put(',');
      out.number(numbers[i]);
    }
  } else {
    const Type& element = type.element();
    for (std::size_t i = 0; i < size; ++i) {
      if (i != 0) out.put(',');
      put(element, type.at(value, i), out);
    }
  }
  out.put(']');
}

void put_map(const Type& type, const void* value, JsonText& out) {
  struct Visit {
    const Type& element;
    JsonText& out;
    char separator = '{';
  } context{type.element(), out};
  type.each(value, &context, [](void* raw, std::string_view key, const void* element) {
    auto& visit = *static_cast<Visit*>(raw);
    visit.out.put(visit.separator);
    visit.out.string(key);
    visit.out.put(':');
    put(visit.element, element, visit.out);
    visit.separator = ',';
  });
  if (context.separator == '{') out.put('{');
  out.put('}');
}

/// Boost.JSON writes "1E1"; ours has one form for a number everywhere, and NaN has none.
void write_any(const json::value& value, std::string& out) {
  switch (value.kind()) {
    case json::kind::double_:
      write_json_number(out, value.get_double());
      break;
    case json::kind::string:
      base::append_json_string(out, value.get_string());
      break;
    case json::kind::array: {
      out += '[';
      bool first = true;
      for (const json::value& element : value.get_array()) {
        if (!std::exchange(first, false)) out += ',';
        write_any(element, out);
      }
      out += ']';
      break;
    }
    case json::kind::object: {
      out += '{';
      bool first = true;
      for (const auto& [key, element] : value.get_object()) {
        if (!std::exchange(first, false)) out += ',';
        base::append_json_string(out, key);
        out += ':';
        write_any(element, out);
      }
      out += '}';
      break;
    }
    default:
      out += json::serialize(value);
  }
}

void write_any_object(const json::object& object, std::string& out) {
  out += '{';
  bool first = true;
  for (const auto& [key, element] : object) {
    if (!std::exchange(first, false)) out += ',';
    base::append_json_string(out, key);
    out += ':';
    write_any(element, out);
  }
  out += '}';
}

void put(const Type& type, const void* value, JsonText& out) {
  switch (type.kind) {
    case Kind::boolean:
      out.put(as<bool>(value) ? std::string_view("true") : std::string_view("false"));
      break;
    case Kind::integer:
      out.integer(type.get_integer(value));
      break;
    case Kind::number:
      out.number(as<double>(value));
      break;
    case Kind::string:
      out.string(as<std::string>(value));
      break;
    case Kind::timestamp:
      out.time(as<base::Timestamp>(value));
      break;
    case Kind::enumeration:
      out.word(enumerator_name(type, value));
      break;
    case Kind::array:
      put_array(type, value, out);
      break;
    case Kind::map:
      put_map(type, value, out);
      break;
    case Kind::object:
      put_object(type, value, out);
      break;
    case Kind::optional:
    case Kind::patch:
    case Kind::attempt: {
      const void* const inner = type.get(value);
      if (inner == nullptr) {
        out.put(std::string_view("null"));
      } else {
        put(type.element(), inner, out);
      }
      break;
    }
    case Kind::any:
      write_any(as<json::value>(value), out.flushed());
      break;
    case Kind::any_object:
      write_any_object(as<json::object>(value), out.flushed());
      break;
    case Kind::raw:
      out.put(as<RawJson>(value).text);
      break;
  }
}

json::value map_to_value(const Type& type, const void* value) {
  struct Visit {
    const Type& element;
    json::object object;
  } context{type.element(), {}};
  type.each(value, &context, [](void* raw, std::string_view key, const void* element) {
    auto& visit = *static_cast<Visit*>(raw);
    visit.object.emplace(key, to_value(visit.element, element));
  });
  return std::move(context.object);
}

json::value array_to_value(const Type& type, const void* value) {
  json::array array;
  const std::size_t size = type.size(value);
  array.reserve(size);
  for (std::size_t i = 0; i < size; ++i) array.push_back(to_value(type.element(), type.at(value, i)));
  return array;
}

json::value object_to_value(const Type& type, const void* value) {
  json::object object;
  for (const FieldInfo& field : type.fields) {
    const void* const address = member(value, field);
    if (!is_absent(field.type(), address)) object.emplace(field.name, to_value(field.type(), address));
  }
  return object;
}

json::value number_to_value(double number) {
  if (!std::isfinite(number)) return nullptr;
  return number;
}

}  // namespace

void write(const Type& type, const void* value, std::string& out) {
  JsonText text(out);
  put(type, value, text);
  text.flushed();
}

json::value to_value(const Type& type, const void* value) {
  switch (type.kind) {
    case Kind::boolean:
      return as<bool>(value);
    case Kind::integer:
      return type.get_integer(value);
    case Kind::number:
      return number_to_value(as<double>(value));
    case Kind::string:
      return json::string(as<std::string>(value));
    case Kind::timestamp:
      return json::string(base::to_iso8601(as<base::Timestamp>(value)));
    case Kind::enumeration:
      return json::string(enumerator_name(type, value));
    case Kind::array:
      return array_to_value(type, value);
    case Kind::map:
      return map_to_value(type, value);
    case Kind::object:
      return object_to_value(type, value);
    case Kind::optional:
    case Kind::patch:
    case Kind::attempt: {
      const void* const inner = type.get(value);
      return inner == nullptr ? json::value(nullptr) : to_value(type.element(), inner);
    }
    case Kind::any:
      return as<json::value>(value);
    case Kind::any_object:
      return as<json::object>(value);
    case Kind::raw:
      return parse_json_body(as<RawJson>(value).text);
  }
  return nullptr;
}

json::object changes(const Type& type, const void* before, const void* after) {
  json::object changed;
  for (const FieldInfo& field : type.fields) {
    json::value from = to_value(field.type(), member(before, field));
    json::value to = to_value(field.type(), member(after, field));
    if (from != to) changed[field.name] = json::object{{"from", std::move(from)}, {"to", std::move(to)}};
  }
  return changed;
}

}  // namespace openspc::net::detail
