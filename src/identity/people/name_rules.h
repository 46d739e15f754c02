// What a user name and an e-mail address look like. Called by the user service; adds to the problems of a request.
#pragma once

#include <cstddef>
#include <string>

#include "base/problems.h"

namespace openspc::identity {

inline constexpr std::size_t kMinUsernameLength = 3;
inline constexpr std::size_t kMaxUsernameLength = 50;  // of the column

/// A visible name without blanks at its ends, so that no two users look alike.
void check_username(const std::string& username, base::Problems& problems);
/// Something with one '@' and no blank; whether mail arrives there, only mail can tell.
void check_email(const std::string& email, base::Problems& problems);

}  // namespace openspc::identity
