// Accounts, their roles and their branches: what the user routes, the command line, the first start and the demo need
// of users. Changes are audited, announced (AccessChanged), and end the sessions that they lock out. Rights are those
// of the routes: administrators. Throws base::Error: not_found; conflict naming the field that is taken, or when no
// administrator would be left; bad_request for what nobody does to the own account; invalid.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "identity/events.h"
#include "identity/password_hasher.h"
#include "identity/people/user_bodies.h"
#include "identity/user.h"

namespace openspc::identity {

struct NewUser {
  std::string username;
  std::string password;
  std::optional<std::string> email;
  bool must_change_password = false;
  std::vector<std::pair<base::PlantId, net::Role>> roles;
  net::DeskRole desk_role = net::DeskRole::none;
};

class UserService {
 public:
  // All references must outlive the service.
  UserService(db::Database& database, base::EventBus& bus, PasswordHasher& hasher, const base::Clock& clock);

  // By name.
  base::Task<std::vector<UserProfile>> list(UserListQuery query);
  base::Task<UserProfile> get(base::UserId id);

  // Throws base::Error (invalid) for a password that is among the commonest, unless it must be changed.
  base::Task<UserProfile> create(NewUser user, Caller caller);
  base::Task<UserProfile> update(Caller caller, base::UserId id, UserUpdate request);
  // The account stays, with its roles; signing in ends.
  base::Task<void> deactivate(Caller caller, base::UserId id);
  // For good: one that is deactivated already. Name and address become free.
  base::Task<void> erase(Caller caller, base::UserId id);

  base::Task<UserProfile> assign_role(base::UserId user, base::PlantId plant, net::Role role, Caller caller);
  base::Task<void> remove_role(Caller caller, base::UserId user, base::PlantId plant);
  base::Task<UserProfile> set_branches(Caller caller, base::UserId user, UserBranches request);

 private:
  db::Database& db_;
  base::EventBus& bus_;
  PasswordHasher& hasher_;
  const base::Clock& clock_;
};

// The same steps inside a job of the caller's own.
base::UserId create_user(db::Session& session, const User& user,
                         const std::vector<std::pair<base::PlantId, net::Role>>& roles, const Caller& caller,
                         base::Timestamp now);
// Throws not_found.
User require_user(db::Session& session, base::UserId id);
UserProfile profile_of(db::Session& session, const User& user);
// Every account, by name.
std::vector<UserProfile> all_users(db::Session& session);
// Throws invalid that names what cannot be a user name or an e-mail address.
void check_names(const User& user);
// Everybody who is admin anywhere becomes admin at the new plant. Announce AccessChanged after the commit.
void extend_admins_to(db::Session& session, base::PlantId plant, base::Timestamp now);
// Publishes the change once the session's transaction is durable.
void announce(db::Session& session, base::EventBus& bus, AccessChanged change);

}  // namespace openspc::identity
