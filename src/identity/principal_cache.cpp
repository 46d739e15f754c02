#include "identity/principal_cache.h"

#include <utility>

namespace openspc::identity {

PrincipalCache::PrincipalCache(std::size_t capacity, std::chrono::milliseconds trust)
    : capacity_(capacity), trusted_for_(trust) {}

PrincipalCache::Shared PrincipalCache::find(const base::Digest& token, base::Timestamp now) {
  const auto known = known_.lock();
  const auto found = known->entries.find(token);
  if (found == known->entries.end() || !is_good(found->second, now)) return nullptr;
  return found->second.principal;
}

PrincipalCache::Generation PrincipalCache::generation() {
  return known_.lock()->generation;
}

void PrincipalCache::store(const base::Digest& token, Shared principal, base::Timestamp token_expires_at,
                           base::Timestamp now, Generation read_in) {
  const auto known = known_.lock();
  if (known->generation != read_in) return;
  if (known->entries.size() >= capacity_ && !known->entries.contains(token)) make_room(known->entries, now);
  known->entries.insert_or_assign(token, Entry{std::move(principal), token_expires_at, now});
}

void PrincipalCache::forget(const AccessChanged& change) {
  const auto known = known_.lock();
  ++known->generation;
  std::erase_if(known->entries, [&change](const auto& item) {
    const net::Principal& principal = *item.second.principal;
    return (!change.user || principal.user_id == *change.user) &&
           (change.session_id.empty() || principal.session_id == change.session_id);
  });
}

// A clock that was set back must not make an entry immortal.
bool PrincipalCache::is_good(const Entry& entry, base::Timestamp now) const {
  return now < entry.token_expires_at && now >= entry.checked_at && now - entry.checked_at < trusted_for_;
}

void PrincipalCache::make_room(Entries& entries, base::Timestamp now) const {
  std::erase_if(entries, [&](const auto& item) { return !is_good(item.second, now); });
  if (entries.size() >= capacity_) entries.erase(entries.begin());
}

}  // namespace openspc::identity
