#include "net/detail/type.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"
#include "net/schema.h"

namespace openspc::net::detail {
namespace {

/// C++ keywords are written with a trailing underscore (`operator_`); the wire does not know it.
std::string_view wire_name(std::string_view cpp_name) {
  if (cpp_name.ends_with('_')) cpp_name.remove_suffix(1);
  return cpp_name;
}

/// Component names may hold letters, digits, '.', '-' and '_' only: "Page<Sample>" becomes "Page_Sample".
std::string component_name(std::string_view name) {
  std::string result;
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (plain) {
      result += c;
    } else if (c == '<' || c == ',') {
      result += '_';
    } else if (c == ':') {  // inside template arguments only the last part of a qualified name counts
      result.erase(result.rfind('_') == std::string::npos ? 0 : result.rfind('_') + 1);
    }
  }
  return result;
}

}  // namespace

void name_type(Type& type, std::string_view qualified) {
  const std::string_view head = qualified.substr(0, qualified.find('<'));
  const std::size_t scope_end = head.rfind("::");
  const std::size_t name_begin = scope_end == std::string_view::npos ? 0 : scope_end + 2;
  type.name = component_name(qualified.substr(name_begin));
  std::string_view scope = qualified.substr(0, name_begin == 0 ? 0 : scope_end);
  if (const std::size_t last = scope.rfind("::"); last != std::string_view::npos) scope.remove_prefix(last + 2);
  type.scope = component_name(scope);
}

void add_field(Type& type, std::string_view name, std::size_t offset, TypeRef field_type, bool can_be_absent) {
  FieldInfo& field = type.fields.emplace_back();
  field.name = wire_name(name);
  base::append_json_string(field.prefix, field.name);
  field.prefix += ':';
  field.offset = offset;
  field.type = field_type;
  field.can_be_absent = can_be_absent;
}

void inherit_rules(Type& type, const Type& base) {
  for (const FieldInfo& inherited : base.fields) {
    for (FieldInfo& field : type.fields) {
      if (field.name == inherited.name) field.rules = inherited.rules;
    }
  }
}

void add_patched(Type& type, const Type& whole, std::string_view name, std::size_t offset, TypeRef field_type) {
  add_field(type, name, offset, field_type, true);
  FieldInfo& field = type.fields.back();
  const auto said = std::ranges::find(whole.fields, field.name, &FieldInfo::name);
  if (said == whole.fields.end())
    throw std::logic_error(type.name + ": " + field.name + " has another name in the whole");
  field.rules = said->rules;
  field.rules.defaulted = false;
  field.rules.not_null = !said->can_be_absent || said->rules.not_null;
}

void add_enumerator(Type& type, std::string_view name, std::int64_t value) {
  type.enumerators.push_back({std::string(wire_name(name)), value});
}

void describe_with(Type& type, void (*describe)(FieldSet&)) {
  FieldSet set(type);
  describe(set);
}

}  // namespace openspc::net::detail
