// Accounts and their roles: what the auth service, the first start, the demo and other rooms need of users. Changes are
// audited and announced (AccessChanged). Throws base::Error (conflict for a taken name or address, not_found).
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
#include "identity/user.h"

namespace openspc::identity {

struct NewUser {
  std::string username;
  std::string password;
  std::optional<std::string> email;
  bool must_change_password = false;
  std::vector<std::pair<base::PlantId, net::Role>> roles;
};

class UserService {
 public:
  // All references must outlive the service.
  UserService(db::Database& database, base::EventBus& bus, PasswordHasher& hasher, const base::Clock& clock);

  // Throws base::Error (invalid) for a password that is among the commonest, unless it must be changed.
  base::Task<UserProfile> create(NewUser user, Caller caller);
  base::Task<void> assign_role(base::UserId user, base::PlantId plant, net::Role role, Caller caller);

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
UserProfile profile_of(db::Session& session, const User& user);
// Everybody who is admin anywhere becomes admin at the new plant. Announce AccessChanged after the commit.
void extend_admins_to(db::Session& session, base::PlantId plant, base::Timestamp now);
// Publishes the change once the session's transaction is durable.
void announce(db::Session& session, base::EventBus& bus, AccessChanged change);

}  // namespace openspc::identity
