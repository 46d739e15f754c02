#include "identity/people/user_routes.h"

#include <utility>

#include "identity/caller.h"
#include "identity/people/user_bodies.h"
#include "identity/user_service.h"

namespace openspc::identity {

namespace {

void add_accounts(const net::RouteGroup& users, UserService& service) {
  users.get("/", "listUsers", "Users with their roles, by name")
      .handle([&service](const net::Query<UserListQuery>& query) { return service.list(*query); });
  users.get("/{user_id}", "getUser", "One user").fails({404}).handle([&service](net::Path<UserPath> path) {
    return service.get(path->user_id);
  });
  users.post("/", "createUser", "Create a user")
      .description("Active at once, without a role at any plant.")
      .status(201)
      .fails({409, 503})
      .handle([&service](Caller caller, net::Body<UserCreate> body) {
        NewUser user{std::move(body->username),
                     std::move(body->password),
                     std::move(body->email),
                     body->must_change_password,
                     {},
                     body->desk_role};
        return service.create(std::move(user), std::move(caller));
      });
  users.patch("/{user_id}", "updateUser", "Edit, deactivate or reactivate a user")
      .description("Absent and null members leave the stored values alone.")
      .fails({400, 404, 409, 503})
      .handle([&service](Caller caller, net::Path<UserPath> path, net::Body<UserUpdate> body) {
        return service.update(std::move(caller), path->user_id, std::move(*body));
      });
  users.delete_("/{user_id}", "deactivateUser", "Deactivate a user")
      .description("Ends the sessions of the user; the account stays, with its roles. Repeating it is fine.")
      .fails({400, 404, 409})
      .handle([&service](Caller caller, net::Path<UserPath> path) {
        return service.deactivate(std::move(caller), path->user_id);
      });
  users.delete_("/{user_id}/permanent", "deleteUserPermanently", "Delete a deactivated user for good")
      .description("User name and e-mail address become free; what the user did stays in the audit trail.")
      .fails({400, 404})
      .handle([&service](Caller caller, net::Path<UserPath> path) {
        return service.erase(std::move(caller), path->user_id);
      });
}

void add_rights(const net::RouteGroup& users, UserService& service) {
  users.post("/{user_id}/roles", "assignPlantRole", "Set a user's role at one plant")
      .description("In the place of the one held there.")
      .fails({404, 409, 500})
      .handle([&service](Caller caller, net::Path<UserPath> path, net::Body<PlantRoleAssign> body) {
        return service.assign_role(path->user_id, body->plant_id, body->role, std::move(caller));
      });
  users.delete_("/{user_id}/roles/{plant_id}", "removePlantRole", "Remove a user's role at one plant")
      .fails({400, 404, 409})
      .handle([&service](Caller caller, net::Path<UserRolePath> path) {
        return service.remove_role(std::move(caller), path->user_id, path->plant_id);
      });
  users.put("/{user_id}/branches", "setUserBranches", "Limit a user to branches of the hierarchy")
      .description("What the user enters and changes lies below them; what the user sees stays. Roles are kept.")
      .fails({404})
      .handle([&service](Caller caller, net::Path<UserPath> path, net::Body<UserBranches> body) {
        return service.set_branches(std::move(caller), path->user_id, std::move(*body));
      });
}

}  // namespace

void add_user_routes(net::Router& router, UserService& service) {
  const net::RouteGroup users = router.group("/api/v1/users", "users", net::Access::any_plant(net::Role::admin));
  add_accounts(users, service);
  add_rights(users, service);
}

}  // namespace openspc::identity
