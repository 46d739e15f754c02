// The version of this program, from the project's CMake file.
#pragma once

#include <string_view>

namespace openspc::base {

/// "0.5.0"
std::string_view program_version();

}  // namespace openspc::base
