#include "identity/keys/key_service.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "identity/audit.h"
#include "identity/events.h"
#include "identity/keys/key_request.h"
#include "identity/keys/key_secret.h"
#include "identity/keys/key_store.h"
#include "peers/announce.h"

namespace openspc::identity {

namespace {

bool is_theirs(db::Session& session, const net::Principal& caller, const ApiKey& key) {
  if (caller.is_admin()) return true;
  if (key.scope == KeyScope::all) return false;
  const std::vector<base::PlantId> plants = key_store::plants_of(session, key);
  return !plants.empty() &&
         std::ranges::all_of(plants, [&](base::PlantId plant) { return caller.at(plant) >= net::Role::engineer; });
}

ApiKey require_key(db::Session& session, const net::Principal& caller, std::string_view id) {
  std::optional<ApiKey> key = key_store::find(session, id);
  if (!key || !is_theirs(session, caller, *key)) throw base::not_found("API key not found");
  return *std::move(key);
}

void record_key(db::Session& session, const Caller& caller, std::string_view action, const ApiKey& key,
                boost::json::object detail) {
  detail["name"] = key.name;
  audit::record(session, caller, action, {"api_key", key.id, std::nullopt}, detail);
}

// The principals of keys are nobody; this forgets them and leaves people alone.
void announce_key_change(db::Session& session, base::EventBus& bus) {
  peers::announce(session, bus, AccessChanged{base::UserId{}, {}});
}

}  // namespace

base::Task<std::vector<ApiKey>> KeyService::list(net::Principal caller) {
  auto read = [&](db::Session& session) {
    std::vector<ApiKey> keys = key_store::list(session);
    std::erase_if(keys, [&](const ApiKey& key) { return !is_theirs(session, caller, key); });
    return keys;
  };
  co_return co_await db_.read(read);
}

base::Task<ApiKey> KeyService::get(net::Principal caller, std::string id) {
  auto read = [&](db::Session& session) { return require_key(session, caller, id); };
  co_return co_await db_.read(read);
}

base::Task<ApiKey> KeyService::own(net::Principal caller) {
  auto read = [&](db::Session& session) {
    std::optional<ApiKey> key = caller.key ? key_store::find(session, caller.key->id) : std::nullopt;
    if (!key) throw base::not_found("This request came without an API key");
    return *std::move(key);
  };
  co_return co_await db_.read(read);
}

base::Task<ApiKeyCreated> KeyService::create(Caller caller, ApiKeyCreate request) {
  ApiKeyCreated made;
  made.id = base::uuid4();
  made.name = std::move(request.name);
  made.expires_at = request.expires_at;
  made.rate_limit_per_minute = request.rate_limit_per_minute;
  made.purpose = request.purpose;
  made.created_by = caller.principal.username;
  made.key = new_key_secret();
  auto job = [&](db::Session& session) {
    ApiKeyCreated key = made;
    key.created_at = clock_.now();
    take_scope(session, caller.principal, request, key);
    key_store::insert(session, key, key.key);
    record_key(session, caller, "api_key.created", key,
               {{"purpose", net::to_json(key.purpose)}, {"scope", net::to_json(key.scope)}});
    return key;
  };
  co_return co_await db_.write(job);
}

base::Task<ApiKey> KeyService::update(Caller caller, std::string id, ApiKeyUpdate request) {
  auto job = [&](db::Session& session) {
    const ApiKey before = require_key(session, caller.principal, id);
    ApiKey key = before;
    request.name.apply_to(key.name);
    request.is_active.apply_to(key.is_active);
    request.rate_limit_per_minute.apply_to(key.rate_limit_per_minute);
    if (key.is_active && !before.is_active) caller.principal.require_any(net::Role::admin);
    const boost::json::object changed = net::changes(before, key);
    if (changed.empty()) return key;
    key_store::update(session, key);
    record_key(session, caller, "api_key.updated", key, changed);
    announce_key_change(session, bus_);
    return key;
  };
  co_return co_await db_.write(job);
}

base::Task<ApiKey> KeyService::revoke(Caller caller, std::string id) {
  auto job = [&](db::Session& session) {
    ApiKey key = require_key(session, caller.principal, id);
    if (!key.is_active) return key;
    key.is_active = false;
    key_store::update(session, key);
    record_key(session, caller, "api_key.revoked", key, {});
    announce_key_change(session, bus_);
    return key;
  };
  co_return co_await db_.write(job);
}

base::Task<void> KeyService::remove(Caller caller, std::string id) {
  auto job = [&](db::Session& session) {
    const ApiKey key = require_key(session, caller.principal, id);
    key_store::remove(session, id);
    record_key(session, caller, "api_key.deleted", key, {});
    announce_key_change(session, bus_);
  };
  co_await db_.write(job);
}

}  // namespace openspc::identity
