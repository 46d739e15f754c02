// How often signing in under a name has failed lately: one row of sign_in_failure. The name is kept as a digest,
// because it may be a password that was typed into the wrong field. Rows are alike for names that exist and names that
// do not.
#pragma once

#include <string>

#include "base/time.h"

namespace openspc::identity {

struct SignInFailure {
  std::string name_digest;
  int failures = 0;
  base::Timestamp last_failed_at;
  base::Timestamp paused_until;
};

}  // namespace openspc::identity
