#include "identity/auth_service.h"

#include <utility>
#include <vector>

#include "base/certain.h"
#include "base/crypto.h"
#include "base/error.h"
#include "identity/audit.h"
#include "identity/auth_session_store.h"
#include "identity/common_passwords.h"
#include "identity/people/login_name.h"
#include "identity/user_service.h"
#include "identity/user_store.h"
#include "identity/ws_ticket.h"

namespace openspc::identity {

namespace {

base::Error wrong_login() {
  return base::unauthorized("Incorrect username or password");
}
base::Error wrong_current_password() {
  return base::bad_request("Current password is incorrect");
}
base::Error wrong_refresh() {
  return base::unauthorized("Invalid or expired refresh token");
}

// A name that nobody has may be a password typed into the wrong field, so it is shortened in the log.
constexpr std::size_t kLoggedNameLength = 32;

// On a public route the caller proves who it is on the way.
Caller identified(Caller caller, const User& user) {
  caller.principal.user_id = user.id;
  caller.principal.username = user.username;
  return caller;
}

// On whose behalf a password is hashed: who is known, waits behind nobody but himself.
std::string lane_of(const Caller& caller) {
  const base::UserId user = caller.principal.user_id;
  return user.value == 0 ? "address " + caller.ip : "user " + std::to_string(user.value);
}

// A refresh token of OpenSPC 0.4 names no session. The one that it starts is named after it, so that the database's own
// key lets it start no second.
std::string session_of(const RefreshClaims& claims, std::string_view token) {
  return claims.session_id.empty() ? "0.4-" + base::sha256_hex(token).substr(0, 32) : claims.session_id;
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
      guard_(clock, !dev_mode),
      log_("openspc.identity") {}

base::Task<SignIn> AuthService::login(LoginRequest request, Caller caller) {
  co_await first_admin_.wait();
  // Whoever guesses by name and by address, in whatever case, guesses at one account.
  auto find = [&](db::Session& session) { return find_by_login(session, request.username); };
  const std::optional<User> user = co_await db_.read(find);
  const std::string account = SignInGuard::account_of(user ? user->username : lower_case(request.username));
  const SignInGuard::Attempt attempt(guard_, account);
  auto look_back = [&](db::Session& session) { return SignInGuard::known(session, account); };
  const std::optional<SignInFailure> failures = co_await db_.read(look_back);
  guard_.admit(attempt, failures);

  bool right = false;
  std::string lane = lane_of(caller);
  if (user) {
    right = co_await hasher_.verify(request.password, user->hashed_password, std::move(lane));
  } else {
    co_await hasher_.waste(request.password, std::move(lane));
  }
  // What a name that nobody has costs is what a wrong password costs, down to the write.
  auto settle = [&](db::Session& session) -> std::optional<SignIn> {
    std::optional<SignIn> opened;
    if (user && right) opened = open_after_login(session, *user, request, caller);
    if (opened) {
      guard_.succeeded(session, account);
    } else {
      guard_.failed(session, account, {"auth.login_failed", request.username, user, caller});
    }
    return opened;
  };
  std::optional<SignIn> sign_in = co_await db_.write(settle);
  if (!sign_in) {
    log_.warning("login_failed", {{"username", request.username.substr(0, kLoggedNameLength)},
                                  {"ip", caller.ip},
                                  {"correlation_id", caller.correlation_id}});
    throw wrong_login();
  }
  if (is_common_password(request.password)) {
    log_.warning("common_password", {{"username", sign_in->user.username},
                                     {"advice", "It is among the first that a guesser tries: choose another"}});
  }
  co_return std::move(*sign_in);
}

std::optional<SignIn> AuthService::open_after_login(db::Session& session, const User& user, const LoginRequest& request,
                                                    const Caller& caller) {
  const std::optional<User> current = user_store::find(session, user.id);
  // The password or the account may have changed while the hash was computed.
  if (!current || !current->is_active || current->hashed_password != user.hashed_password) return std::nullopt;
  AuthSession fresh;
  fresh.id = base::random_token(16);
  fresh.remember_me = request.remember_me;
  std::string token = signer_.refresh(current->id, fresh.id, fresh.lifetime());
  return open_session(session, *current, std::move(fresh), std::move(token), identified(caller, *current));
}

base::Task<SignIn> AuthService::refresh(std::string token, Caller caller) {
  const std::optional<RefreshClaims> claims = signer_.read_refresh(token);
  if (!claims) throw wrong_refresh();
  // A refusal is a result, not an exception: what it stores (the revocation) must be committed.
  auto job = [&](db::Session& session) { return refresh_in(session, *claims, token, caller); };
  std::optional<SignIn> sign_in = co_await db_.write(job);
  if (!sign_in) throw wrong_refresh();
  co_return std::move(*sign_in);
}

std::optional<SignIn> AuthService::refresh_in(db::Session& session, const RefreshClaims& claims, std::string_view token,
                                              const Caller& caller) {
  const std::optional<User> user = user_store::find(session, claims.user);
  if (!user || !user->is_active) return std::nullopt;
  const Caller self = identified(caller, *user);
  const std::string session_id = session_of(claims, token);
  std::optional<AuthSession> sign_in = auth_session_store::find(session, session_id);
  if (!sign_in && claims.session_id.empty()) return adopt(session, *user, claims, token, self);
  if (!sign_in || sign_in->user_id != claims.user || !sign_in->stands(clock_.now())) return std::nullopt;

  const std::string hash = base::sha256_hex(token);
  if (base::constant_time_equal(sign_in->current_token_hash, hash)) return rotate(session, *user, *sign_in, token);
  if (base::constant_time_equal(sign_in->previous_token_hash, hash)) {
    if (std::optional<SignIn> again = repeat(session, *user, *sign_in, token)) return again;
  }
  revoke_reused(session, user->id, sign_in->id, self);
  return std::nullopt;
}

SignIn AuthService::rotate(db::Session& session, const User& user, const AuthSession& sign_in, std::string_view token) {
  const base::Timestamp now = clock_.now();
  std::string next = signer_.successor(token, user.id, sign_in.id, now, sign_in.lifetime());
  auth_session_store::rotate(session, sign_in.id, base::sha256_hex(next), now, now + sign_in.lifetime());
  return hand_out(session, user, sign_in, std::move(next));
}

// The answer that was given to the previous token once already. Its bearer may be another tab, or have got no answer.
std::optional<SignIn> AuthService::repeat(db::Session& session, const User& user, const AuthSession& sign_in,
                                          std::string_view token) const {
  if (!sign_in.may_repeat(clock_.now())) return std::nullopt;
  std::string next =
      signer_.successor(token, user.id, sign_in.id, base::certain(sign_in.last_refreshed_at), sign_in.lifetime());
  if (!base::constant_time_equal(sign_in.current_token_hash, base::sha256_hex(next))) return std::nullopt;
  return hand_out(session, user, sign_in, std::move(next));
}

std::optional<SignIn> AuthService::adopt(db::Session& session, const User& user, const RefreshClaims& claims,
                                         std::string_view token, const Caller& caller) {
  // The account changed after the token was made: it may be what the change was meant to lock out.
  if (claims.issued_at < std::chrono::floor<std::chrono::seconds>(user.updated_at)) return std::nullopt;
  AuthSession adopted;
  adopted.id = session_of(claims, token);
  adopted.last_refreshed_at = clock_.now();
  adopted.previous_token_hash = base::sha256_hex(token);
  std::string next = signer_.successor(token, user.id, adopted.id, *adopted.last_refreshed_at, adopted.lifetime());
  return open_session(session, user, std::move(adopted), std::move(next), caller);
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
    sessions.emplace_back(refresh->user, session_of(*refresh, refresh_token));
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
  unused.id = session_of(claims, token);
  if (!user_store::find(session, claims.user) || auth_session_store::find(session, unused.id)) return;
  unused.user_id = claims.user;
  unused.created_at = clock_.now();
  unused.expires_at = claims.expires_at;
  unused.current_token_hash = base::sha256_hex(token);
  auth_session_store::insert(session, unused);
}

base::Task<void> AuthService::change_password(Caller caller, ChangePasswordRequest request) {
  const base::UserId id = caller.principal.user_id;
  const std::string account = SignInGuard::account_of(caller.principal.username);
  const SignInGuard::Attempt attempt(guard_, account);
  auto find = [&](db::Session& session) {
    return std::pair(user_store::find(session, id), SignInGuard::known(session, account));
  };
  const auto [user, failures] = co_await db_.read(find);
  guard_.admit(attempt, failures);

  const std::string lane = lane_of(caller);
  const std::string known_hash = user ? user->hashed_password : std::string();
  const bool right = user && co_await hasher_.verify(request.current_password, known_hash, lane);
  if (!right) {
    auto refuse = [&](db::Session& session) {
      guard_.failed(session, account, {"user.password_change_failed", caller.principal.username, user, caller});
    };
    co_await db_.write(refuse);
    throw wrong_current_password();
  }
  if (request.new_password == request.current_password) {
    throw base::bad_request("New password must differ from the current one");
  }
  refuse_common_password(request.new_password, "new_password");
  const std::string hash = co_await hasher_.hash(request.new_password, lane);
  auto job = [&](db::Session& session) {
    const std::optional<User> current = user_store::find(session, id);
    if (!current || current->hashed_password != known_hash) throw wrong_current_password();
    guard_.succeeded(session, account);
    replace_password(session, *current, hash, caller);
  };
  co_await db_.write(job);
}

void AuthService::replace_password(db::Session& session, const User& user, std::string_view hash,
                                   const Caller& caller) {
  const base::Timestamp now = clock_.now();
  user_store::set_password(session, user.id, hash, now);
  const auto ended =
      auth_session_store::revoke_others(session, user.id, caller.principal.session_id, "password_changed", now);
  audit::record(session, caller, "user.password_changed", {"user", std::to_string(user.id.value), std::nullopt},
                {{"sessions_ended", ended}});
  announce(session, bus_, AccessChanged{user.id, {}});
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

std::optional<std::string> AuthService::session_named_by(std::string_view refresh_token) const {
  const std::optional<RefreshClaims> claims = signer_.read_refresh(refresh_token);
  if (!claims) return std::nullopt;
  return session_of(*claims, refresh_token);
}

base::Task<WsTicket> AuthService::issue_ticket(const net::Principal& principal) {
  const ws_ticket::Holder holder{principal.user_id, principal.session_id};
  auto job = [this, &holder](db::Session& session) { return ws_ticket::issue(session, holder, clock_.now()); };
  std::string ticket = co_await db_.write(job);
  co_return WsTicket{std::move(ticket), ws_ticket::kLifetime.count()};
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
  auto job = [this, ticket](db::Session& session) { return ws_ticket::redeem(session, ticket, clock_.now()); };
  std::optional<ws_ticket::Holder> holder = co_await db_.write(job);
  if (!holder) throw base::unauthorized("Invalid or expired ticket");
  co_return co_await authenticator_.principal_of(holder->user, std::move(holder->session_id));
}

SignIn AuthService::open_session(db::Session& session, const User& user, AuthSession sign_in, std::string token,
                                 const Caller& caller) {
  const base::Timestamp now = clock_.now();
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
