// Single-use tickets that open a WebSocket without putting an access token into a URL, where proxies would log it. Kept
// in memory, 30 seconds, bound to the user and session that asked. Called by the auth service. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/guarded.h"
#include "base/ids.h"
#include "base/time.h"

namespace openspc::identity {

inline constexpr std::chrono::seconds kWsTicketLifetime{30};

class WsTickets {
 public:
  struct Holder {
    base::UserId user;
    std::string session_id;
  };

  // The clock must outlive the tickets.
  explicit WsTickets(const base::Clock& clock, std::size_t capacity = 10'000);

  // Throws base::RetryLater when `capacity` tickets wait to be used.
  std::string issue(Holder holder);
  // The holder, once; nullopt for a ticket that is unknown, used or expired.
  std::optional<Holder> redeem(std::string_view ticket);

 private:
  struct Entry {
    Holder holder;
    base::Timestamp expires_at;
  };

  const base::Clock& clock_;
  const std::size_t capacity_;
  // Keyed by the digest of the ticket: looking up a guess takes the same time however near it comes.
  base::Guarded<std::unordered_map<std::string, Entry>> entries_;
};

}  // namespace openspc::identity
