// What travels over /api/v1/users: queries and bodies. Called by the user service and its routes.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "identity/auth.h"
#include "identity/people/name_rules.h"
#include "net/access.h"
#include "net/schema.h"

namespace openspc::identity {

struct UserListQuery {
  std::string search;
  bool active_only = false;
};
BOOST_DESCRIBE_STRUCT(UserListQuery, (), (search, active_only))

inline void describe(net::Fields<UserListQuery>& f) {
  f["search"].defaulted().max_length(255).doc("Anywhere in user name or e-mail address, in any case of letters");
  f["active_only"].defaulted();
}

struct UserPath {
  base::UserId user_id;
};
BOOST_DESCRIBE_STRUCT(UserPath, (), (user_id))

struct UserRolePath {
  base::UserId user_id;
  base::PlantId plant_id;
};
BOOST_DESCRIBE_STRUCT(UserRolePath, (), (user_id, plant_id))

struct UserCreate {
  std::string username;
  std::optional<std::string> email;
  std::string password;
  bool must_change_password = false;
  net::DeskRole desk_role = net::DeskRole::none;
};
BOOST_DESCRIBE_STRUCT(UserCreate, (), (username, email, password, must_change_password, desk_role))

inline void describe(net::Fields<UserCreate>& f) {
  f["username"]
      .length(kMinUsernameLength, kMaxUsernameLength)
      .doc("Unique, also among e-mail addresses and in any case of letters");
  f["email"].max_length(255).doc("Unique; signs in as the user name does. Empty is none");
  f["password"].length(kMinPasswordLength, kMaxPasswordLength).format("password");
  f["must_change_password"].defaulted().doc("At the first sign-in");
  f["desk_role"].defaulted();
}

// Null leaves the stored value alone, as being absent does.
struct UserUpdate {
  net::Patch<std::string> username, email, password;
  net::Patch<bool> is_active;
  net::Patch<net::DeskRole> desk_role;
};
BOOST_DESCRIBE_STRUCT(UserUpdate, (), (username, email, password, is_active, desk_role))

inline void describe(net::Fields<UserUpdate>& f) {
  f["username"].length(kMinUsernameLength, kMaxUsernameLength);
  f["email"].max_length(255).doc("An empty text removes it");
  f["password"].length(kMinPasswordLength, kMaxPasswordLength).format("password").doc("Ends the sessions of the user");
  f["is_active"].doc("false ends the sessions of the user; true lets an account that was deactivated in again");
}

struct PlantRoleAssign {
  base::PlantId plant_id;
  net::Role role = net::Role::operator_;
};
BOOST_DESCRIBE_STRUCT(PlantRoleAssign, (), (plant_id, role))

inline void describe(net::Fields<PlantRoleAssign>& f) {
  f["role"].one_of({"operator", "supervisor", "engineer", "admin"});
}

struct UserBranches {
  bool is_limited = false;
  std::vector<base::NodeId> branches;
};
BOOST_DESCRIBE_STRUCT(UserBranches, (), (is_limited, branches))

inline void describe(net::Fields<UserBranches>& f) {
  f["is_limited"].doc("true: enters and changes nothing but below the branches");
  f["branches"].defaulted().items(0, 200).doc("Nodes of the hierarchy; empty unless limited");
}

}  // namespace openspc::identity
