#include "net/detail/json_schema.h"

#include <algorithm>
#include <cmath>

#include "net/detail/free_form.h"
#include "net/schema.h"

namespace openspc::net::detail {
namespace {

namespace json = boost::json;

json::value number(double value) {
  if (value == std::floor(value) && std::abs(value) < 9e15) return static_cast<std::int64_t>(value);
  return value;
}

bool is_nullable(const Type& type, const FieldRules& rules) {
  return (type.kind == Kind::optional || type.kind == Kind::patch) && !rules.not_null;
}

const Type& without_optional(const Type& type) {
  return type.kind == Kind::optional || type.kind == Kind::patch ? type.element() : type;
}

/// Does leaving members out distinguish the request form of the type, or of a type inside it?
bool has_forms(const Type& type, std::set<const Type*>& seen) {
  if (!seen.insert(&type).second) return false;
  if (type.element != nullptr) return has_forms(type.element(), seen);
  return std::ranges::any_of(
      type.fields, [&](const FieldInfo& field) { return !field.required() || has_forms(field.type(), seen); });
}

/// "type": "string" becomes ["string", "null"]; a reference becomes a choice.
json::value or_null(json::value schema) {
  json::object& object = schema.get_object();
  if (json::value* const type = object.if_contains("type")) {
    *type = json::array{*type, "null"};
    if (json::value* const values = object.if_contains("enum")) values->get_array().push_back(nullptr);
    return schema;
  }
  if (object.empty()) return schema;
  return json::object{{"anyOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
}

void add_value_rules(json::object& schema, const FieldRules& rules) {
  if (rules.min_length) schema["minLength"] = *rules.min_length;
  if (rules.max_length) schema["maxLength"] = *rules.max_length;
  if (!rules.pattern.empty()) schema["pattern"] = rules.pattern;
  if (!rules.format.empty()) schema["format"] = rules.format;
  if (rules.ge) schema["minimum"] = number(*rules.ge);
  if (rules.gt) schema["exclusiveMinimum"] = number(*rules.gt);
  if (rules.le) schema["maximum"] = number(*rules.le);
  if (rules.lt) schema["exclusiveMaximum"] = number(*rules.lt);
  if (!rules.one_of.empty()) schema["enum"] = json::array(rules.one_of.begin(), rules.one_of.end());
}

void add_rules(json::object& schema, const FieldRules& rules) {
  json::value* const items = schema.if_contains("items");
  if (items == nullptr) return add_value_rules(schema, rules);
  if (items->is_object()) add_value_rules(items->get_object(), rules);
  if (rules.min_items) schema["minItems"] = *rules.min_items;
  if (rules.max_items) schema["maxItems"] = *rules.max_items;
}

/// An enum that a rule narrows is written in place, with the allowed names only.
bool is_narrowed(const Type& type, const FieldRules& rules) {
  return type.kind == Kind::enumeration && !rules.one_of.empty();
}

}  // namespace

void SchemaCatalogue::announce(const Type& type, Use use) {
  if (!announced_.insert({&type, use}).second) return;
  if (type.element != nullptr) announce(type.element(), use);
  for (const FieldInfo& field : type.fields) announce(field.type(), use);
}

std::string SchemaCatalogue::component(const Type& type, Use use) {
  std::string name = type.name;
  const auto taken = names_.find(name);
  if (taken != names_.end() && taken->second != &type) name = type.scope + "_" + name;
  names_.emplace(name, &type);
  std::set<const Type*> seen;
  const bool in_both = announced_.contains({&type, Use::request}) && announced_.contains({&type, Use::response});
  if (use == Use::request && in_both && has_forms(type, seen)) name += "Input";
  if (components_.contains(name)) return name;
  components_[name] = nullptr;  // holds the place while a struct that contains itself is described
  if (type.kind == Kind::enumeration) {
    json::array names;
    for (const EnumValue& e : type.enumerators) names.emplace_back(e.name);
    components_[name] = json::object{{"type", "string"}, {"enum", std::move(names)}};
  } else {
    json::object described = describe_struct(type, use);
    components_[name] = std::move(described);
  }
  return name;
}

json::object SchemaCatalogue::describe_struct(const Type& type, Use use) {
  json::object properties;
  json::array required;
  for (const FieldInfo& field : type.fields) {
    properties[field.name] = member(type, field, use);
    const bool always = use == Use::request ? field.required() : field.type().kind != Kind::patch;
    if (always) required.emplace_back(field.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

json::value SchemaCatalogue::member(const Type& owner, const FieldInfo& field, Use use) {
  const Type& type = field.type();
  const Type& inner = without_optional(type);
  json::value schema = is_narrowed(inner, field.rules) ? json::object{{"type", "string"}} : this->schema(inner, use);
  add_rules(schema.get_object(), field.rules);
  if (is_nullable(type, field.rules)) schema = or_null(std::move(schema));
  json::object& object = schema.get_object();
  if (!field.rules.doc.empty()) object["description"] = field.rules.doc;
  if (!field.rules.example.is_null()) object["examples"] = json::array{field.rules.example};
  if (use == Use::request && field.rules.defaulted && owner.prototype) {
    object["default"] = to_value(type, static_cast<const char*>(owner.prototype.get()) + field.offset);
  }
  return schema;
}

json::value SchemaCatalogue::schema(const Type& type, Use use) {
  switch (type.kind) {
    case Kind::boolean:
      return json::object{{"type", "boolean"}};
    case Kind::integer:
      // Larger ones are refused, so a client that makes up requests from this document need not try them.
      if (use == Use::request)
        return json::object{{"type", "integer"}, {"minimum", type.minimum}, {"maximum", type.maximum}};
      return json::object{{"type", "integer"}};
    case Kind::number:
      return json::object{{"type", "number"}};
    case Kind::string:
      return json::object{{"type", "string"}};
    case Kind::timestamp:
      return json::object{{"type", "string"}, {"format", "date-time"}};
    case Kind::array:
      return json::object{{"type", "array"}, {"items", schema(type.element(), use)}};
    case Kind::map:
      return json::object{{"type", "object"}, {"additionalProperties", schema(type.element(), use)}};
    case Kind::optional:
    case Kind::patch:
      return or_null(schema(type.element(), use));
    case Kind::attempt:
      return schema(type.element(), use);
    case Kind::any_object:
      return json::object{{"type", "object"}, {"additionalProperties", true}, {"maxProperties", kMaxFreeFormMembers}};
    case Kind::any:
    case Kind::raw:
      return json::object();
    case Kind::enumeration:
    case Kind::object:
      break;
  }
  return json::object{{"$ref", "#/components/schemas/" + component(type, use)}};
}

}  // namespace openspc::net::detail
