#include "identity/auth_routes.h"

#include <chrono>
#include <string>
#include <utility>

#include "base/error.h"
#include "identity/auth.h"
#include "identity/auth_service.h"
#include "identity/caller.h"

namespace openspc::identity {

namespace {

constexpr std::string_view kRefreshCookie = "refresh_token";

// Browsers send the cookie to the auth routes alone.
class RefreshCookie {
 public:
  explicit RefreshCookie(bool secure) : secure_(secure) {}

  static std::string read(const net::Request& request) { return std::string(request.cookie(kRefreshCookie)); }
  // Secure where the settings say so, or a trusted proxy says that the browser came by https.
  void set(net::Request& request, const std::string& token, std::chrono::seconds lifetime) const {
    net::Cookie cookie;
    cookie.name = kRefreshCookie;
    cookie.value = token;
    cookie.path = "/api/v1/auth";
    cookie.max_age = lifetime.count();
    cookie.secure = secure_ || request.is_https();
    request.set_cookie(cookie);
  }
  void drop(net::Request& request) const { set(request, {}, std::chrono::seconds(0)); }

 private:
  bool secure_;
};

void add_login(net::Router& router, AuthService& service, RefreshCookie cookie, const base::Rate& rate) {
  router.add(
      net::post("/api/v1/auth/login")
          .access(net::Access::public_())
          .tag("auth")
          .id("login")
          .summary("Password login")
          .description("The access token is in the body, the refresh token in the HttpOnly cookie refresh_token.")
          .fails({401, 429, 503})
          .rate_limit(rate)
          .handle([&service, cookie](net::Request& r, net::Body<LoginRequest> body) -> base::Task<LoginReply> {
            Caller caller = Caller::anonymous(r);
            SignIn sign_in = co_await service.login(std::move(*body), std::move(caller));
            cookie.set(r, sign_in.refresh_token, sign_in.refresh_lifetime);
            const bool must_change = sign_in.user.must_change_password;
            co_return LoginReply{std::move(sign_in.access_token), "bearer", std::move(sign_in.user), must_change};
          }));
}

void add_refresh(net::Router& router, AuthService& service, RefreshCookie cookie) {
  router.add(
      net::post("/api/v1/auth/refresh")
          .access(net::Access::public_())
          .tag("auth")
          .id("refreshToken")
          .summary("New access token from the refresh cookie")
          .description(
              "Each refresh token is good once; for half a minute it gives the same answer again, for other tabs "
              "and lost answers. Using one later revokes its session.")
          .security("refreshCookie")
          .fails({401})
          .rate_limit("10/minute")
          .rate_limit_by([&service](const net::Request& r) {
            // By session: many people share an address. Without a good cookie it costs nothing.
            return service.session_named_by(RefreshCookie::read(r));
          })
          .handle([&service, cookie](net::Request& r) -> base::Task<TokenReply> {
            std::string token = RefreshCookie::read(r);
            Caller caller = Caller::anonymous(r);
            try {
              SignIn sign_in = co_await service.refresh(std::move(token), std::move(caller));
              cookie.set(r, sign_in.refresh_token, sign_in.refresh_lifetime);
              co_return TokenReply{std::move(sign_in.access_token), "bearer", sign_in.user.must_change_password};
            } catch (const base::Error& error) {
              // A cookie that will never be good again; one that meets a busy database is kept.
              if (error.kind() == base::ErrorKind::unauthorized) cookie.drop(r);
              throw;
            }
          }));
}

void add_logout(net::Router& router, AuthService& service, RefreshCookie cookie) {
  router.add(
      net::post("/api/v1/auth/logout")
          .access(net::Access::public_())
          .tag("auth")
          .id("logout")
          .summary("End the session")
          .description("Needs no credential. The session of the refresh cookie and of the bearer token is revoked.")
          .handle([&service, cookie](net::Request& r) -> base::Task<Message> {
            std::string refresh_token = RefreshCookie::read(r);
            std::string access_token(r.bearer_token());
            Caller caller = Caller::anonymous(r);
            cookie.drop(r);
            co_await service.logout(std::move(refresh_token), std::move(access_token), std::move(caller));
            co_return Message{"Logged out"};
          }));
}

void add_own_account(net::Router& router, AuthService& service) {
  router.add(net::get("/api/v1/auth/me")
                 .access(net::Access::authenticated())
                 .allow_password_change()
                 .tag("auth")
                 .id("currentUser")
                 .summary("Profile of the caller")
                 .handle([&service](net::Request& r) -> base::Task<UserProfile> {
                   co_return co_await service.profile(r.principal().user_id);
                 }));
  router.add(net::post("/api/v1/auth/change-password")
                 .access(net::Access::authenticated())
                 .allow_password_change()
                 .tag("auth")
                 .id("changePassword")
                 .summary("Change own password")
                 .description("Ends every other session of the caller.")
                 .fails({400, 429, 503})
                 .handle([&service](net::Request& r, net::Body<ChangePasswordRequest> body) -> base::Task<Message> {
                   Caller caller = Caller::of(r);
                   co_await service.change_password(std::move(caller), std::move(*body));
                   co_return Message{"Password changed"};
                 }));
  router.add(
      net::post("/api/v1/auth/ws-ticket")
          .strict()
          .access(net::Access::authenticated())
          .tag("auth")
          .id("createWebSocketTicket")
          .summary("Single-use ticket for the WebSocket")
          .description("Opens /ws/samples?ticket=... once within 30 seconds, so that no token is in the address.")
          .fails({429})
          .handle([&service](net::Request& r) -> base::Task<WsTicket> { return service.issue_ticket(r.principal()); }));
}

}  // namespace

void add_auth_routes(net::Router& router, AuthService& service, const AuthRouteOptions& options) {
  const RefreshCookie cookie(options.cookie_secure);
  add_login(router, service, cookie, options.login_rate);
  add_refresh(router, service, cookie);
  add_logout(router, service, cookie);
  add_own_account(router, service);
}

}  // namespace openspc::identity
