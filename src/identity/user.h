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

struct PlantRole {
  base::PlantId plant_id;
  std::string plant_name;
  std::string plant_code;
  net::Role role = net::Role::none;
};
BOOST_DESCRIBE_STRUCT(PlantRole, (), (plant_id, plant_name, plant_code, role))

// What a caller sees of an account: contract schema UserWithRoles plus must_change_password, so that a reload of the
// page does not lose the flag.
struct UserProfile {
  base::UserId id;
  std::string username;
  std::optional<std::string> email;
  bool is_active = true;
  bool must_change_password = false;
  base::Timestamp created_at;
  base::Timestamp updated_at;
  std::vector<PlantRole> plant_roles;
};
BOOST_DESCRIBE_STRUCT(UserProfile, (),
                      (id, username, email, is_active, must_change_password, created_at, updated_at, plant_roles))

}  // namespace openspc::identity
