// A new password for somebody who cannot sign in, given by whoever runs the server: it must be changed at the next
// sign-in, every session of the user ends, and a pause after failed sign-ins does too. Called by the command line
// inside a database job. Throws base::Error (not_found, with the names that exist; invalid).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "db/session.h"

namespace openspc::identity {

// Throws base::Error (invalid) when nobody should use it: too short, too long, or among the commonest.
void check_new_password(std::string_view password);

// Stores the hash; the number of sessions that ended.
std::int64_t reset_password(db::Session& session, std::string_view username, std::string_view hash,
                            base::Timestamp now);

}  // namespace openspc::identity
