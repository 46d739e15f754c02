// A sign-in that lasts: one row of auth_session. Refresh tokens name it and only the newest of them is good, which
// makes a stolen and used token visible. Its predecessor is good for half a minute more and leads to the same newest
// one: two tabs that load at once both come with it, and so does whoever did not get the answer. Access tokens die with
// the session. Called by the identity room.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/time.h"

namespace openspc::identity {

// How long the token before the newest one may be used again.
inline constexpr std::chrono::seconds kRepeatPatience{30};

struct AuthSession {
  std::string id;
  base::UserId user_id;
  base::Timestamp created_at;
  base::Timestamp expires_at;                        // moves on with each refresh
  std::optional<base::Timestamp> last_refreshed_at;  // when the newest token was made of the one before it
  std::string current_token_hash;                    // SHA-256 of the newest refresh token, hexadecimal
  std::string previous_token_hash;                   // that of the one before it; empty at first
  std::optional<base::Timestamp> revoked_at;
  bool remember_me = false;
  std::string user_agent;
  std::string ip;

  // How long a refresh token and its cookie last from now on.
  std::chrono::seconds lifetime() const { return remember_me ? std::chrono::days(30) : std::chrono::days(7); }
  bool stands(base::Timestamp now) const { return !revoked_at && now < expires_at; }
  // Both ways, so that a clock that was set back does not make an old token good for longer.
  bool may_repeat(base::Timestamp now) const {
    return last_refreshed_at && std::chrono::abs(now - *last_refreshed_at) < kRepeatPatience;
  }
};

}  // namespace openspc::identity
