// Signing in and staying signed in: login, refresh with rotation and reuse detection, logout that revokes, change of
// password, WebSocket tickets. Called by the auth routes and the live hub, from coroutines on any thread. Throws
// base::Error: unauthorized for whatever is wrong with a credential (one message, so that nothing can be probed).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/event_bus.h"
#include "base/log.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/auth.h"
#include "identity/auth_session.h"
#include "identity/authenticator.h"
#include "identity/caller.h"
#include "identity/gate.h"
#include "identity/password_hasher.h"
#include "identity/sign_in_guard.h"
#include "identity/token.h"
#include "identity/user.h"

namespace openspc::identity {

// What a successful login or refresh hands out.
struct SignIn {
  std::string access_token;
  std::string refresh_token;              // for the cookie only
  std::chrono::seconds refresh_lifetime;  // of the token and the cookie
  UserProfile user;
};

class AuthService {
 public:
  // All references must outlive the service. Logins wait until `first_admin` is open. In dev mode nobody must change a
  // password.
  AuthService(db::Database& database, base::EventBus& bus, const TokenSigner& signer, TokenAuthenticator& authenticator,
              PasswordHasher& hasher, const base::Clock& clock, Gate& first_admin, bool dev_mode);

  // Throws base::RetryLater while the account pauses after failures (SignInGuard).
  base::Task<SignIn> login(LoginRequest request, Caller caller);
  // `token` is the cookie's. The one that was used last gives the same answer again for a while (repeat_patience); any
  // other that was used before betrays theft: its whole session is revoked.
  base::Task<SignIn> refresh(std::string token, Caller caller);
  // Revokes the sessions that either token names; both may be empty, expired or nonsense.
  base::Task<void> logout(std::string refresh_token, std::string access_token, Caller caller);
  // Throws bad_request when the current password is wrong or the new one equals it, invalid when the new one is among
  // the commonest. A wrong current password is a failed sign-in. Every other session of the user ends.
  base::Task<void> change_password(Caller caller, ChangePasswordRequest request);
  base::Task<UserProfile> profile(base::UserId user);

  // The session of a refresh token, whether it stands or not; nullopt for a token that is not ours or has expired.
  std::optional<std::string> session_named_by(std::string_view refresh_token) const;
  base::Task<WsTicket> issue_ticket(const net::Principal& principal);
  // For the WebSocket: an access token, or a ticket that is used up by this call.
  base::Task<net::Principal> authenticate(std::string_view access_token);
  base::Task<net::Principal> authenticate_ticket(std::string_view ticket);
  // The same caller as of now, for a WebSocket that stays open: throws once the session or the user no longer stands.
  base::Task<net::Principal> renew(const net::Principal& principal);

 private:
  SignIn open_session(db::Session& session, const User& user, AuthSession sign_in, std::string token,
                      const Caller& caller);
  std::optional<SignIn> open_after_login(db::Session& session, const User& user, const LoginRequest& request,
                                         const Caller& caller);
  void replace_password(db::Session& session, const User& user, std::string_view hash, const Caller& caller);
  std::optional<SignIn> refresh_in(db::Session& session, const RefreshClaims& claims, std::string_view token,
                                   const Caller& caller);
  SignIn rotate(db::Session& session, const User& user, const AuthSession& sign_in, std::string_view token);
  std::optional<SignIn> repeat(db::Session& session, const User& user, const AuthSession& sign_in,
                               std::string_view token) const;
  std::optional<SignIn> adopt(db::Session& session, const User& user, const RefreshClaims& claims,
                              std::string_view token, const Caller& caller);
  void revoke_reused(db::Session& session, base::UserId user, const std::string& session_id, const Caller& caller);
  void bury(db::Session& session, const RefreshClaims& claims, std::string_view token);
  bool revoke(db::Session& session, const std::string& session_id, base::UserId user, std::string_view reason);
  SignIn hand_out(db::Session& session, const User& user, const AuthSession& sign_in, std::string refresh_token) const;

  db::Database& db_;
  base::EventBus& bus_;
  const TokenSigner& signer_;
  TokenAuthenticator& authenticator_;
  PasswordHasher& hasher_;
  const base::Clock& clock_;
  Gate& first_admin_;
  const bool dev_mode_;
  SignInGuard guard_;
  base::log::Logger log_;
};

}  // namespace openspc::identity
