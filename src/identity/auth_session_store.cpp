#include "identity/auth_session_store.h"

#include <string>

namespace openspc::identity::auth_session_store {

namespace {

template <class... Args>
std::vector<AuthSession> select(db::Session& session, std::string_view condition, const Args&... args) {
  constexpr std::string_view columns =
      "SELECT id, user_id, created_at, expires_at, last_refreshed_at, current_token_hash, previous_token_hash, "
      "revoked_at, remember_me, user_agent, ip FROM auth_session WHERE ";
  std::vector<AuthSession> found;
  session.each<std::string, base::UserId, base::Timestamp, base::Timestamp, std::optional<base::Timestamp>, std::string,
               std::optional<std::string>, std::optional<base::Timestamp>, bool, std::optional<std::string>,
               std::optional<std::string>>(
      std::string(columns).append(condition),
      [&](std::string id, base::UserId user, base::Timestamp created, base::Timestamp expires,
          std::optional<base::Timestamp> refreshed, std::string hash, std::optional<std::string> previous,
          std::optional<base::Timestamp> revoked, bool remember, std::optional<std::string> agent,
          std::optional<std::string> ip) {
        found.push_back({std::move(id), user, created, expires, refreshed, std::move(hash),
                         std::move(previous).value_or(""), revoked, remember, std::move(agent).value_or(""),
                         std::move(ip).value_or("")});
      },
      args...);
  return found;
}

}  // namespace

void insert(db::Session& session, const AuthSession& row) {
  session.execute(
      "INSERT INTO auth_session (id, user_id, created_at, expires_at, last_refreshed_at, current_token_hash, "
      "previous_token_hash, revoked_at, remember_me, user_agent, ip) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      row.id, row.user_id, row.created_at, row.expires_at, row.last_refreshed_at, row.current_token_hash,
      row.previous_token_hash, row.revoked_at, row.remember_me, row.user_agent, row.ip);
}

std::optional<AuthSession> find(db::Session& session, std::string_view id) {
  std::vector<AuthSession> found = select(session, "id = ?", id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<AuthSession> standing(db::Session& session, base::UserId user, base::Timestamp now) {
  return select(session, "user_id = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY created_at DESC, id", user,
                now);
}

void rotate(db::Session& session, std::string_view id, std::string_view token_hash, base::Timestamp now,
            base::Timestamp expires_at) {
  session.execute(
      "UPDATE auth_session SET previous_token_hash = current_token_hash, current_token_hash = ?, "
      "last_refreshed_at = ?, expires_at = ? WHERE id = ?",
      token_hash, now, expires_at, id);
}

bool revoke(db::Session& session, std::string_view id, std::string_view reason, base::Timestamp now) {
  return session.execute(
             "UPDATE auth_session SET revoked_at = ?, revoke_reason = ? WHERE id = ? AND revoked_at IS NULL", now,
             reason, id) > 0;
}

std::int64_t revoke_others(db::Session& session, base::UserId user, std::string_view keep, std::string_view reason,
                           base::Timestamp now) {
  return session.execute(
      "UPDATE auth_session SET revoked_at = ?, revoke_reason = ? WHERE user_id = ? AND id <> ? AND revoked_at IS NULL",
      now, reason, user, keep);
}

void remove_expired(db::Session& session, base::Timestamp now) {
  session.execute("DELETE FROM auth_session WHERE expires_at < ?", now);
}

}  // namespace openspc::identity::auth_session_store
