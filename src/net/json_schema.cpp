#include "net/json_schema.h"

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "net/detail/json_schema.h"

namespace openspc::net::detail {

namespace {

constexpr std::string_view kComponents = "#/components/schemas/";

// Puts what is referred to in the place of each reference. A struct does not contain itself here.
boost::json::value inlined(const boost::json::value& schema, const boost::json::object& components) {
  if (const auto* const list = schema.if_array()) {
    boost::json::array copy;
    copy.reserve(list->size());
    for (const boost::json::value& element : *list) copy.push_back(inlined(element, components));
    return copy;
  }
  const auto* const object = schema.if_object();
  if (object == nullptr) return schema;
  if (const auto* const reference = object->if_contains("$ref"); reference != nullptr && reference->is_string()) {
    const std::string_view target(reference->get_string());
    return inlined(components.at(target.substr(kComponents.size())), components);
  }
  boost::json::object copy;
  for (const auto& [name, member] : *object) copy[name] = inlined(member, components);
  return copy;
}

}  // namespace

boost::json::object self_contained_schema(const Type& type, SchemaOf use) {
  const Use kind = use == SchemaOf::request ? Use::request : Use::response;
  SchemaCatalogue catalogue;
  catalogue.announce(type, kind);
  const boost::json::value schema = catalogue.schema(type, kind);
  const boost::json::object components = catalogue.take_components();
  return inlined(schema, components).as_object();
}

}  // namespace openspc::net::detail
