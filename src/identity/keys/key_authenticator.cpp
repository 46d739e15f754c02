#include "identity/keys/key_authenticator.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "identity/keys/key_secret.h"
#include "peers/heard.h"

namespace openspc::identity {

namespace {

constexpr std::size_t kCachedKeys = 10'000;
constexpr std::chrono::milliseconds kTrustedFor{2'000};
constexpr std::chrono::minutes kUseWrittenEvery{1};
constexpr std::chrono::minutes kRefusalRememberedFor{1};
constexpr std::size_t kMostRefusals = 10'000;

base::Error refusal() {
  return base::unauthorized("Invalid or expired API key");
}

// As the audit trail and samples tell it: whole characters, as many as their columns take beside other words.
std::string name_of(const ApiKey& key) {
  constexpr std::size_t most_characters = 80;
  std::string_view rest = key.name;
  std::string name = "API key ";
  for (std::size_t i = 0; i < most_characters && !rest.empty(); ++i) {
    const std::size_t length = std::max<std::size_t>(base::utf8_length(rest), 1);
    name += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return name;
}

net::Principal principal_of(db::Session& session, const ApiKey& key) {
  net::Principal principal;
  principal.username = name_of(key);
  // Operators enter; what a key may do of that, its uses say.
  for (const base::PlantId plant : key_store::plants_of(session, key))
    principal.roles.emplace_back(plant, net::Role::operator_);
  const bool is_narrow = key.scope == KeyScope::branches || key.scope == KeyScope::characteristics;
  principal.reach.changes = principal.reach.reading = is_narrow;
  principal.reach.branches = key.branches;
  principal.reach.characteristics = key.characteristics;
  principal.key = net::PrincipalKey{key.id, uses_of(key.purpose, key.scope),
                                    static_cast<int>(key.rate_limit_per_minute), key.scope != KeyScope::all};
  return principal;
}

// What is known of a secret; hashes of OpenSPC 0.4 to try when it is nothing.
struct Found {
  std::optional<ApiKey> key;
  std::optional<net::Principal> principal;
  std::vector<key_store::Unadopted> candidates;
};

Found look_up(db::Session& session, std::string_view secret) {
  Found found;
  found.key = key_store::find_by_secret(session, secret);
  if (found.key) {
    found.principal = principal_of(session, *found.key);
  } else {
    found.candidates = key_store::unadopted(session);
  }
  return found;
}

bool is_good(const ApiKey& key, base::Timestamp now) {
  return key.is_active && (!key.expires_at || now < *key.expires_at);
}

}  // namespace

KeyAuthenticator::KeyAuthenticator(db::Database& database, base::EventBus& bus, PasswordHasher& hasher,
                                   const base::Clock& clock)
    : db_(database), hasher_(hasher), clock_(clock), cache_(kCachedKeys, kTrustedFor), log_("openspc.identity") {
  peers::hear_at_once<AccessChanged>(bus, listening_, [this](const AccessChanged& change) {
    cache_.forget(change);
    refused_.lock()->clear();
  });
  listening_.push_back(bus.subscribe<peers::Missed>([this](const peers::Missed&) { cache_.forget({}); }));
}

base::Task<net::Principal> KeyAuthenticator::authenticate(std::string_view secret, std::string_view client_ip) {
  if (!is_key_secret(secret)) throw refusal();
  const base::Timestamp now = clock_.now();
  const base::Digest digest = base::sha256(secret);
  if (const auto known = cache_.find(digest, now)) co_return *known;
  if (was_refused(digest, now)) throw refusal();
  std::string text(secret);
  std::string address(client_ip);
  co_return co_await load(std::move(text), std::move(address));
}

base::Task<net::Principal> KeyAuthenticator::load(std::string secret, std::string client_ip) {
  const base::Timestamp now = clock_.now();
  const base::Digest digest = base::sha256(secret);
  const PrincipalCache::Generation generation = cache_.generation();
  auto read = [&secret](db::Session& session) { return look_up(session, secret); };
  Found found = co_await db_.read(read);
  if (!found.key && !found.candidates.empty()) {
    std::vector<key_store::Unadopted> candidates = std::move(found.candidates);
    co_await adopt(secret, std::move(client_ip), std::move(candidates));
    found = co_await db_.read(read);
  }
  if (!found.key || !found.principal || !is_good(*found.key, now)) {
    remember_refusal(digest, now);
    throw refusal();
  }
  auto principal = std::make_shared<const net::Principal>(*std::move(found.principal));
  cache_.store(digest, principal, found.key->expires_at.value_or(base::Timestamp::max()), now, generation);
  std::string id = found.key->id;
  co_await note_use(std::move(id), now);
  co_return *principal;
}

base::Task<void> KeyAuthenticator::adopt(std::string secret, std::string client_ip,
                                         std::vector<key_store::Unadopted> candidates) {
  for (const key_store::Unadopted& candidate : candidates) {
    std::string hash = candidate.hash;
    std::string lane = "address " + client_ip;
    if (!co_await hasher_.verify_bcrypt(secret, std::move(hash), std::move(lane))) continue;
    auto job = [&](db::Session& session) { key_store::adopt(session, candidate, secret); };
    co_await db_.write(job);
    co_return;
  }
}

// A key is good although the database takes no write at the moment.
base::Task<void> KeyAuthenticator::note_use(std::string id, base::Timestamp now) {
  {
    const auto used = used_.lock();
    base::Timestamp& written = (*used)[id];
    if (now - written < kUseWrittenEvery) co_return;
    written = now;
  }
  try {
    auto job = [&](db::Session& session) { key_store::set_last_used(session, id, now); };
    co_await db_.write(job);
  } catch (const base::Error& error) {
    log_.warning("key_use_not_noted", {{"key_id", id}, {"reason", error.detail()}});
  }
}

bool KeyAuthenticator::was_refused(const base::Digest& digest, base::Timestamp now) {
  const auto refused = refused_.lock();
  const auto found = refused->find(base::to_hex(digest));
  return found != refused->end() && now < found->second && now + kRefusalRememberedFor >= found->second;
}

void KeyAuthenticator::remember_refusal(const base::Digest& digest, base::Timestamp now) {
  const auto refused = refused_.lock();
  if (refused->size() >= kMostRefusals) std::erase_if(*refused, [&](const auto& item) { return item.second <= now; });
  if (refused->size() < kMostRefusals) refused->insert_or_assign(base::to_hex(digest), now + kRefusalRememberedFor);
}

}  // namespace openspc::identity
