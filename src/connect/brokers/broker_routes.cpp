#include "connect/brokers/routes.h"
#include "identity/caller.h"

namespace openspc::connect::brokers {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_reads(const net::RouteGroup& routes, BrokerService& brokers) {
  routes.get("/", "listBrokers", "A page of brokers")
      .access(Access::authenticated())
      .description("Those of the plants where the caller has a role, and those without a plant.")
      .handle([&brokers](const net::Principal& caller, net::Query<source::ConnectionListQuery> query) {
        return brokers.list(caller, *query);
      });
  routes.get("/{broker_id}", "getBroker", "One broker")
      .access(Access::authenticated())
      .fails({404})
      .handle([&brokers](const net::Principal& caller, net::Path<BrokerPath> path) {
        return brokers.get(caller, path->broker_id);
      });
}

void add_writes(const net::RouteGroup& routes, BrokerService& brokers) {
  routes.post("/", "createBroker", "Store a broker")
      .description("An active one is connected at once. Credentials are encrypted and never returned.")
      .status(201)
      .fails({409, 500, 503})
      .handle([&brokers](Caller caller, net::Body<BrokerCreate> body) {
        return brokers.create(std::move(caller), std::move(*body));
      });
  routes.patch("/{broker_id}", "updateBroker", "Change a broker")
      .description(
          "Absent members keep their values; null clears credentials and certificates. A live connection is made anew "
          "with the changed settings.")
      .fails({404, 409, 503})
      .handle([&brokers](Caller caller, net::Path<BrokerPath> path, net::Body<BrokerUpdate> body) {
        return brokers.update(std::move(caller), path->broker_id, std::move(*body));
      });
  routes.delete_("/{broker_id}", "deleteBroker", "Delete a broker")
      .access(Access::any_plant(Role::admin))
      .description("Its connection is closed. Mappings that used it stay, without a broker.")
      .fails({404})
      .handle([&brokers](Caller caller, net::Path<BrokerPath> path) {
        return brokers.remove(std::move(caller), path->broker_id);
      });
}

void add_switches(const net::RouteGroup& routes, BrokerService& brokers) {
  routes.post("/{broker_id}/activate", "activateBroker", "Switch a broker on")
      .description("It is connected now and after every start. Other brokers are left alone: any number may be active.")
      .fails({404})
      .handle([&brokers](Caller caller, net::Path<BrokerPath> path) {
        return brokers.set_active(std::move(caller), path->broker_id, true);
      });
  routes.post("/{broker_id}/deactivate", "deactivateBroker", "Switch a broker off")
      .strict()
      .fails({404})
      .handle([&brokers](Caller caller, net::Path<BrokerPath> path) {
        return brokers.set_active(std::move(caller), path->broker_id, false);
      });
}

}  // namespace

void add_broker_routes(net::Router& router, const BrokerServices& services) {
  const net::RouteGroup routes = router.group("/api/v1/brokers", "brokers", Access::any_plant(Role::engineer));
  add_reads(routes, services.brokers);
  add_writes(routes, services.brokers);
  add_switches(routes, services.brokers);
}

}  // namespace openspc::connect::brokers
