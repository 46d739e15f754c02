// The first account: made once, when no user exists, so that somebody can sign in. Called by server/ right after it has
// begun to listen; the hashing must not delay the start. Throws base::Error when the database refuses.
#pragma once

#include <optional>
#include <string>

#include "base/config.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/password_hasher.h"

namespace openspc::identity {

struct FirstAdmin {
  std::string username;
  std::string generated_password;  // to be shown once; empty when the settings gave the password
};

// Admin at every active plant, flagged to change the password. nullopt when a user exists already.
base::Task<std::optional<FirstAdmin>> ensure_first_admin(db::Database& database, PasswordHasher& hasher,
                                                         const base::Clock& clock, const base::Config& config);

// Twenty characters in four groups, 100 random bits, none that look alike.
std::string generate_password();

}  // namespace openspc::identity
