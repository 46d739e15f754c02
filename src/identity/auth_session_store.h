// SQL of table auth_session. Called by the identity room's services inside a database job.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "db/session.h"
#include "identity/auth_session.h"

namespace openspc::identity::auth_session_store {

void insert(db::Session& session, const AuthSession& row);
std::optional<AuthSession> find(db::Session& session, std::string_view id);
// Those of a user that are neither revoked nor expired, the newest first.
std::vector<AuthSession> standing(db::Session& session, base::UserId user, base::Timestamp now);
// Puts a new refresh token in the place of the current one, which becomes the previous one.
void rotate(db::Session& session, std::string_view id, std::string_view token_hash, base::Timestamp now,
            base::Timestamp expires_at);
// False when there is no such session or it was revoked before.
bool revoke(db::Session& session, std::string_view id, std::string_view reason, base::Timestamp now);
// Every standing session of the user but `keep` (empty: every one); the number revoked.
std::int64_t revoke_others(db::Session& session, base::UserId user, std::string_view keep, std::string_view reason,
                           base::Timestamp now);
// Sessions whose newest token has expired serve nothing any more.
void remove_expired(db::Session& session, base::Timestamp now);

}  // namespace openspc::identity::auth_session_store
