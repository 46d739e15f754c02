#include "identity/people/own_account_service.h"

#include <utility>

#include "base/error.h"
#include "base/time_zone.h"
#include "identity/audit.h"
#include "identity/auth_session_store.h"
#include "identity/first_admin.h"
#include "identity/password_reset.h"
#include "identity/people/user_option.h"
#include "identity/user_service.h"
#include "identity/user_store.h"

namespace openspc::identity {

namespace {

void record_about(db::Session& session, const Caller& caller, std::string_view action, const User& user,
                  boost::json::object detail) {
  detail["username"] = user.username;
  audit::record(session, caller, action, {"user", std::to_string(user.id.value), std::nullopt}, detail);
}

}  // namespace

SessionView view_of(const AuthSession& row, const std::string& current) {
  return {row.id,         row.user_agent,   row.ip, row.created_at, row.last_refreshed_at.value_or(row.created_at),
          row.expires_at, row.id == current};
}

base::Task<UserProfile> OwnAccountService::update(Caller caller, OwnAccountUpdate request) {
  if (request.time_zone.has_value() && !base::TimeZone::find(*request.time_zone))
    throw base::refused_member("time_zone", "There is no such time zone: choose one like Europe/Berlin or UTC",
                               *request.time_zone);
  auto job = [&](db::Session& session) {
    const User user = require_user(session, caller.principal.user_id);
    UserOption option = option_of(session, user.id);
    request.language.apply_to(option.language);
    request.time_zone.apply_to(option.time_zone);
    keep_option(session, option);
    return profile_of(session, user);
  };
  co_return co_await db_.write(job);
}

base::Task<std::vector<SessionView>> OwnAccountService::sessions(Caller caller, base::UserId of) {
  auto read = [&](db::Session& session) {
    require_user(session, of);
    std::vector<SessionView> views;
    const std::vector<AuthSession> standing = auth_session_store::standing(session, of, clock_.now());
    views.reserve(standing.size());
    for (const AuthSession& row : standing) views.push_back(view_of(row, caller.principal.session_id));
    return views;
  };
  co_return co_await db_.read(read);
}

base::Task<void> OwnAccountService::end_session(Caller caller, base::UserId of, std::string session_id) {
  auto job = [&](db::Session& session) {
    const User user = require_user(session, of);
    const auto found = auth_session_store::find(session, session_id);
    const bool is_theirs = found && found->user_id == of;
    if (!is_theirs || !auth_session_store::revoke(session, session_id, "ended", clock_.now()))
      throw base::not_found("There is no such session: it may have ended already");
    record_about(session, caller, "auth.session_ended", user, {{"session", session_id}});
    announce(session, bus_, AccessChanged{of, session_id});
  };
  co_await db_.write(job);
}

base::Task<SessionsEnded> OwnAccountService::end_sessions(Caller caller, base::UserId of) {
  auto job = [&](db::Session& session) {
    const User user = require_user(session, of);
    const bool is_own = caller.principal.user_id == of;
    const std::int64_t ended = auth_session_store::revoke_others(
        session, of, is_own ? caller.principal.session_id : std::string(), "ended", clock_.now());
    record_about(session, caller, "auth.sessions_ended", user, {{"sessions_ended", ended}});
    announce(session, bus_, AccessChanged{of, {}});
    return SessionsEnded{ended};
  };
  co_return co_await db_.write(job);
}

base::Task<OneTimePassword> OwnAccountService::reset_password(Caller caller, base::UserId of) {
  if (of == caller.principal.user_id)
    throw base::bad_request("Change your own password by entering it: POST /api/v1/auth/change-password");
  OneTimePassword made{.password = generate_password()};
  const std::string hash = co_await hasher_.hash(made.password);
  auto job = [&](db::Session& session) {
    const std::int64_t ended = identity::reset_password(session, require_user(session, of), hash, caller, clock_.now());
    announce(session, bus_, AccessChanged{of, {}});
    return ended;
  };
  made.sessions_ended = co_await db_.write(job);
  co_return made;
}

}  // namespace openspc::identity
