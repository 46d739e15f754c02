#include "identity/user_service.h"

#include <map>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/problems.h"
#include "identity/audit.h"
#include "identity/auth_session_store.h"
#include "identity/common_passwords.h"
#include "identity/people/last_admin.h"
#include "identity/people/login_name.h"
#include "identity/people/name_rules.h"
#include "identity/people/user_option.h"
#include "identity/user_store.h"
#include "peers/announce.h"

namespace openspc::identity {

namespace {

UserProfile require_profile(db::Session& session, base::UserId id) {
  return profile_of(session, require_user(session, id));
}

void record(db::Session& session, const Caller& caller, std::string_view action, base::UserId user,
            const boost::json::object& detail, std::optional<base::PlantId> plant = std::nullopt) {
  audit::record(session, caller, action, {"user", std::to_string(user.value), plant}, detail);
}

std::optional<std::string> unless_empty(std::optional<std::string> text) {
  return text && text->empty() ? std::nullopt : std::move(text);
}

// Stores by `write`; two servers may have met at a name that was free for both.
template <class Write>
auto unless_taken(Write write) {
  try {
    return write();
  } catch (const db::ConstraintViolation& violation) {
    const bool email = violation.constraint().find("email") != std::string::npos;
    throw base::conflict(email ? "Email already exists" : "Username already exists");
  }
}

template <class Value>
Value taken_from(std::map<base::UserId, Value>& values, base::UserId user) {
  const auto found = values.find(user);
  return found == values.end() ? Value{} : std::move(found->second);
}

std::vector<UserProfile> profiles_of(db::Session& session, const std::vector<User>& users,
                                     std::optional<base::UserId> only) {
  auto roles = user_store::plant_roles(session, only);
  auto branches = user_store::branches(session, only);
  std::map<base::UserId, UserOption> options;
  for (UserOption& option : UserOptions::list(session, db::Where().if_given("user_id", only)))
    options.emplace(option.user_id, std::move(option));
  std::vector<UserProfile> profiles;
  profiles.reserve(users.size());
  for (const User& user : users) {
    UserOption option = taken_from(options, user.id);
    profiles.push_back({user.id, user.username, user.email, user.is_active, user.must_change_password, user.created_at,
                        user.updated_at, taken_from(roles, user.id), option.desk_role, std::move(option.language),
                        std::move(option.time_zone), option.is_limited, taken_from(branches, user.id)});
  }
  return profiles;
}

// What a changed password or a closed door leaves open.
std::int64_t end_sessions(db::Session& session, const Caller& caller, base::UserId user, std::string_view reason,
                          base::Timestamp now) {
  const bool is_own = caller.principal.user_id == user;
  return auth_session_store::revoke_others(session, user, is_own ? caller.principal.session_id : std::string(), reason,
                                           now);
}

net::Role role_held(db::Session& session, base::UserId user, base::PlantId plant) {
  for (const auto& [at, role] : user_store::roles(session, user)) {
    if (at == plant) return role;
  }
  return net::Role::none;
}

User changed_by(const UserUpdate& request, const User& before) {
  User user = before;
  request.username.apply_to(user.username);
  if (request.email.has_value()) user.email = unless_empty(*request.email);
  request.is_active.apply_to(user.is_active);
  base::Problems problems;
  if (user.username != before.username) check_username(user.username, problems);
  if (user.email && user.email != before.email) check_email(*user.email, problems);
  problems.throw_if_any();
  return user;
}

boost::json::object told(const User& before, const User& after) {
  boost::json::object changed;
  if (before.username != after.username)
    changed["username"] = boost::json::object{{"from", before.username}, {"to", after.username}};
  const auto text = [](const std::optional<std::string>& email) {
    return email ? boost::json::value(*email) : boost::json::value();
  };
  if (before.email != after.email)
    changed["email"] = boost::json::object{{"from", text(before.email)}, {"to", text(after.email)}};
  if (before.is_active != after.is_active)
    changed["is_active"] = boost::json::object{{"from", before.is_active}, {"to", after.is_active}};
  return changed;
}

}  // namespace

UserService::UserService(db::Database& database, base::EventBus& bus, PasswordHasher& hasher, const base::Clock& clock)
    : db_(database), bus_(bus), hasher_(hasher), clock_(clock) {}

base::Task<std::vector<UserProfile>> UserService::list(UserListQuery query) {
  auto read = [&](db::Session& session) {
    return profiles_of(session, user_store::list(session, {query.search, query.active_only}), std::nullopt);
  };
  co_return co_await db_.read(read);
}

base::Task<UserProfile> UserService::get(base::UserId id) {
  auto read = [id](db::Session& session) { return require_profile(session, id); };
  co_return co_await db_.read(read);
}

base::Task<UserProfile> UserService::create(NewUser user, Caller caller) {
  User row;
  row.username = std::move(user.username);
  row.email = unless_empty(std::move(user.email));
  row.must_change_password = user.must_change_password;
  check_names(row);
  // One that must be changed at the first sign-in is nobody's choice.
  if (!user.must_change_password) refuse_common_password(user.password, "password");
  row.hashed_password = co_await hasher_.hash(user.password);
  auto job = [&](db::Session& session) {
    take_access_turn(session);
    const base::UserId id = create_user(session, row, user.roles, caller, clock_.now());
    if (user.desk_role != net::DeskRole::none)
      keep_option(session, UserOption{.user_id = id, .desk_role = user.desk_role});
    return require_profile(session, id);
  };
  co_return co_await db_.write(job);
}

base::Task<UserProfile> UserService::update(Caller caller, base::UserId id, UserUpdate request) {
  if (id == caller.principal.user_id && request.is_active.has_value() && !*request.is_active)
    throw base::bad_request("You cannot deactivate your own account");
  std::optional<std::string> hash;
  if (request.password.has_value()) {
    refuse_common_password(*request.password, "password");
    hash = co_await hasher_.hash(*request.password);
  }
  auto job = [&](db::Session& session) {
    take_access_turn(session);
    const User before = require_user(session, id);
    const User user = changed_by(request, before);
    UserOption option = option_of(session, id);
    const net::DeskRole desk_role = request.desk_role.optional().value_or(option.desk_role);
    boost::json::object changed = told(before, user);
    if (user.username != before.username || user.email != before.email)
      require_free_names(session, id, user.username, user.email);
    const base::Timestamp now = clock_.now();
    if (!changed.empty()) unless_taken([&] { user_store::update(session, user, now); });
    if (desk_role != option.desk_role) {
      changed["desk_role"] =
          boost::json::object{{"from", db::word_of(option.desk_role)}, {"to", db::word_of(desk_role)}};
      option.desk_role = desk_role;
      keep_option(session, option);
    }
    if (hash) {
      user_store::set_password(session, id, *hash, now);
      if (before.must_change_password) user_store::demand_password_change(session, id);
      changed["password"] = "changed";
    }
    if (changed.empty()) return require_profile(session, id);
    const bool is_shut_out = before.is_active && !user.is_active;
    if (hash || is_shut_out) changed["sessions_ended"] = end_sessions(session, caller, id, "account_changed", now);
    if (is_shut_out) require_an_administrator(session);
    record(session, caller, "user.updated", id, changed);
    announce(session, bus_, AccessChanged{id, {}});
    return require_profile(session, id);
  };
  co_return co_await db_.write(job);
}

base::Task<void> UserService::deactivate(Caller caller, base::UserId id) {
  if (id == caller.principal.user_id) throw base::bad_request("You cannot deactivate your own account");
  auto job = [&](db::Session& session) {
    take_access_turn(session);
    User user = require_user(session, id);
    if (!user.is_active) return;
    user.is_active = false;
    const base::Timestamp now = clock_.now();
    user_store::update(session, user, now);
    require_an_administrator(session);
    const std::int64_t ended = end_sessions(session, caller, id, "deactivated", now);
    record(session, caller, "user.deactivated", id, {{"username", user.username}, {"sessions_ended", ended}});
    announce(session, bus_, AccessChanged{id, {}});
  };
  co_await db_.write(job);
}

base::Task<void> UserService::erase(Caller caller, base::UserId id) {
  if (id == caller.principal.user_id) throw base::bad_request("You cannot delete your own account");
  auto job = [&](db::Session& session) {
    const User user = require_user(session, id);
    if (user.is_active) throw base::bad_request("The user is active: deactivate the account before it is deleted");
    user_store::remove(session, id);
    record(session, caller, "user.deleted", id, {{"username", user.username}});
    announce(session, bus_, AccessChanged{id, {}});
  };
  co_await db_.write(job);
}

base::Task<UserProfile> UserService::assign_role(base::UserId user, base::PlantId plant, net::Role role,
                                                 Caller caller) {
  auto job = [&](db::Session& session) {
    take_access_turn(session);
    require_user(session, user);
    if (!user_store::has_plant(session, plant))
      throw base::not_found("Plant " + std::to_string(plant.value) + " not found");
    const net::Role held = role_held(session, user, plant);
    user_store::set_role(session, user, plant, role, clock_.now());
    if (held == net::Role::admin && role != held) require_an_administrator(session);
    record(session, caller, "user.role_assigned", user, {{"role", net::role_name(role)}}, plant);
    announce(session, bus_, AccessChanged{user, {}});
    return require_profile(session, user);
  };
  co_return co_await db_.write(job);
}

base::Task<void> UserService::remove_role(Caller caller, base::UserId user, base::PlantId plant) {
  auto job = [&](db::Session& session) {
    take_access_turn(session);
    const net::Role held = role_held(session, user, plant);
    if (!user_store::remove_role(session, user, plant)) throw base::not_found("The user has no role at this plant");
    if (user == caller.principal.user_id && held == net::Role::admin)
      throw base::bad_request("You cannot remove your own role of administrator");
    if (held == net::Role::admin) require_an_administrator(session);
    record(session, caller, "user.role_removed", user, {{"role", net::role_name(held)}}, plant);
    announce(session, bus_, AccessChanged{user, {}});
  };
  co_await db_.write(job);
}

base::Task<UserProfile> UserService::set_branches(Caller caller, base::UserId user, UserBranches request) {
  auto job = [&](db::Session& session) {
    require_user(session, user);
    base::Problems problems;
    if (!request.is_limited && !request.branches.empty())
      problems.add({"is_limited"}, "Must be true for branches to count: who is not limited has none", false);
    for (std::size_t i = 0; i < request.branches.size(); ++i) {
      if (!user_store::has_node(session, request.branches[i]))
        problems.add({"branches", i}, "There is no such node of the hierarchy", request.branches[i].value);
    }
    problems.throw_if_any();
    UserOption option = option_of(session, user);
    option.is_limited = request.is_limited;
    keep_option(session, option);
    user_store::set_branches(session, user, request.branches);
    boost::json::array nodes;
    for (const base::NodeId node : request.branches) nodes.emplace_back(node.value);
    record(session, caller, "user.branches_set", user,
           {{"is_limited", request.is_limited}, {"branches", std::move(nodes)}});
    announce(session, bus_, AccessChanged{user, {}});
    return require_profile(session, user);
  };
  co_return co_await db_.write(job);
}

base::UserId create_user(db::Session& session, const User& user,
                         const std::vector<std::pair<base::PlantId, net::Role>>& roles, const Caller& caller,
                         base::Timestamp now) {
  require_free_names(session, {}, user.username, user.email);
  const base::UserId id = unless_taken([&] { return user_store::insert(session, user, now); });
  boost::json::object granted;
  for (const auto& [plant, role] : roles) {
    user_store::set_role(session, id, plant, role, now);
    granted[std::to_string(plant.value)] = net::role_name(role);
  }
  record(session, caller, "user.created", id, {{"username", user.username}, {"roles", std::move(granted)}});
  return id;
}

User require_user(db::Session& session, base::UserId id) {
  std::optional<User> user = user_store::find(session, id);
  if (!user) throw base::not_found("User not found");
  return *std::move(user);
}

UserProfile profile_of(db::Session& session, const User& user) {
  return std::move(profiles_of(session, {user}, user.id).front());
}

std::vector<UserProfile> all_users(db::Session& session) {
  return profiles_of(session, user_store::list(session, {}), std::nullopt);
}

void check_names(const User& user) {
  base::Problems problems;
  check_username(user.username, problems);
  if (user.email) check_email(*user.email, problems);
  problems.throw_if_any();
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
