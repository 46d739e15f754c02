#include "identity/ws_tickets.h"

#include <utility>

#include "base/crypto.h"
#include "base/retry_later.h"

namespace openspc::identity {

WsTickets::WsTickets(const base::Clock& clock, std::size_t capacity) : clock_(clock), capacity_(capacity) {}

std::string WsTickets::issue(Holder holder) {
  std::string ticket = base::random_token(32);
  const base::Timestamp now = clock_.now();
  const auto entries = entries_.lock();
  if (entries->size() >= capacity_) {
    std::erase_if(*entries, [now](const auto& entry) { return entry.second.expires_at <= now; });
    if (entries->size() >= capacity_) {
      throw base::RetryLater(base::ErrorKind::too_many_requests, "Too many tickets wait to be used", kWsTicketLifetime);
    }
  }
  entries->emplace(base::sha256_hex(ticket), Entry{std::move(holder), now + kWsTicketLifetime});
  return ticket;
}

std::optional<WsTickets::Holder> WsTickets::redeem(std::string_view ticket) {
  const std::string key = base::sha256_hex(ticket);
  auto node = entries_.with([&](auto& entries) { return entries.extract(key); });
  if (node.empty() || node.mapped().expires_at <= clock_.now()) return std::nullopt;
  return std::move(node.mapped().holder);
}

}  // namespace openspc::identity
