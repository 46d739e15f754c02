#include "identity/keys/key_store.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/crypto.h"
#include "db/sql/where.h"
#include "db/stored_enum.h"
#include "identity/keys/key_secret.h"

namespace openspc::identity::key_store {

namespace {

struct Row {
  ApiKey key;
  std::string hash;
  boost::json::value permissions;
};

// A key of OpenSPC 0.4 enters for all characteristics, or for those of a list.
void read_permissions(ApiKey& key, const boost::json::value& permissions) {
  const auto* const object = permissions.if_object();
  const auto* const allowed = object != nullptr ? object->if_contains("characteristics") : nullptr;
  const auto* const ids = allowed != nullptr ? allowed->if_array() : nullptr;
  if (ids == nullptr) {
    const bool is_all = allowed != nullptr && allowed->is_string() && allowed->get_string() == "all";
    key.scope = is_all ? KeyScope::all : KeyScope::characteristics;
    return;
  }
  key.scope = KeyScope::characteristics;
  key.characteristics.reserve(ids->size());
  for (const boost::json::value& id : *ids) {
    if (const auto* const number = id.if_int64()) key.characteristics.push_back({*number});
  }
}

template <class Id>
std::vector<Id> ids_of(db::Session& session, std::string_view sql, const std::string& key) {
  std::vector<Id> found;
  session.each<Id>(sql, [&](Id id) { found.push_back(id); }, key);
  return found;
}

void read_scope(db::Session& session, Row& row) {
  ApiKey& key = row.key;
  const auto option = session.first<std::string, std::string, std::optional<std::string>>(
      "SELECT key_use, key_scope, created_by FROM api_key_option WHERE key_id = ?", key.id);
  if (!option) {
    read_permissions(key, row.permissions);
    return;
  }
  const auto& [use, scope, created_by] = *option;
  key.purpose = db::enum_of<KeyPurpose>(use, KeyPurpose::display);
  key.scope = db::enum_of<KeyScope>(scope, KeyScope::characteristics);
  key.created_by = created_by;
  key.plants =
      ids_of<base::PlantId>(session, "SELECT plant_id FROM api_key_plant WHERE key_id = ? ORDER BY plant_id", key.id);
  key.branches = ids_of<base::NodeId>(
      session, "SELECT hierarchy_id FROM api_key_branch WHERE key_id = ? ORDER BY hierarchy_id", key.id);
  key.characteristics = ids_of<base::CharacteristicId>(
      session, "SELECT char_id FROM api_key_characteristic WHERE key_id = ? ORDER BY char_id", key.id);
}

template <class... Args>
std::vector<Row> select(db::Session& session, std::string_view rest, const Args&... args) {
  std::vector<Row> rows;
  session.each<std::string, std::string, base::Timestamp, std::optional<base::Timestamp>, std::int64_t, bool,
               std::optional<base::Timestamp>, std::string, boost::json::value>(
      std::string("SELECT id, name, created_at, expires_at, rate_limit_per_minute, is_active, last_used_at, key_hash, "
                  "permissions FROM api_keys ")
          .append(rest),
      [&](std::string id, std::string name, base::Timestamp created, std::optional<base::Timestamp> expires,
          std::int64_t rate, bool active, std::optional<base::Timestamp> used, std::string hash,
          boost::json::value permissions) {
        Row& row = rows.emplace_back();
        row.key.id = std::move(id);
        row.key.name = std::move(name);
        row.key.created_at = created;
        row.key.expires_at = expires;
        row.key.rate_limit_per_minute = rate;
        row.key.is_active = active;
        row.key.last_used_at = used;
        row.hash = std::move(hash);
        row.permissions = std::move(permissions);
      },
      args...);
  for (Row& row : rows) read_scope(session, row);
  return rows;
}

void insert_option(db::Session& session, const ApiKey& key) {
  session.execute("INSERT INTO api_key_option (key_id, key_use, key_scope, created_by) VALUES (?, ?, ?, ?)", key.id,
                  db::word_of(key.purpose), db::word_of(key.scope), key.created_by);
  for (const base::PlantId plant : key.plants)
    session.execute("INSERT INTO api_key_plant (key_id, plant_id) VALUES (?, ?)", key.id, plant);
  for (const base::NodeId node : key.branches)
    session.execute("INSERT INTO api_key_branch (key_id, hierarchy_id) VALUES (?, ?)", key.id, node);
  for (const base::CharacteristicId id : key.characteristics)
    session.execute("INSERT INTO api_key_characteristic (key_id, char_id) VALUES (?, ?)", key.id, id);
}

// As the reference reads them.
boost::json::value permissions_of(const ApiKey& key) {
  if (key.scope == KeyScope::all) return boost::json::object{{"characteristics", "all"}};
  boost::json::array ids;
  for (const base::CharacteristicId id : key.characteristics) ids.emplace_back(id.value);
  return boost::json::object{{"characteristics", std::move(ids)}};
}

std::vector<base::CharacteristicId> that_exist(db::Session& session, const std::vector<base::CharacteristicId>& ids) {
  std::vector<base::CharacteristicId> found;
  const db::Where where = db::Where().in("id", ids);
  session.each<base::CharacteristicId>(
      "SELECT id FROM characteristic" + where.sql(), [&](base::CharacteristicId id) { found.push_back(id); },
      where.values());
  return found;
}

}  // namespace

std::vector<ApiKey> list(db::Session& session) {
  std::vector<Row> rows = select(session, "ORDER BY created_at DESC, id");
  std::vector<ApiKey> keys;
  keys.reserve(rows.size());
  for (Row& row : rows) keys.push_back(std::move(row.key));
  return keys;
}

std::optional<ApiKey> find(db::Session& session, std::string_view id) {
  std::vector<Row> rows = select(session, "WHERE id = ?", id);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front().key);
}

