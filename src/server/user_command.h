// `openspc user ...`: accounts, for whoever runs the server and can reach its database. Works beside a running server.
// Returns the exit status. Throws base::Error for what cannot be done.
#pragma once

#include <string>

#include "base/config.h"

namespace openspc::server {

struct ResetPasswordOptions {
  std::string username;
  bool generate = false;  ///< never ask, not even at a terminal
};

/// Asks for the new password at a terminal, or makes one and prints it, once.
int reset_password(const base::Config& config, const ResetPasswordOptions& options);

}  // namespace openspc::server
