// Single-use tickets that open a WebSocket without putting an access token into a URL, where proxies would log it. Good
// for 30 seconds on every server of the database, bound to the user and session that asked. Called by the auth service,
// within write jobs.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"

namespace openspc::identity::ws_ticket {

inline constexpr std::chrono::seconds kLifetime{30};
inline constexpr std::int64_t kMostWaiting = 10'000;

struct Holder {
  base::UserId user;
  std::string session_id;
};

/// Throws base::RetryLater when `most_waiting` tickets wait to be used.
std::string issue(db::Session& session, const Holder& holder, base::Timestamp now,
                  std::int64_t most_waiting = kMostWaiting);
/// The holder, once; nullopt for a ticket that is unknown, used or expired.
std::optional<Holder> redeem(db::Session& session, std::string_view ticket, base::Timestamp now);

}  // namespace openspc::identity::ws_ticket