std::optional<ApiKey> find_by_secret(db::Session& session, std::string_view secret) {
  const std::string digest = stored_digest(secret);
  for (Row& row : select(session, "WHERE key_prefix = ?", digest_prefix(secret))) {
    if (base::constant_time_equal(row.hash, digest)) return std::move(row.key);
  }
  return std::nullopt;
}

std::vector<Unadopted> unadopted(db::Session& session) {
  std::vector<Unadopted> found;
  session.each<std::string, std::string>(
      "SELECT id, key_hash FROM api_keys WHERE key_prefix = ? AND is_active = ? ORDER BY last_used_at DESC, id",
      [&](std::string id, std::string hash) {
        if (hash.starts_with("$2")) found.push_back({std::move(id), std::move(hash)});
      },
      kReferencePrefix, true);
  return found;
}

void adopt(db::Session& session, const Unadopted& key, std::string_view secret) {
  std::optional<ApiKey> row = find(session, key.id);
  const auto changed = session.execute("UPDATE api_keys SET key_hash = ?, key_prefix = ? WHERE id = ? AND key_hash = ?",
                                       stored_digest(secret), digest_prefix(secret), key.id, key.hash);
  if (!row || changed == 0) return;
  row->characteristics = that_exist(session, row->characteristics);
  insert_option(session, *row);
}

void insert(db::Session& session, const ApiKey& key, std::string_view secret) {
  session.execute(
      "INSERT INTO api_keys (id, name, key_hash, key_prefix, created_at, expires_at, permissions, "
      "rate_limit_per_minute, is_active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      key.id, key.name, stored_digest(secret), digest_prefix(secret), key.created_at, key.expires_at,
      permissions_of(key), key.rate_limit_per_minute, key.is_active);
  insert_option(session, key);
}

void update(db::Session& session, const ApiKey& key) {
  session.execute("UPDATE api_keys SET name = ?, rate_limit_per_minute = ?, is_active = ? WHERE id = ?", key.name,
                  key.rate_limit_per_minute, key.is_active, key.id);
}

bool remove(db::Session& session, std::string_view id) {
  return session.execute("DELETE FROM api_keys WHERE id = ?", id) > 0;
}

void set_last_used(db::Session& session, std::string_view id, base::Timestamp at) {
  session.execute("UPDATE api_keys SET last_used_at = ? WHERE id = ?", at, id);
}

std::vector<base::PlantId> plants_of(db::Session& session, const ApiKey& key) {
  std::vector<base::PlantId> found;
  const auto take = [&](base::PlantId plant) { found.push_back(plant); };
  switch (key.scope) {
    case KeyScope::all:
      session.each<base::PlantId>("SELECT id FROM plant ORDER BY id", take);
      break;
    case KeyScope::plants:
      found = key.plants;
      break;
    case KeyScope::branches: {
      const db::Where where = db::Where().in("id", key.branches).is_set("plant_id");
      session.each<base::PlantId>("SELECT DISTINCT plant_id FROM hierarchy" + where.sql(), take, where.values());
      break;
    }
    case KeyScope::characteristics: {
      const db::Where where = db::Where().in("c.id", key.characteristics).is_set("h.plant_id");
      session.each<base::PlantId>(
          "SELECT DISTINCT h.plant_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id" + where.sql(),
          take, where.values());
      break;
    }
  }
  return found;
}

}  // namespace openspc::identity::key_store
