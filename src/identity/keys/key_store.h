// SQL of API keys: table api_keys of the reference, what we keep beside it, and what a key is limited to. Called by the
// key service and authenticator inside database jobs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/session.h"
#include "identity/keys/api_key.h"

namespace openspc::identity::key_store {

// The newest first.
std::vector<ApiKey> list(db::Session& session);
std::optional<ApiKey> find(db::Session& session, std::string_view id);
// The key of this secret, by its digest.
std::optional<ApiKey> find_by_secret(db::Session& session, std::string_view secret);

// Active keys of OpenSPC 0.4 that were not used since: id and bcrypt hash.
struct Unadopted {
  std::string id, hash;
};
std::vector<Unadopted> unadopted(db::Session& session);
// Keeps the digest of a secret that matched, in the place of the hash; nothing when somebody else did.
void adopt(db::Session& session, const Unadopted& key, std::string_view secret);

void insert(db::Session& session, const ApiKey& key, std::string_view secret);
// Name, rate and whether it is active.
void update(db::Session& session, const ApiKey& key);
bool remove(db::Session& session, std::string_view id);
void set_last_used(db::Session& session, std::string_view id, base::Timestamp at);

// The plants of what a key is limited to; of a key for all, every plant.
std::vector<base::PlantId> plants_of(db::Session& session, const ApiKey& key);

}  // namespace openspc::identity::key_store
