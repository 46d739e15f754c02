#include "identity/ws_ticket.h"

#include "base/crypto.h"
#include "base/retry_later.h"

namespace openspc::identity::ws_ticket {

std::string issue(db::Session& session, const Holder& holder, base::Timestamp now, std::int64_t most_waiting) {
  session.execute("DELETE FROM ws_ticket WHERE expires_at <= ?", now);
  if (session.scalar<std::int64_t>("SELECT COUNT(*) FROM ws_ticket") >= most_waiting)
    throw base::RetryLater(base::ErrorKind::too_many_requests, "Too many tickets wait to be used", kLifetime);
  std::string ticket = base::random_token(32);
  // Its digest: looking up a guess takes the same time however near it comes.
  session.execute("INSERT INTO ws_ticket (ticket_hash, user_id, session_id, expires_at) VALUES (?, ?, ?, ?)",
                  base::sha256_hex(ticket), holder.user, holder.session_id, now + kLifetime);
  return ticket;
}

std::optional<Holder> redeem(db::Session& session, std::string_view ticket, base::Timestamp now) {
  const std::string hash = base::sha256_hex(ticket);
  const auto row = session.first<base::UserId, std::string>(
      "SELECT user_id, session_id FROM ws_ticket WHERE ticket_hash = ? AND expires_at > ?", hash, now);
  // Whoever deletes it has used it.
  if (session.execute("DELETE FROM ws_ticket WHERE ticket_hash = ?", hash) == 0 || !row) return std::nullopt;
  const auto& [user, session_id] = *row;
  return Holder{user, session_id};
}

}  // namespace openspc::identity::ws_ticket
