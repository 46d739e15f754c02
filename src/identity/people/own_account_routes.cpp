#include "identity/people/own_account_routes.h"

#include <utility>

#include "identity/caller.h"
#include "identity/people/own_account_service.h"
#include "identity/people/user_bodies.h"

namespace openspc::identity {

namespace {

void add_own(net::Router& router, OwnAccountService& service) {
  net::RouteGroup own = router.group("/api/v1/auth", "auth", net::Access::authenticated());
  own.strict();
  own.patch("/me", "updateCurrentUser", "Set own language and time zone")
      .handle([&service](Caller caller, net::Body<OwnAccountUpdate> body) {
        return service.update(std::move(caller), std::move(*body));
      });
  own.get("/sessions", "listOwnSessions", "Where the caller is signed in, newest first")
      .handle([&service](Caller caller) {
        const base::UserId self = caller.principal.user_id;
        return service.sessions(std::move(caller), self);
      });
  own.delete_("/sessions", "endOtherSessions", "End every other session of the caller")
      .status(200)
      .handle([&service](Caller caller) {
        const base::UserId self = caller.principal.user_id;
        return service.end_sessions(std::move(caller), self);
      });
  own.delete_("/sessions/{session_id}", "endOwnSession", "End one session of the caller")
      .fails({404})
      .handle([&service](Caller caller, const net::Path<SessionPath>& path) {
        const base::UserId self = caller.principal.user_id;
        return service.end_session(std::move(caller), self, path->session_id);
      });
}

void add_of_users(net::Router& router, OwnAccountService& service) {
  net::RouteGroup users = router.group("/api/v1/users", "users", net::Access::any_plant(net::Role::admin));
  users.strict();
  users.get("/{user_id}/sessions", "listUserSessions", "Where a user is signed in, newest first")
      .fails({404})
      .handle([&service](Caller caller, net::Path<UserPath> path) {
        return service.sessions(std::move(caller), path->user_id);
      });
  users.delete_("/{user_id}/sessions", "endUserSessions", "End every session of a user")
      .description("But the one of this request, for an administrator's own.")
      .status(200)
      .fails({404})
      .handle([&service](Caller caller, net::Path<UserPath> path) {
        return service.end_sessions(std::move(caller), path->user_id);
      });
  users.delete_("/{user_id}/sessions/{session_id}", "endUserSession", "End one session of a user")
      .fails({404})
      .handle([&service](Caller caller, const net::Path<UserSessionPath>& path) {
        return service.end_session(std::move(caller), path->user_id, path->session_id);
      });
  users.post("/{user_id}/reset-password", "resetUserPassword", "Give a user a one-time password")
      .description("Shown once, and to be changed at the next sign-in. Ends every session of the user.")
      .fails({400, 404, 503})
      .handle([&service](Caller caller, net::Path<UserPath> path) {
        return service.reset_password(std::move(caller), path->user_id);
      });
}

}  // namespace

void add_own_account_routes(net::Router& router, OwnAccountService& service) {
  add_own(router, service);
  add_of_users(router, service);
}

}  // namespace openspc::identity
