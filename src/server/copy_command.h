// `openspc copy`: moves an installation from one database to another. Prints what it did to standard output, and how
// far it is to standard error.
#pragma once

#include <optional>
#include <string>

#include "base/config.h"

namespace openspc::server {

struct CopyCommandOptions {
  std::optional<std::string> from;  ///< none: the database of the settings
  std::string to;
  std::string from_password_file, to_password_file;  ///< empty: none
};

/// 0 when all tables are equal in the end, 1 when they are not. Throws base::Error for what keeps it from copying.
int copy_installation(const base::Config& config, const CopyCommandOptions& options);

}  // namespace openspc::server
