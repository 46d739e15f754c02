// `openspc openapi`: the OpenAPI document without a running server, for generated clients and for the contract check.
#pragma once

#include <iosfwd>

namespace openspc::server {

int print_openapi(std::ostream& out);

}  // namespace openspc::server
