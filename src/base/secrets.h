// Secrets kept in files of the data folder: made once, mode 600, written to a temporary file and renamed, so that a
// crash leaves either no file or a whole one. Called by server/ at start. Throws Error(unavailable) when the folder is
// not usable.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/config.h"
#include "base/fernet.h"

namespace openspc::base {

/// The secret that signs tokens: Config::jwt_secret, else the file `.jwt_secret` of the data folder, else a new random
/// one that is saved there. A file that others may read, and a short secret, cause a warning in the log.
std::string resolve_jwt_secret(const Config& config);

/// What encrypts passwords in the database, by Config::db_encryption_key, else the key in the file `.db_encryption_key`
/// of the data folder, else a new random one that is saved there. A malformed key throws Error(unavailable) that names
/// its source, and is never replaced: stored passwords may depend on it.
Fernet resolve_db_encryption_key(const Config& config);

/// By which secrets are compared and none is told: 32 hexadecimal digits.
std::string fingerprint(std::string_view secret);

/// Writes a file with mode 600 through a temporary file, flush to disk and rename.
void write_secret_file(const std::filesystem::path& path, std::string_view content);

}  // namespace openspc::base
