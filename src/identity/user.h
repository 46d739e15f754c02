// Users as stored and as the API shows them. Called by the identity room's stores, services and routes.
// Times are UTC; a user holds at most one role per plant.
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

// One row of table `user`.
struct User {
  base::UserId id;
  std::string username;
  std::optional<std::string> email;
  std::string hashed_password;  // argon2id, PHC text; never leaves the server
  bool is_active = true;
  bool must_change_password = false;
  base::Timestamp created_at;
  base::Timestamp updated_at;
};

// A node of the hierarchy that a limited account may change something below.
struct Branch {
  base::NodeId id;
  std::string name;
  std::optional<base::PlantId> plant_id;
};
BOOST_DESCRIBE_STRUCT(Branch, (), (id, name, plant_id))

struct PlantRole {
  base::PlantId plant_id;
  std::string plant_name;
  std::string plant_code;
  net::Role role = net::Role::none;
};
BOOST_DESCRIBE_STRUCT(PlantRole, (), (plant_id, plant_name, plant_code, role))

// What a caller sees of an account: contract schema UserWithRoles; must_change_password, so that a reload of the page
// does not lose the flag; and what we keep beside (people/user_option.h).
struct UserProfile {
  base::UserId id;
  std::string username;
  std::optional<std::string> email;
  bool is_active = true;
  bool must_change_password = false;
  base::Timestamp created_at;
  base::Timestamp updated_at;
  std::vector<PlantRole> plant_roles;
  net::DeskRole desk_role = net::DeskRole::none;
  std::optional<std::string> language, time_zone;
  bool is_limited = false;
  std::vector<Branch> branches;
};
BOOST_DESCRIBE_STRUCT(UserProfile, (),
                      (id, username, email, is_active, must_change_password, created_at, updated_at, plant_roles,
                       desk_role, language, time_zone, is_limited, branches))

inline void describe(net::Fields<UserProfile>& f) {
  f["desk_role"].doc("Role at the desk of hosts and artifacts, beside the roles at plants");
  f["language"].doc("BCP 47 tag, chosen by the user; null: the browser's");
  f["time_zone"].doc("IANA name, chosen by the user; null: the browser's");
  f["is_limited"].doc("Enters and changes nothing but below the branches. Administrators are not limited");
}

}  // namespace openspc::identity
