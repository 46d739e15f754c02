// The OpenAPI 3.1 document of a Router's routes. Private to net.
#pragma once

#include <string>

#include "net/router.h"

namespace openspc::net::detail {

/// Serialized, ready to be served as /openapi.json.
std::string openapi_document(const Router& router, const std::string& title, const std::string& version);

}  // namespace openspc::net::detail
