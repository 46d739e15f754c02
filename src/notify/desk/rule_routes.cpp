#include "identity/caller.h"
#include "notify/desk/routes.h"

namespace openspc::notify {

using identity::Caller;
using net::Access;
using net::Role;

void add_rule_routes(net::Router& router, RuleService& service) {
  const net::RouteGroup rules =
      router.group("/api/v1/notifications/rules", "notifications", Access::any_plant(Role::engineer)).strict();

  rules.get("", "listNotificationRules", "Who is told what")
      .description("The rules of the caller's plants, and those of every plant.")
      .handle([&service](const net::Principal& caller) { return service.list(caller); });
  rules.get("/{rule_id}", "getNotificationRule", "One rule")
      .fails({404})
      .handle([&service](const net::Principal& caller, net::Path<RulePath> path) {
        return service.get(caller, path->rule_id);
      });
  rules.post("", "createNotificationRule", "Store a rule")
      .description("It counts for what happens from now on.")
      .status(201)
      .fails({409})
      .handle([&service](Caller caller, net::Body<RuleBody> body) {
        return service.create(std::move(caller), std::move(*body));
      });
  rules.put("/{rule_id}", "replaceNotificationRule", "Replace a rule")
      .description("Messages that wait already are not taken back.")
      .fails({404, 409})
      .handle([&service](Caller caller, net::Path<RulePath> path, net::Body<RuleBody> body) {
        return service.replace(std::move(caller), path->rule_id, std::move(*body));
      });
  rules.delete_("/{rule_id}", "deleteNotificationRule", "Delete a rule")
      .description("Its escalations end; messages that wait already are delivered.")
      .fails({404})
      .handle([&service](Caller caller, net::Path<RulePath> path) {
        return service.remove(std::move(caller), path->rule_id);
      });
}

}  // namespace openspc::notify
