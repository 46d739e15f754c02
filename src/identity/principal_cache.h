// Remembers which principal a verified access token stands for, so that authenticating a request costs a digest and a
// lookup. Entries are trusted for a short while only, because another replica may change what they rest on; changes
// made by this process are dropped at once through forget(). Called by the authenticator. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <unordered_map>

#include "base/crypto.h"
#include "base/guarded.h"
#include "base/time.h"
#include "identity/events.h"
#include "net/access.h"

namespace openspc::identity {

class PrincipalCache {
 public:
  using Shared = std::shared_ptr<const net::Principal>;
  using Generation = std::uint64_t;

  PrincipalCache(std::size_t capacity, std::chrono::milliseconds trusted_for);

  // Null when the token is unknown, was checked too long ago, or has expired.
  Shared find(const base::Digest& token, base::Timestamp now);
  // Taken before the database is read: an answer that was read before a change is not remembered after it.
  Generation generation();
  void store(const base::Digest& token, Shared principal, base::Timestamp token_expires_at, base::Timestamp now,
             Generation read_in);
  void forget(const AccessChanged& change);

 private:
  struct Entry {
    Shared principal;
    base::Timestamp token_expires_at;
    base::Timestamp checked_at;
  };
  struct DigestHash {
    std::size_t operator()(const base::Digest& digest) const noexcept {
      std::size_t hash = 0;
      std::memcpy(&hash, digest.data(), sizeof hash);
      return hash;
    }
  };

  using Entries = std::unordered_map<base::Digest, Entry, DigestHash>;
  struct Known {
    Generation generation = 0;
    Entries entries;
  };

  bool is_good(const Entry& entry, base::Timestamp now) const;
  void make_room(Entries& entries, base::Timestamp now) const;

  const std::size_t capacity_;
  const std::chrono::milliseconds trusted_for_;
  base::Guarded<Known> known_;
};

}  // namespace openspc::identity
