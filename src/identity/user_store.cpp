#include "identity/user_store.h"

#include <tuple>

#include "db/sql/where.h"

namespace openspc::identity::user_store {

namespace {

// `user` is a reserved word elsewhere; the ANSI quotes are understood by every dialect as configured.
constexpr std::string_view kSelect =
    R"(SELECT id, username, email, hashed_password, is_active, must_change_password, created_at, updated_at
       FROM "user" WHERE )";

template <class... Args>
std::vector<User> select(db::Session& session, std::string_view condition, const Args&... args) {
  std::vector<User> users;
  session.each<base::UserId, std::string, std::optional<std::string>, std::string, bool, bool, base::Timestamp,
               base::Timestamp>(
      std::string(kSelect).append(condition),
      [&](auto&&... column) { users.push_back(User{std::forward<decltype(column)>(column)...}); }, args...);
  return users;
}

template <class Key>
std::optional<User> find_with(db::Session& session, std::string_view condition, const Key& key) {
  std::vector<User> found = select(session, condition, key);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::string pattern_of(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + '%';
}

}  // namespace

std::int64_t count(db::Session& session) {
  return session.scalar<std::int64_t>(R"(SELECT COUNT(*) FROM "user")");
}

std::optional<User> find(db::Session& session, base::UserId id) {
  return find_with(session, "id = ?", id);
}

std::optional<User> find_by_name(db::Session& session, std::string_view username) {
  return find_with(session, "username = ?", username);
}

std::vector<User> find_by_email(db::Session& session, std::string_view email) {
  return select(session, "LOWER(email) = LOWER(?) ORDER BY id", email);
}

std::vector<User> list(db::Session& session, const Filter& filter) {
  const std::string pattern = pattern_of(filter.search);
  const std::string among =
      "(LOWER(username) LIKE LOWER(?) ESCAPE '!' OR LOWER(COALESCE(email, '')) LIKE LOWER(?) ESCAPE '!')";
  if (filter.active_only)
    return select(session, among + " AND is_active = ? ORDER BY username", pattern, pattern, true);
  return select(session, among + " ORDER BY username", pattern, pattern);
}

base::UserId insert(db::Session& session, const User& user, base::Timestamp now) {
  return {session.insert(R"(INSERT INTO "user" (username, email, hashed_password, is_active, must_change_password,
                            created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?))",
                         user.username, user.email, user.hashed_password, user.is_active, user.must_change_password,
                         now, now)};
}

void update(db::Session& session, const User& user, base::Timestamp now) {
  session.execute(R"(UPDATE "user" SET username = ?, email = ?, is_active = ?, updated_at = ? WHERE id = ?)",
                  user.username, user.email, user.is_active, now, user.id);
}

void remove(db::Session& session, base::UserId id) {
  session.execute(R"(DELETE FROM "user" WHERE id = ?)", id);
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

std::map<base::UserId, std::vector<PlantRole>> plant_roles(db::Session& session, std::optional<base::UserId> of) {
  const db::Where where = db::Where().if_given("r.user_id", of).order_by("p.name");
  std::map<base::UserId, std::vector<PlantRole>> roles;
  session.each<base::UserId, base::PlantId, std::string, std::string, std::string_view>(
      "SELECT r.user_id, p.id, p.name, p.code, r.role FROM user_plant_role r JOIN plant p ON p.id = r.plant_id" +
          where.sql(),
      [&](base::UserId user, base::PlantId plant, std::string name, std::string code, std::string_view role) {
        roles[user].push_back({plant, std::move(name), std::move(code), net::role_from_name(role)});
      },
      where.values());
  return roles;
}

std::map<base::UserId, std::vector<Branch>> branches(db::Session& session, std::optional<base::UserId> of) {
  const db::Where where = db::Where().if_given("b.user_id", of).order_by("h.name").order_by("h.id");
  std::map<base::UserId, std::vector<Branch>> found;
  session.each<base::UserId, base::NodeId, std::string, std::optional<base::PlantId>>(
      "SELECT b.user_id, h.id, h.name, h.plant_id FROM user_branch b JOIN hierarchy h ON h.id = b.hierarchy_id" +
          where.sql(),
      [&](base::UserId user, base::NodeId node, std::string name, std::optional<base::PlantId> plant) {
        found[user].push_back({node, std::move(name), plant});
      },
      where.values());
  return found;
}

std::vector<base::NodeId> branch_ids(db::Session& session, base::UserId of) {
  std::vector<base::NodeId> found;
  session.each<base::NodeId>(
      "SELECT hierarchy_id FROM user_branch WHERE user_id = ?", [&](base::NodeId node) { found.push_back(node); }, of);
  return found;
}

void set_branches(db::Session& session, base::UserId user, const std::vector<base::NodeId>& branches) {
  session.execute("DELETE FROM user_branch WHERE user_id = ?", user);
  for (const base::NodeId node : branches)
    session.execute("INSERT INTO user_branch (user_id, hierarchy_id) VALUES (?, ?)", user, node);
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

bool remove_role(db::Session& session, base::UserId user, base::PlantId plant) {
  return session.execute("DELETE FROM user_plant_role WHERE user_id = ? AND plant_id = ?", user, plant) > 0;
}

bool has_plant(db::Session& session, base::PlantId plant) {
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM plant WHERE id = ?", plant) > 0;
}

bool has_node(db::Session& session, base::NodeId node) {
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM hierarchy WHERE id = ?", node) > 0;
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
