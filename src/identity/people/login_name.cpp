#include "identity/people/login_name.h"

#include "base/error.h"
#include "identity/user_store.h"

namespace openspc::identity {

std::optional<User> find_by_login(db::Session& session, std::string_view name) {
  if (std::optional<User> exact = user_store::find_by_name(session, name)) return exact;
  if (name.find('@') == std::string_view::npos) return std::nullopt;
  std::vector<User> same = user_store::find_by_email(session, name);
  if (same.size() == 1) return std::move(same.front());
  for (User& user : same) {
    if (user.email == name) return std::move(user);
  }
  return std::nullopt;
}

void require_free_names(db::Session& session, base::UserId self, const std::string& username,
                        const std::optional<std::string>& email) {
  const auto taken_by = [&](std::string_view sql, const std::string& name) {
    return session.scalar<std::optional<std::string>>(sql, name, self);
  };
  constexpr std::string_view by_name =
      R"(SELECT username FROM "user" WHERE LOWER(username) = LOWER(?) AND id <> ? ORDER BY id)";
  constexpr std::string_view by_email =
      R"(SELECT username FROM "user" WHERE LOWER(email) = LOWER(?) AND id <> ? ORDER BY id)";
  if (const auto other = taken_by(by_name, username)) {
    throw base::conflict(*other == username ? "Username already exists"
                                            : "Username already exists as '" + *other +
                                                  "': upper and lower case do not tell two users apart");
  }
  if (const auto other = taken_by(by_email, username))
    throw base::conflict("Username is the e-mail address of the user '" + *other + "': choose another");
  if (!email) return;
  if (taken_by(by_email, *email)) throw base::conflict("Email already exists");
  if (const auto other = taken_by(by_name, *email))
    throw base::conflict("Email is the user name of the user '" + *other + "': choose another");
}

std::vector<std::string> name_clashes(db::Session& session) {
  std::vector<std::string> found;
  session.each<std::string, std::string>(
      R"(SELECT a.username, b.username FROM "user" a JOIN "user" b ON LOWER(a.username) = LOWER(b.email)
         WHERE a.id <> b.id ORDER BY a.username)",
      [&](const std::string& name, const std::string& owner) {
        found.push_back("The user name '" + name + "' is the e-mail address of '" + owner +
                        "': it signs in as the former");
      });
  session.each<std::string, std::string, std::string>(
      R"(SELECT a.username, b.username, a.email FROM "user" a JOIN "user" b ON LOWER(a.email) = LOWER(b.email)
         WHERE a.id < b.id ORDER BY a.username)",
      [&](const std::string& one, const std::string& other, const std::string& email) {
        found.push_back("The users '" + one + "' and '" + other + "' have the e-mail address '" + email +
                        "' in different case: it signs in whoever has it exactly as it is typed");
      });
  session.each<std::string, std::string>(
      R"(SELECT a.username, b.username FROM "user" a JOIN "user" b ON LOWER(a.username) = LOWER(b.username)
         WHERE a.id < b.id ORDER BY a.username)",
      [&](const std::string& one, const std::string& other) {
        found.push_back("The user names '" + one + "' and '" + other + "' differ in case alone");
      });
  return found;
}

}  // namespace openspc::identity
