#include "identity/sign_in_failure_store.h"

#include <string>

namespace openspc::identity::sign_in_failure_store {

std::optional<SignInFailure> find(db::Session& session, std::string_view name_digest) {
  auto row = session.first<std::string, int, base::Timestamp, base::Timestamp>(
      "SELECT name_digest, failures, last_failed_at, paused_until FROM sign_in_failure WHERE name_digest = ?",
      name_digest);
  if (!row) return std::nullopt;
  return std::apply([](auto&... column) { return SignInFailure{std::move(column)...}; }, *row);
}

void put(db::Session& session, const SignInFailure& row) {
  const auto changed = session.execute(
      "UPDATE sign_in_failure SET failures = ?, last_failed_at = ?, paused_until = ? WHERE name_digest = ?",
      row.failures, row.last_failed_at, row.paused_until, row.name_digest);
  if (changed > 0) return;
  session.execute(
      "INSERT INTO sign_in_failure (name_digest, failures, last_failed_at, paused_until) VALUES (?, ?, ?, ?)",
      row.name_digest, row.failures, row.last_failed_at, row.paused_until);
}

void remove(db::Session& session, std::string_view name_digest) {
  session.execute("DELETE FROM sign_in_failure WHERE name_digest = ?", name_digest);
}

void make_room(db::Session& session, base::Timestamp time, std::int64_t most) {
  session.execute("DELETE FROM sign_in_failure WHERE last_failed_at < ?", time);
  const auto surplus = session.scalar<std::int64_t>("SELECT COUNT(*) FROM sign_in_failure") - most;
  if (surplus <= 0) return;
  session.execute(
      "DELETE FROM sign_in_failure WHERE name_digest IN (SELECT name_digest FROM (SELECT name_digest FROM "
      "sign_in_failure ORDER BY failures, last_failed_at LIMIT ?) AS first_to_go)",
      surplus);
}

}  // namespace openspc::identity::sign_in_failure_store
