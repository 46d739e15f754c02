#include "identity/caller.h"
#include "notify/routes.h"

namespace openspc::notify {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_reads(net::Router& router, RuleService& rules) {
  router.add(
      net::get("/api/v1/notifications/rules")
          .strict()
          .access(Access::any_plant(Role::engineer))
          .tag("notifications")
          .id("listNotificationRules")
          .summary("Who is told what")
          .description("The rules of the caller's plants, and those of every plant.")
          .handle([&rules](net::Request& r) -> base::Task<RuleList> { co_return co_await rules.list(r.principal()); }));
  router.add(net::get("/api/v1/notifications/rules/{rule_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("getNotificationRule")
                 .summary("One rule")
                 .fails({404})
                 .handle([&rules](net::Request& r, net::Path<RulePath> path) -> base::Task<Rule> {
                   co_return co_await rules.get(r.principal(), path->rule_id);
                 }));
}

void add_writes(net::Router& router, RuleService& rules) {
  router.add(net::post("/api/v1/notifications/rules")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("createNotificationRule")
                 .summary("Store a rule")
                 .description("It counts for what happens from now on.")
                 .fails({409})
                 .handle([&rules](net::Request& r, net::Body<RuleBody> body) -> base::Task<net::Created<Rule>> {
                   Caller caller = Caller::of(r);
                   Rule rule = co_await rules.create(std::move(caller), std::move(*body));
                   co_return net::Created<Rule>{std::move(rule)};
                 }));
  router.add(
      net::put("/api/v1/notifications/rules/{rule_id}")
          .strict()
          .access(Access::any_plant(Role::engineer))
          .tag("notifications")
          .id("replaceNotificationRule")
          .summary("Replace a rule")
          .description("Messages that wait already are not taken back.")
          .fails({404, 409})
          .handle([&rules](net::Request& r, net::Path<RulePath> path, net::Body<RuleBody> body) -> base::Task<Rule> {
            Caller caller = Caller::of(r);
            co_return co_await rules.replace(std::move(caller), path->rule_id, std::move(*body));
          }));
  router.add(net::delete_("/api/v1/notifications/rules/{rule_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("deleteNotificationRule")
                 .summary("Delete a rule")
                 .description("Its escalations end; messages that wait already are delivered.")
                 .fails({404})
                 .handle([&rules](net::Request& r, net::Path<RulePath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await rules.remove(std::move(caller), path->rule_id);
                   co_return net::NoContent{};
                 }));
}

}  // namespace

void add_rule_routes(net::Router& router, RuleService& rules) {
  add_reads(router, rules);
  add_writes(router, rules);
}

}  // namespace openspc::notify
