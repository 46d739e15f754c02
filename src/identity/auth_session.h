// A sign-in that lasts: one row of auth_session. Refresh tokens name it and only the newest of them is good, which
// makes a stolen and used token visible. Access tokens die with it. Called by the identity room.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/time.h"

namespace openspc::identity {

struct AuthSession {
  std::string id;
  base::UserId user_id;
  base::Timestamp created_at;
  base::Timestamp expires_at;  // moves on with each refresh
  std::optional<base::Timestamp> last_refreshed_at;
  std::string current_token_hash;  // SHA-256 of the only good refresh token, hexadecimal
  std::optional<base::Timestamp> revoked_at;
  bool remember_me = false;
  std::string user_agent;
  std::string ip;

  // How long a refresh token and its cookie last from now on.
  std::chrono::seconds lifetime() const { return remember_me ? std::chrono::days(30) : std::chrono::days(7); }
  bool stands(base::Timestamp now) const { return !revoked_at && now < expires_at; }
};

}  // namespace openspc::identity
