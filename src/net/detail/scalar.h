// Lenient reading of single values: coercion and rules as the contract states them, with its error codes.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "net/detail/type.h"

namespace openspc::net::detail {

struct Failure {
  std::string_view type;
  std::string msg;
  boost::json::object ctx;
};

/// Stores the value, or says what is wrong with it. For the kinds boolean to enumeration.
std::optional<Failure> read_scalar(const Type& type, void* into, const boost::json::value& from,
                                   const FieldRules& rules);

}  // namespace openspc::net::detail
