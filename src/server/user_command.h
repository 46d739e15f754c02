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

struct AddUserOptions {
  std::string username;
  std::string email;  ///< empty: none
  std::string role;   ///< operator, supervisor, engineer or admin at the plant; empty: none
  std::string plant;  ///< by its code; empty: the built-in one
};

/// A new account with a one-time password, which is printed, once.
int add_user(const base::Config& config, const AddUserOptions& options);
/// Name, state and roles of every account, one a line.
int list_users(const base::Config& config);
/// Ends the pause after failed sign-ins.
int unlock_user(const base::Config& config, const std::string& username);

}  // namespace openspc::server
