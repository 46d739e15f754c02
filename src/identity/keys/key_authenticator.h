// API keys to principals: digest, active, not expired, limited as stored. One SQL read for a key that was not seen in
// the last two seconds, none otherwise. A key of OpenSPC 0.4 is tried against its bcrypt hashes by the password
// hasher's workers when it comes for the first time, and by its digest from then on. When a key was last used is
// written at most once a minute. Throws base::Error(unauthorized); base::RetryLater while too much waits to be hashed.
// Any thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/event_bus.h"
#include "base/guarded.h"
#include "base/log.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/keys/api_key.h"
#include "identity/keys/key_store.h"
#include "identity/password_hasher.h"
#include "identity/principal_cache.h"
#include "net/access.h"

namespace openspc::identity {

class KeyAuthenticator {
 public:
  // All references must outlive the authenticator.
  KeyAuthenticator(db::Database& database, base::EventBus& bus, PasswordHasher& hasher, const base::Clock& clock);

  base::Task<net::Principal> authenticate(std::string_view secret, std::string_view client_ip);

 private:
  base::Task<net::Principal> load(std::string secret, std::string client_ip);
  base::Task<void> adopt(std::string secret, std::string client_ip, std::vector<key_store::Unadopted> candidates);
  base::Task<void> note_use(std::string id, base::Timestamp now);
  bool was_refused(const base::Digest& digest, base::Timestamp now);
  void remember_refusal(const base::Digest& digest, base::Timestamp now);

  db::Database& db_;
  PasswordHasher& hasher_;
  const base::Clock& clock_;
  PrincipalCache cache_;
  base::Guarded<std::unordered_map<std::string, base::Timestamp>> used_;     // by key, what was written last
  base::Guarded<std::unordered_map<std::string, base::Timestamp>> refused_;  // by digest, until when
  base::log::Logger log_;
  std::vector<base::Subscription> listening_;
};

}  // namespace openspc::identity
