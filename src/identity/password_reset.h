// A new password for somebody who cannot sign in, given by an administrator or by whoever runs the server: it must be
// changed at the next sign-in, every session of the user ends, and a pause after failed sign-ins does too. Called by
// the account service and the command line inside a database job.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "db/session.h"
#include "identity/caller.h"
#include "identity/user.h"

namespace openspc::identity {

// Throws base::Error (invalid) when nobody should use it: too short, too long, or among the commonest.
void check_new_password(std::string_view password);

// Stores the hash; the number of sessions that ended. Announce AccessChanged after the commit.
std::int64_t reset_password(db::Session& session, const User& user, std::string_view hash, const Caller& caller,
                            base::Timestamp now);
// Ends a pause after failed sign-ins; false when there were none.
bool unlock(db::Session& session, const User& user, const Caller& caller);
// The user of this name, exactly as it is written. Throws not_found with the names that exist.
User user_named(db::Session& session, std::string_view username);

}  // namespace openspc::identity
