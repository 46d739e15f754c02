#include "identity/principal_cache.h"

#include <utility>

namespace openspc::identity {

PrincipalCache::PrincipalCache(std::size_t capacity, std::chrono::milliseconds trust)
    : capacity_(capacity), trusted_for_(trust) {}

PrincipalCache::Shared PrincipalCache::find(const base::Digest& token, base::Timestamp now) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(token);
  if (found == entries_.end() || !is_good(found->second, now)) return nullptr;
  return found->second.principal;
}

PrincipalCache::Generation PrincipalCache::generation() {
  const std::lock_guard lock(mutex_);
  return generation_;
}

void PrincipalCache::store(const base::Digest& token, Shared principal, base::Timestamp token_expires_at,
                           base::Timestamp now, Generation read_in) {
  const std::lock_guard lock(mutex_);
  if (generation_ != read_in) return;
  if (entries_.size() >= capacity_ && !entries_.contains(token)) make_room(now);
  entries_.insert_or_assign(token, Entry{std::move(principal), token_expires_at, now});
}

void PrincipalCache::forget(const AccessChanged& change) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  std::erase_if(entries_, [&change](const auto& item) {
    const net::Principal& principal = *item.second.principal;
    return (!change.user || principal.user_id == *change.user) &&
           (change.session_id.empty() || principal.session_id == change.session_id);
  });
}

// A clock that was set back must not make an entry immortal.
bool PrincipalCache::is_good(const Entry& entry, base::Timestamp now) const {
  return now < entry.token_expires_at && now >= entry.checked_at && now - entry.checked_at < trusted_for_;
}

void PrincipalCache::make_room(base::Timestamp now) {
  std::erase_if(entries_, [&](const auto& item) { return !is_good(item.second, now); });
  if (entries_.size() >= capacity_) entries_.erase(entries_.begin());
}

}  // namespace openspc::identity
