// Who a request comes from and what a route demands of them.
// Routes name an Access; services call Principal::require_at for plant-scoped rights, after their 404 checks.
// Values only: free to copy and to read from any thread. Refusals are base::Error (unauthorized, forbidden).
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
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

/// The authenticated caller of a request.
struct Principal {
  base::UserId user_id{};
  std::string username;
  bool must_change_password = false;
  std::string session_id;
  std::vector<std::pair<base::PlantId, Role>> roles;  ///< at most one entry for each plant

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

/// Turns a bearer token into a Principal. Implemented by identity; called once for each request of a guarded route.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  /// Throws base::Error(unauthorized) for a bad, expired or revoked token, or a user that is gone or inactive.
  virtual base::Task<Principal> authenticate(std::string_view bearer_token) = 0;
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
