// API keys as stored and as the API shows them: what a machine or a wall screen signs in by. Called by the rooms's key
// store, service, routes and authenticator. The secret is shown once and kept as a digest.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/access.h"
#include "net/schema.h"

namespace openspc::identity {

// What it is for. `display` reads the characteristics that it names, for a screen on a wall, and nothing else.
enum class KeyPurpose { enter, read, both, display };
BOOST_DESCRIBE_ENUM(KeyPurpose, enter, read, both, display)

// What it is limited to.
enum class KeyScope { all, plants, branches, characteristics };
BOOST_DESCRIBE_ENUM(KeyScope, all, plants, branches, characteristics)

// Which routes it opens.
net::KeyUses uses_of(KeyPurpose purpose, KeyScope scope);

struct ApiKey {
  std::string id;  // UUID
  std::string name;
  base::Timestamp created_at;
  std::optional<base::Timestamp> expires_at;
  std::int64_t rate_limit_per_minute = 60;
  bool is_active = true;
  std::optional<base::Timestamp> last_used_at;
  KeyPurpose purpose = KeyPurpose::enter;
  KeyScope scope = KeyScope::all;
  std::vector<base::PlantId> plants;
  std::vector<base::NodeId> branches;
  std::vector<base::CharacteristicId> characteristics;
  std::optional<std::string> created_by;
};
BOOST_DESCRIBE_STRUCT(ApiKey, (),
                      (id, name, created_at, expires_at, rate_limit_per_minute, is_active, last_used_at, purpose, scope,
                       plants, branches, characteristics, created_by))

inline void describe(net::Fields<ApiKey>& f) {
  f["last_used_at"].doc("To a minute");
  f["purpose"].doc("enter: submit samples; read: what is stored; both; display: the characteristics of one screen");
  f["scope"].doc("Which of the three lists counts; all: every plant");
  f["created_by"].doc("null: by OpenSPC 0.4");
}

// The answer to its creation, the only one with the secret.
struct ApiKeyCreated : ApiKey {
  std::string key;
};
BOOST_DESCRIBE_STRUCT(ApiKeyCreated, (ApiKey), (key))

inline void describe(net::Fields<ApiKeyCreated>& f) {
  f["key"].doc("For the header X-API-Key; shown only here");
}

struct ApiKeyCreate {
  std::string name;
  std::optional<base::Timestamp> expires_at;
  std::int64_t rate_limit_per_minute = 60;
  KeyPurpose purpose = KeyPurpose::enter;
  std::optional<std::vector<base::PlantId>> plants;
  std::optional<std::vector<base::NodeId>> branches;
  std::optional<std::vector<base::CharacteristicId>> characteristics;
};
BOOST_DESCRIBE_STRUCT(ApiKeyCreate, (),
                      (name, expires_at, rate_limit_per_minute, purpose, plants, branches, characteristics))

inline void describe(net::Fields<ApiKeyCreate>& f) {
  f["name"].length(1, 255);
  f["rate_limit_per_minute"].defaulted().range(1, 1000).doc("Requests; further ones are answered with 429");
  f["purpose"].defaulted();
  f["plants"].items(1, 200).doc(
      "Limits the key to them. Without any list it is for every plant, or for those where its maker is engineer");
  f["branches"].items(1, 200).doc("Limits the key to what lies below these nodes of the hierarchy");
  f["characteristics"].items(1, 200).doc("Limits the key to them; a display key names what its screen shows");
}

// Null leaves the stored value alone, as being absent does.
struct ApiKeyUpdate {
  net::Patch<std::string> name;
  net::Patch<bool> is_active;
  net::Patch<std::int64_t> rate_limit_per_minute;
};
BOOST_DESCRIBE_STRUCT(ApiKeyUpdate, (), (name, is_active, rate_limit_per_minute))

inline void describe(net::Fields<ApiKeyUpdate>& f) {
  f["name"].length(1, 255);
  f["is_active"].doc("A key that was revoked is switched on again by an administrator");
  f["rate_limit_per_minute"].range(1, 1000);
}

struct KeyPath {
  std::string key_id;
};
BOOST_DESCRIBE_STRUCT(KeyPath, (), (key_id))

}  // namespace openspc::identity
