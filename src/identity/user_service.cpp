#include "identity/user_service.h"

#include <string>
#include <utility>

#include "base/error.h"
#include "identity/audit.h"
#include "identity/common_passwords.h"
#include "identity/user_store.h"
#include "peers/announce.h"

namespace openspc::identity {

namespace {

base::Error taken(const db::ConstraintViolation& violation) {
  const bool email = violation.constraint().find("email") != std::string::npos;
  return base::conflict(email ? "Email already exists" : "Username already exists");
}

}  // namespace

UserService::UserService(db::Database& database, base::EventBus& bus, PasswordHasher& hasher, const base::Clock& clock)
    : db_(database), bus_(bus), hasher_(hasher), clock_(clock) {}

base::Task<UserProfile> UserService::create(NewUser user, Caller caller) {
  // One that must be changed at the first sign-in is nobody's choice.
  if (!user.must_change_password) refuse_common_password(user.password, "password");
  std::string hash = co_await hasher_.hash(user.password);
  User row;
  row.username = std::move(user.username);
  row.email = std::move(user.email);
  row.hashed_password = std::move(hash);
  row.must_change_password = user.must_change_password;
  auto job = [&](db::Session& session) {
    const base::UserId id = create_user(session, row, user.roles, caller, clock_.now());
    return profile_of(session, *user_store::find(session, id));
  };
  co_return co_await db_.write(job);
}

base::Task<void> UserService::assign_role(base::UserId user, base::PlantId plant, net::Role role, Caller caller) {
  auto job = [&](db::Session& session) {
    if (!user_store::find(session, user)) throw base::not_found("User not found");
    user_store::set_role(session, user, plant, role, clock_.now());
    audit::record(session, caller, "user.role_assigned", {"user", std::to_string(user.value), plant},
                  {{"role", net::role_name(role)}});
    announce(session, bus_, AccessChanged{user, {}});
  };
  co_await db_.write(job);
}

base::UserId create_user(db::Session& session, const User& user,
                         const std::vector<std::pair<base::PlantId, net::Role>>& roles, const Caller& caller,
                         base::Timestamp now) {
  base::UserId id;
  try {
    id = user_store::insert(session, user, now);
  } catch (const db::ConstraintViolation& violation) {
    throw taken(violation);
  }
  boost::json::object granted;
  for (const auto& [plant, role] : roles) {
    user_store::set_role(session, id, plant, role, now);
    granted[std::to_string(plant.value)] = net::role_name(role);
  }
  audit::record(session, caller, "user.created", {"user", std::to_string(id.value), std::nullopt},
                {{"username", user.username}, {"roles", std::move(granted)}});
  return id;
}

UserProfile profile_of(db::Session& session, const User& user) {
  return {user.id,
          user.username,
          user.email,
          user.is_active,
          user.must_change_password,
          user.created_at,
          user.updated_at,
          user_store::plant_roles(session, user.id)};
}

void extend_admins_to(db::Session& session, base::PlantId plant, base::Timestamp now) {
  for (const base::UserId admin : user_store::admins(session)) {
    user_store::set_role(session, admin, plant, net::Role::admin, now);
  }
}

void announce(db::Session& session, base::EventBus& bus, AccessChanged change) {
  peers::announce(session, bus, std::move(change));
}

}  // namespace openspc::identity
