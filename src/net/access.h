// Who a request comes from and what a route demands of them.
// Routes name an Access; services call Principal::require_at for plant-scoped rights, after their 404 checks.
// Values only: free to copy and to read from any thread. Refusals are base::Error (unauthorized, forbidden).
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/task.h"

namespace openspc::net {

/// Roles of a user at one plant, ordered: a higher role may do everything a lower one may.
enum class Role : std::uint8_t { none = 0, operator_ = 1, supervisor = 2, engineer = 3, admin = 4 };
BOOST_DESCRIBE_ENUM(Role, none, operator_, supervisor, engineer, admin)

/// The name on the wire and in the database: "operator", "supervisor", "engineer", "admin" ("none" for none).
std::string_view role_name(Role role);
/// The inverse of role_name; Role::none for any other text.
Role role_from_name(std::string_view name);

/// The role of a user at the desk of hosts and artifacts, beside the roles at plants. Not ordered: what each may do is
/// a table (identity/people/desk_rights.h).
enum class DeskRole : std::uint8_t { none, viewer, auditor, operator_, admin };
BOOST_DESCRIBE_ENUM(DeskRole, none, viewer, auditor, operator_, admin)

/// What an API key is for. A route says which of them open it; without a word, none does.
enum class KeyUse : std::uint8_t {
  enter = 1,
  read_all = 2,  ///< lists of a whole plant, which show more than a key for one branch may see
  read_one = 4,  ///< what is asked for by the id of a characteristic or sample, and checked by it
  display = 8    ///< what a screen draws of its characteristics
};

/// Several uses.
class KeyUses {
 public:
  constexpr KeyUses() = default;
  constexpr KeyUses(std::initializer_list<KeyUse> uses) {
    for (const KeyUse use : uses) bits_ |= static_cast<std::uint8_t>(use);
  }

  constexpr bool none() const { return bits_ == 0; }
  constexpr bool meet(KeyUses others) const { return (bits_ & others.bits_) != 0; }

 private:
  std::uint8_t bits_ = 0;
};

/// The API key by which a principal came.
struct PrincipalKey {
  std::string id;
  KeyUses uses;
  int requests_per_minute = 60;
  bool is_limited = false;  ///< not for everything there is
};

/// What of its plants a principal is limited to. Which nodes lie below a branch is for the rooms to find out
/// (identity/people/reach.h); an administrator is not limited.
struct Reach {
  bool changes = false;  ///< what it changes lies below the branches, or is one of the characteristics
  bool reading = false;  ///< so does what it reads
  std::vector<base::NodeId> branches;
  std::vector<base::CharacteristicId> characteristics;
};

/// The authenticated caller of a request.
struct Principal {
  base::UserId user_id{};
  std::string username;
  bool must_change_password = false;
  std::string session_id;
  std::vector<std::pair<base::PlantId, Role>> roles;  ///< at most one entry for each plant
  DeskRole desk_role = DeskRole::none;
  Reach reach{};
  std::optional<PrincipalKey> key{};  ///< nothing: a person; with a key the user is nobody and the name tells the key

  /// Admin at any plant, which makes an admin everywhere.
  bool is_admin() const;
  /// The highest role held at any plant.
  Role highest() const;
  /// The role that counts at this plant: admin for an admin of any plant, otherwise the role held there.
  Role at(base::PlantId plant) const;
  /// True when the caller holds some role at the plant (or is admin anywhere).
  bool can_see(base::PlantId plant) const;
  /// Throws forbidden unless at(plant) >= minimum.
  void require_at(base::PlantId plant, Role minimum) const;
  /// Throws forbidden unless highest() >= minimum.
  void require_any(Role minimum) const;
};

/// Turns a credential into a Principal. Implemented by identity; called once for each request of a guarded route.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  /// Throws base::Error(unauthorized) for a bad, expired or revoked token, or a user that is gone or inactive.
  virtual base::Task<Principal> authenticate(std::string_view bearer_token) = 0;
  /// The same for an API key, of the client at this address. One that knows no keys refuses them all.
  virtual base::Task<Principal> authenticate_key(std::string_view key, std::string_view client_ip);
};

/// What a route demands before its handler runs.
class Access {
 public:
  static constexpr Access public_() { return Access(false, Role::none); }
  static constexpr Access authenticated() { return Access(true, Role::none); }
  /// The role must be held at one plant at least; which plant is for the service to check.
  static constexpr Access any_plant(Role minimum) { return Access(true, minimum); }

  constexpr bool needs_principal() const { return needs_principal_; }
  constexpr Role minimum() const { return minimum_; }

 private:
  constexpr Access(bool needs_principal, Role minimum) : needs_principal_(needs_principal), minimum_(minimum) {}

  bool needs_principal_;
  Role minimum_;
};

}  // namespace openspc::net
