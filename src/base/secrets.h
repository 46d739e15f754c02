// Secrets kept in files of the data folder: made once, mode 600, written to a temporary file and renamed, so that a
// crash leaves either no file or a whole one. Called by server/ at start. Throws Error(unavailable) when the folder is
// not usable.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/config.h"

namespace openspc::base {

/// The secret that signs tokens: Config::jwt_secret, else the file `.jwt_secret` of the data folder, else a new random
/// one that is saved there. A file that others may read causes a warning in the log.
std::string resolve_jwt_secret(const Config& config);

/// Writes a file with mode 600 through a temporary file, flush to disk and rename.
void write_secret_file(const std::filesystem::path& path, std::string_view content);

}  // namespace openspc::base
