#include "connect/brokers/routes.h"
#include "identity/caller.h"

namespace openspc::connect::brokers {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_reads(net::Router& router, BrokerService& brokers) {
  router.add(
      net::get("/api/v1/brokers/")
          .access(Access::authenticated())
          .tag("brokers")
          .id("listBrokers")
          .summary("A page of brokers")
          .description("Those of the plants where the caller has a role, and those without a plant.")
          .handle([&brokers](net::Request& r, net::Query<source::ConnectionListQuery> query) -> base::Task<BrokerPage> {
            co_return co_await brokers.list(r.principal(), *query);
          }));
  router.add(net::get("/api/v1/brokers/{broker_id}")
                 .access(Access::authenticated())
                 .tag("brokers")
                 .id("getBroker")
                 .summary("One broker")
                 .fails({404})
                 .handle([&brokers](net::Request& r, net::Path<BrokerPath> path) -> base::Task<Broker> {
                   co_return co_await brokers.get(r.principal(), path->broker_id);
                 }));
}

void add_writes(net::Router& router, BrokerService& brokers) {
  router.add(net::post("/api/v1/brokers/")
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("createBroker")
                 .summary("Store a broker")
                 .description("An active one is connected at once. Credentials are encrypted and never returned.")
                 .fails({409, 500, 503})
                 .handle([&brokers](net::Request& r, net::Body<BrokerCreate> body) -> base::Task<net::Created<Broker>> {
                   Caller caller = Caller::of(r);
                   Broker broker = co_await brokers.create(std::move(caller), std::move(*body));
                   co_return net::Created<Broker>{std::move(broker)};
                 }));
  router.add(net::patch("/api/v1/brokers/{broker_id}")
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("updateBroker")
                 .summary("Change a broker")
                 .description("Absent members keep their values; null clears credentials and certificates. A live "
                              "connection is made anew with the changed settings.")
                 .fails({404, 409, 503})
                 .handle([&brokers](net::Request& r, net::Path<BrokerPath> path,
                                    net::Body<BrokerUpdate> body) -> base::Task<Broker> {
                   Caller caller = Caller::of(r);
                   co_return co_await brokers.update(std::move(caller), path->broker_id, std::move(*body));
                 }));
  router.add(net::delete_("/api/v1/brokers/{broker_id}")
                 .access(Access::any_plant(Role::admin))
                 .tag("brokers")
                 .id("deleteBroker")
                 .summary("Delete a broker")
                 .description("Its connection is closed. Mappings that used it stay, without a broker.")
                 .fails({404})
                 .handle([&brokers](net::Request& r, net::Path<BrokerPath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await brokers.remove(std::move(caller), path->broker_id);
                   co_return net::NoContent{};
                 }));
}

void add_switches(net::Router& router, BrokerService& brokers) {
  router.add(net::post("/api/v1/brokers/{broker_id}/activate")
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("activateBroker")
                 .summary("Switch a broker on")
                 .description("It is connected now and after every start. Other brokers are left alone: any number may "
                              "be active.")
                 .fails({404})
                 .handle([&brokers](net::Request& r, net::Path<BrokerPath> path) -> base::Task<Broker> {
                   Caller caller = Caller::of(r);
                   co_return co_await brokers.set_active(std::move(caller), path->broker_id, true);
                 }));
  router.add(net::post("/api/v1/brokers/{broker_id}/deactivate")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("deactivateBroker")
                 .summary("Switch a broker off")
                 .fails({404})
                 .handle([&brokers](net::Request& r, net::Path<BrokerPath> path) -> base::Task<Broker> {
                   Caller caller = Caller::of(r);
                   co_return co_await brokers.set_active(std::move(caller), path->broker_id, false);
                 }));
}

}  // namespace

void add_broker_routes(net::Router& router, const BrokerServices& services) {
  add_reads(router, services.brokers);
  add_writes(router, services.brokers);
  add_switches(router, services.brokers);
}

}  // namespace openspc::connect::brokers
