#include "identity/password_reset.h"

#include "base/error.h"
#include "identity/audit.h"
#include "identity/auth.h"
#include "identity/auth_session_store.h"
#include "identity/common_passwords.h"
#include "identity/sign_in_failure_store.h"
#include "identity/sign_in_guard.h"
#include "identity/user_store.h"

namespace openspc::identity {

namespace {

constexpr int kNamesToTell = 20;

base::Error no_user(db::Session& session, std::string_view username) {
  std::string text = "There is no user '" + std::string(username) + "'";
  const std::vector<std::string> names = user_store::names(session, kNamesToTell);
  for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "; there are: " : ", ") + names[i];
  return base::not_found(text);
}

}  // namespace

void check_new_password(std::string_view password) {
  if (password.size() < kMinPasswordLength || password.size() > kMaxPasswordLength) {
    throw base::invalid_text("A password has " + std::to_string(kMinPasswordLength) + " to " +
                             std::to_string(kMaxPasswordLength) + " characters");
  }
  if (is_common_password(password)) {
    throw base::invalid_text("This password is among those that guessers try first; choose another");
  }
}

User user_named(db::Session& session, std::string_view username) {
  std::optional<User> user = user_store::find_by_name(session, username);
  if (!user) throw no_user(session, username);
  return *std::move(user);
}

std::int64_t reset_password(db::Session& session, const User& user, std::string_view hash, const Caller& caller,
                            base::Timestamp now) {
  user_store::set_password(session, user.id, hash, now);
  user_store::demand_password_change(session, user.id);
  sign_in_failure_store::remove(session, SignInGuard::account_of(user.username));
  const std::int64_t ended = auth_session_store::revoke_others(session, user.id, "", "password_reset", now);
  audit::record(session, caller, "user.password_reset", {"user", std::to_string(user.id.value), std::nullopt},
                {{"username", user.username}, {"sessions_ended", ended}});
  return ended;
}

bool unlock(db::Session& session, const User& user, const Caller& caller) {
  const std::string account = SignInGuard::account_of(user.username);
  if (!sign_in_failure_store::find(session, account)) return false;
  sign_in_failure_store::remove(session, account);
  audit::record(session, caller, "user.unlocked", {"user", std::to_string(user.id.value), std::nullopt},
                {{"username", user.username}});
  return true;
}

}  // namespace openspc::identity
