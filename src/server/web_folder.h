// Where the built page lies: told by the settings, else beside the program in a build tree or an installation.
#pragma once

#include <filesystem>

#include "base/config.h"

namespace openspc::server {

/// Empty when there is none; the server then answers the API alone.
std::filesystem::path find_web_folder(const base::Config& config);

}  // namespace openspc::server
