#include "identity/auth_service.h"

#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "identity/audit.h"
#include "identity/auth_session_store.h"
#include "identity/user_service.h"
#include "identity/user_store.h"

namespace openspc::identity {

namespace {

base::Error wrong_login() {
  return base::unauthorized("Incorrect username or password");
}
base::Error wrong_refresh() {
  return base::unauthorized("Invalid or expired refresh token");
}

// A name that nobody has may be a password typed into the wrong field, so it is shortened in the log.
constexpr std::size_t logged_name_length = 32;

// On a public route the caller proves who it is on the way.
Caller identified(Caller caller, const User& user) {
  caller.principal.user_id = user.id;
  caller.principal.username = user.username;
  return caller;
}

// Deterministic, so that the database's own key lets a refresh token of OpenSPC 0.4 start one session and no second.
std::string adopted_session_id(std::string_view token) {
  return "0.4-" + base::sha256_hex(token).substr(0, 32);
}

}  // namespace

AuthService::AuthService(db::Database& database, base::EventBus& bus, const TokenSigner& signer,
                         TokenAuthenticator& authenticator, PasswordHasher& hasher, const base::Clock& clock,
                         Gate& first_admin, bool dev_mode)
    : db_(database),
      bus_(bus),
      signer_(signer),
      authenticator_(authenticator),
      hasher_(hasher),
      clock_(clock),
      first_admin_(first_admin),
      dev_mode_(dev_mode),
      tickets_(clock),
      log_("openspc.identity") {}

base::Task<SignIn> AuthService::login(LoginRequest request, Caller caller) {
  co_await first_admin_.wait();
  auto find = [&request](db::Session& session) { return user_store::find_by_name(session, request.username); };
  const std::optional<User> user = co_await db_.read(find);

  bool right = false;
  if (user) {
    right = co_await hasher_.verify(request.password, user->hashed_password);
  } else {
    co_await hasher_.waste(request.password);
  }
  std::optional<SignIn> sign_in;
  if (right && user->is_active) {
    auto open = [&](db::Session& session) -> std::optional<SignIn> {
      const std::optional<User> current = user_store::find(session, user->id);
      // The password or the account may have changed while the hash was computed.
      if (!current || !current->is_active || current->hashed_password != user->hashed_password) return std::nullopt;
      const Caller self = identified(caller, *current);
      AuthSession fresh;
      fresh.id = base::random_token(16);
      fresh.remember_me = request.remember_me;
      return open_session(session, *current, std::move(fresh), self);
    };
    sign_in = co_await db_.write(open);
  }
  if (!sign_in) {
    log_.warning("login_failed", {{"username", request.username.substr(0, logged_name_length)},
                                  {"ip", caller.ip},
                                  {"correlation_id", caller.correlation_id}});
    throw wrong_login();
  }
  co_return std::move(*sign_in);
}

base::Task<SignIn> AuthService::refresh(std::string token, Caller caller) {
  const std::optional<RefreshClaims> claims = signer_.read_refresh(token);
  if (!claims) throw wrong_refresh();
  // A refusal is a result, not an exception: what it stores (the revocation) must be committed.
  auto job = [&](db::Session& session) {
    return claims->session_id.empty() ? adopt(session, *claims, token, caller)
                                      : rotate(session, *claims, token, caller);
  };
  std::optional<SignIn> sign_in = co_await db_.write(job);
  if (!sign_in) throw wrong_refresh();
  co_return std::move(*sign_in);
}

std::optional<SignIn> AuthService::rotate(db::Session& session, const RefreshClaims& claims, std::string_view token,
                                          const Caller& caller) {
  const base::Timestamp now = clock_.now();
  std::optional<AuthSession> sign_in = auth_session_store::find(session, claims.session_id);
  const std::optional<User> user = user_store::find(session, claims.user);
  if (!sign_in || sign_in->user_id != claims.user || !sign_in->stands(now) || !user || !user->is_active)
    return std::nullopt;
  if (!base::constant_time_equal(sign_in->current_token_hash, base::sha256_hex(token))) {
    revoke_reused(session, user->id, sign_in->id, identified(caller, *user));
    return std::nullopt;
  }
  std::string next = signer_.refresh(user->id, sign_in->id, sign_in->lifetime());
  auth_session_store::rotate(session, sign_in->id, base::sha256_hex(next), now, now + sign_in->lifetime());
  return hand_out(session, *user, *sign_in, std::move(next));
}

std::optional<SignIn> AuthService::adopt(db::Session& session, const RefreshClaims& claims, std::string_view token,
                                         const Caller& caller) {
  const std::optional<User> user = user_store::find(session, claims.user);
  if (!user || !user->is_active) return std::nullopt;
  const Caller self = identified(caller, *user);
  AuthSession adopted;
  adopted.id = adopted_session_id(token);
  if (auth_session_store::find(session, adopted.id)) {
    revoke_reused(session, user->id, adopted.id, self);
    return std::nullopt;
  }
  // The account changed after the token was made: it may be what the change was meant to lock out.
  if (claims.issued_at < std::chrono::floor<std::chrono::seconds>(user->updated_at)) return std::nullopt;
  return open_session(session, *user, std::move(adopted), self);
}

void AuthService::revoke_reused(db::Session& session, base::UserId user, const std::string& session_id,
                                const Caller& caller) {
  if (!revoke(session, session_id, user, "reuse")) return;
  audit::record(session, caller, "auth.token_reused", {"auth_session", session_id, std::nullopt},
                {{"ip", caller.ip}, {"user_agent", caller.user_agent}});
  log_.warning(
      "refresh_token_reused",
      {{"user_id", user}, {"session_id", session_id}, {"ip", caller.ip}, {"correlation_id", caller.correlation_id}});
}

base::Task<void> AuthService::logout(std::string refresh_token, std::string access_token, Caller caller) {
  // An expired token still tells which session is meant; its signature is what counts.
  const auto refresh = signer_.read_refresh(refresh_token, Expiry::ignored);
  const auto access = signer_.read_access(access_token, Expiry::ignored);
  std::vector<std::pair<base::UserId, std::string>> sessions;
  if (refresh) {
    sessions.emplace_back(refresh->user,
                          refresh->session_id.empty() ? adopted_session_id(refresh_token) : refresh->session_id);
  }
  if (access && !access->session_id.empty()) sessions.emplace_back(access->user, access->session_id);
  if (sessions.empty()) co_return;

  auto job = [&](db::Session& session) {
    if (refresh && refresh->session_id.empty()) bury(session, *refresh, refresh_token);
    for (const auto& [user_id, session_id] : sessions) {
      const std::optional<User> user = user_store::find(session, user_id);
      if (!user || !revoke(session, session_id, user_id, "logout")) continue;
      audit::record(session, identified(caller, *user), "auth.logout", {"auth_session", session_id, std::nullopt});
    }
  };
  co_await db_.write(job);
}

// Gives a refresh token of OpenSPC 0.4 the session that it never started, so that there is something to revoke.
void AuthService::bury(db::Session& session, const RefreshClaims& claims, std::string_view token) {
  AuthSession unused;
  unused.id = adopted_session_id(token);
  if (!user_store::find(session, claims.user) || auth_session_store::find(session, unused.id)) return;
  unused.user_id = claims.user;
  unused.created_at = clock_.now();
  unused.expires_at = claims.expires_at;
  unused.current_token_hash = base::sha256_hex(token);
  auth_session_store::insert(session, unused);
}

base::Task<void> AuthService::change_password(Caller caller, ChangePasswordRequest request) {
  const base::UserId id = caller.principal.user_id;
  auto find = [id](db::Session& session) { return user_store::find(session, id); };
  const std::optional<User> user = co_await db_.read(find);
  if (!user || !co_await hasher_.verify(request.current_password, user->hashed_password)) {
    throw base::bad_request("Current password is incorrect");
  }
  if (request.new_password == request.current_password) {
    throw base::bad_request("New password must differ from the current one");
  }
  const std::string hash = co_await hasher_.hash(request.new_password);
  auto job = [&](db::Session& session) {
    const std::optional<User> current = user_store::find(session, id);
    if (!current || current->hashed_password != user->hashed_password) {
      throw base::bad_request("Current password is incorrect");
    }
    const base::Timestamp now = clock_.now();
    user_store::set_password(session, id, hash, now);
    const auto ended =
        auth_session_store::revoke_others(session, id, caller.principal.session_id, "password_changed", now);
    audit::record(session, caller, "user.password_changed", {"user", std::to_string(id.value), std::nullopt},
                  {{"sessions_ended", ended}});
    announce(session, bus_, AccessChanged{id, {}});
  };
  co_await db_.write(job);
}

base::Task<UserProfile> AuthService::profile(base::UserId id) {
  auto read = [id](db::Session& session) -> std::optional<UserProfile> {
    const std::optional<User> user = user_store::find(session, id);
    if (!user) return std::nullopt;
    return profile_of(session, *user);
  };
  std::optional<UserProfile> profile = co_await db_.read(read);
  if (!profile) throw base::unauthorized("User no longer exists");
  if (dev_mode_) profile->must_change_password = false;
  co_return std::move(*profile);
}

WsTicket AuthService::issue_ticket(const net::Principal& principal) {
  return {tickets_.issue({principal.user_id, principal.session_id}), ws_ticket_lifetime.count()};
}

base::Task<net::Principal> AuthService::authenticate(std::string_view access_token) {
  co_return co_await authenticator_.authenticate(access_token);
}

base::Task<net::Principal> AuthService::renew(const net::Principal& principal) {
  const base::UserId user = principal.user_id;
  std::string session = principal.session_id;
  co_return co_await authenticator_.principal_of(user, std::move(session));
}

base::Task<net::Principal> AuthService::authenticate_ticket(std::string_view ticket) {
  std::optional<WsTickets::Holder> holder = tickets_.redeem(ticket);
  if (!holder) throw base::unauthorized("Invalid or expired ticket");
  co_return co_await authenticator_.principal_of(holder->user, std::move(holder->session_id));
}

SignIn AuthService::open_session(db::Session& session, const User& user, AuthSession sign_in, const Caller& caller) {
  const base::Timestamp now = clock_.now();
  std::string token = signer_.refresh(user.id, sign_in.id, sign_in.lifetime());
  sign_in.user_id = user.id;
  sign_in.created_at = now;
  sign_in.expires_at = now + sign_in.lifetime();
  sign_in.current_token_hash = base::sha256_hex(token);
  sign_in.user_agent = caller.user_agent;
  sign_in.ip = caller.ip;
  auth_session_store::remove_expired(session, now);
  auth_session_store::insert(session, sign_in);
  audit::record(session, caller, "auth.login", {"auth_session", sign_in.id, std::nullopt},
                {{"ip", caller.ip}, {"user_agent", caller.user_agent}, {"remember_me", sign_in.remember_me}});
  return hand_out(session, user, sign_in, std::move(token));
}

bool AuthService::revoke(db::Session& session, const std::string& session_id, base::UserId user,
                         std::string_view reason) {
  if (!auth_session_store::revoke(session, session_id, reason, clock_.now())) return false;
  announce(session, bus_, AccessChanged{user, session_id});
  return true;
}

SignIn AuthService::hand_out(db::Session& session, const User& user, const AuthSession& sign_in,
                             std::string refresh_token) const {
  UserProfile profile = profile_of(session, user);
  if (dev_mode_) profile.must_change_password = false;
  return {signer_.access(user.id, user.username, sign_in.id), std::move(refresh_token), sign_in.lifetime(),
          std::move(profile)};
}

}  // namespace openspc::identity
