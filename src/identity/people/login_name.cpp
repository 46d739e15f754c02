#include "identity/people/login_name.h"

#include <map>

#include "base/error.h"
#include "identity/user_store.h"

namespace openspc::identity {

namespace {

std::string quoted(const std::vector<const User*>& users) {
  std::string names;
  for (const User* const user : users) names.append(names.empty() ? "'" : ", '").append(user->username).append("'");
  return names;
}

}  // namespace

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

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
  const std::vector<User> users = user_store::list(session, {});
  std::map<std::string, std::vector<const User*>> by_name, by_email;
  for (const User& user : users) {
    by_name[lower_case(user.username)].push_back(&user);
    if (user.email) by_email[lower_case(*user.email)].push_back(&user);
  }
  std::vector<std::string> found;
  for (const auto& [name, same] : by_name) {
    if (same.size() > 1) found.push_back("The user names " + quoted(same) + " differ in case alone");
    const auto addressed = by_email.find(name);
    if (addressed == by_email.end()) continue;
    for (const User* const owner : addressed->second) {
      if (owner != same.front())
        found.push_back("The user name '" + same.front()->username + "' is the e-mail address of '" + owner->username +
                        "': it signs in as the former");
    }
  }
  for (const auto& [email, same] : by_email) {
    if (same.size() > 1)
      found.push_back("The users " + quoted(same) + " have the e-mail address '" + email +
                      "' in different case: it signs in whoever has it exactly as it is typed");
  }
  return found;
}

}  // namespace openspc::identity
