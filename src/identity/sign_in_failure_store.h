// SQL of table sign_in_failure. Called by the sign-in guard inside a database job.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "db/session.h"
#include "identity/sign_in_failure.h"

namespace openspc::identity::sign_in_failure_store {

std::optional<SignInFailure> find(db::Session& session, std::string_view name_digest);
void put(db::Session& session, const SignInFailure& row);
void remove(db::Session& session, std::string_view name_digest);
// Drops what failed last before `time`, and, when more than `most` rows are left, those with the fewest failures first:
// names that somebody invents must not push out one that is being guessed at.
void make_room(db::Session& session, base::Timestamp time, std::int64_t most);

}  // namespace openspc::identity::sign_in_failure_store
