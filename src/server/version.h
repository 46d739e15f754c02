// The version of the program, as `openspc --version` prints it. The API reports OPENSPC_APP_VERSION instead, as its
// clients expect.
#pragma once

#include <string_view>

namespace openspc::server {

std::string_view version();

}  // namespace openspc::server
