#include "identity/user_store.h"

namespace openspc::identity::user_store {

namespace {

// `user` is a reserved word elsewhere; the ANSI quotes are understood by every dialect as configured.
constexpr std::string_view kById =
    R"(SELECT id, username, email, hashed_password, is_active, must_change_password, created_at, updated_at
       FROM "user" WHERE id = ?)";
constexpr std::string_view kByName =
    R"(SELECT id, username, email, hashed_password, is_active, must_change_password, created_at, updated_at
       FROM "user" WHERE username = ?)";

template <class Key>
std::optional<User> find_with(db::Session& session, std::string_view sql, const Key& key) {
  auto row = session.first<base::UserId, std::string, std::optional<std::string>, std::string, bool, bool,
                           base::Timestamp, base::Timestamp>(sql, key);
  if (!row) return std::nullopt;
  return std::apply([](auto&... column) { return User{std::move(column)...}; }, *row);
}

}  // namespace

std::int64_t count(db::Session& session) {
  return session.scalar<std::int64_t>(R"(SELECT COUNT(*) FROM "user")");
}

std::optional<User> find(db::Session& session, base::UserId id) {
  return find_with(session, kById, id);
}

std::optional<User> find_by_name(db::Session& session, std::string_view username) {
  return find_with(session, kByName, username);
}

base::UserId insert(db::Session& session, const User& user, base::Timestamp now) {
  return {session.insert(R"(INSERT INTO "user" (username, email, hashed_password, is_active, must_change_password,
                            created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?))",
                         user.username, user.email, user.hashed_password, user.is_active, user.must_change_password,
                         now, now)};
}

void set_password(db::Session& session, base::UserId id, std::string_view hash, base::Timestamp now) {
  session.execute(R"(UPDATE "user" SET hashed_password = ?, must_change_password = ?, updated_at = ? WHERE id = ?)",
                  hash, false, now, id);
}

void demand_password_change(db::Session& session, base::UserId id) {
  session.execute(R"(UPDATE "user" SET must_change_password = ? WHERE id = ?)", true, id);
}

std::vector<std::string> names(db::Session& session, int most) {
  std::vector<std::string> found;
  session.each<std::string>(
      R"(SELECT username FROM "user" ORDER BY username LIMIT ?)",
      [&](std::string name) { found.push_back(std::move(name)); }, most);
  return found;
}

std::vector<PlantRole> plant_roles(db::Session& session, base::UserId id) {
  std::vector<PlantRole> roles;
  session.each<base::PlantId, std::string, std::string, std::string_view>(
      "SELECT p.id, p.name, p.code, r.role FROM user_plant_role r JOIN plant p ON p.id = r.plant_id "
      "WHERE r.user_id = ? ORDER BY p.name",
      [&](base::PlantId plant, std::string name, std::string code, std::string_view role) {
        roles.push_back({plant, std::move(name), std::move(code), net::role_from_name(role)});
      },
      id);
  return roles;
}

std::vector<std::pair<base::PlantId, net::Role>> roles(db::Session& session, base::UserId id) {
  std::vector<std::pair<base::PlantId, net::Role>> found;
  session.each<base::PlantId, std::string_view>(
      "SELECT plant_id, role FROM user_plant_role WHERE user_id = ?",
      [&](base::PlantId plant, std::string_view role) { found.emplace_back(plant, net::role_from_name(role)); }, id);
  return found;
}

void set_role(db::Session& session, base::UserId user, base::PlantId plant, net::Role role, base::Timestamp now) {
  const std::string_view name = net::role_name(role);
  if (session.execute("UPDATE user_plant_role SET role = ? WHERE user_id = ? AND plant_id = ?", name, user, plant) >
      0) {
    return;
  }
  session.execute("INSERT INTO user_plant_role (user_id, plant_id, role, created_at) VALUES (?, ?, ?, ?)", user, plant,
                  name, now);
}

std::vector<base::PlantId> active_plants(db::Session& session) {
  std::vector<base::PlantId> plants;
  session.each<base::PlantId>(
      "SELECT id FROM plant WHERE is_active = ? ORDER BY id", [&](base::PlantId id) { plants.push_back(id); }, true);
  return plants;
}

std::vector<base::UserId> admins(db::Session& session) {
  std::vector<base::UserId> users;
  session.each<base::UserId>(
      "SELECT DISTINCT user_id FROM user_plant_role WHERE role = ? ORDER BY user_id",
      [&](base::UserId id) { users.push_back(id); }, net::role_name(net::Role::admin));
  return users;
}

}  // namespace openspc::identity::user_store
