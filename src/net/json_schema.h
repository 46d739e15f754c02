// The JSON Schema (2020-12) of a described struct, complete in itself: for answers that tell a machine what to send.
// What /openapi.json says of it is the same, with references. Pure; any thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>

#include "net/detail/type.h"

namespace openspc::net {

/// Of what a client sends, where members may be left out; or of what it receives, where none is.
enum class SchemaOf : std::uint8_t { request, response };

namespace detail {
boost::json::object self_contained_schema(const Type& type, SchemaOf use);
}

template <class T>
boost::json::object json_schema(SchemaOf use) {
  return detail::self_contained_schema(detail::type_of<T>(), use);
}

}  // namespace openspc::net
