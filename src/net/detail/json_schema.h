// JSON Schema (2020-12, as OpenAPI 3.1 uses it) out of described types. Private to net.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "net/detail/type.h"

namespace openspc::net::detail {

/// A struct reads differently in a request (members may be left out) and in a response (every member is written).
enum class Use { request, response };

class SchemaCatalogue {
 public:
  /// Names the types that a document will refer to: call for all of them before the first schema().
  void announce(const Type& type, Use use);
  /// A schema in place, or a reference to a component.
  boost::json::value schema(const Type& type, Use use);
  /// The schema of one member with its rules, documentation and default.
  boost::json::value member(const Type& owner, const FieldInfo& field, Use use);
  /// Everything that was referred to: goes under components/schemas.
  boost::json::object take_components() { return std::move(components_); }

 private:
  std::string component(const Type& type, Use use);
  boost::json::object describe_struct(const Type& type, Use use);

  std::set<std::pair<const Type*, Use>> announced_;
  std::map<std::string, const Type*> names_;
  boost::json::object components_;
};

}  // namespace openspc::net::detail
