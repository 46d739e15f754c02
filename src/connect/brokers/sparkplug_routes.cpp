#include "connect/brokers/routes.h"
#include "identity/caller.h"

namespace openspc::connect::brokers {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

}  // namespace

void add_sparkplug_routes(net::Router& router, const BrokerServices& services) {
  SparkplugService& sparkplug = services.sparkplug;
  router.add(net::get("/api/v1/brokers/{broker_id}/sparkplug")
                 .strict()
                 .access(Access::authenticated())
                 .tag("brokers")
                 .id("getSparkplug")
                 .summary("Edge nodes and devices of a broker, and their states")
                 .fails({404})
                 .handle([&sparkplug](net::Request& r, net::Path<BrokerPath> path) -> base::Task<SparkplugView> {
                   co_return co_await sparkplug.view(r.principal(), path->broker_id);
                 }));
  router.add(
      net::get("/api/v1/brokers/{broker_id}/sparkplug/metrics")
          .strict()
          .access(Access::authenticated())
          .tag("brokers")
          .id("listSparkplugMetrics")
          .summary("The metrics that an edge node or a device was born with")
          .description("Empty for one that has not been born since the server connected.")
          .fails({404})
          .handle([&sparkplug](net::Request& r, net::Path<BrokerPath> path,
                               net::Query<SparkplugPeerQuery> query) -> base::Task<std::vector<SparkplugMetricView>> {
            co_return co_await sparkplug.metrics(r.principal(), path->broker_id, *query);
          }));
  router.add(net::post("/api/v1/brokers/{broker_id}/sparkplug/commands")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("sendSparkplugCommand")
                 .summary("Write a metric of an edge node or a device")
                 .description("NCMD or DCMD, sent once at QoS 0: what became of it, the peer's next data tells.")
                 .fails({400, 404})
                 .status(202)
                 .handle([&sparkplug](net::Request& r, net::Path<BrokerPath> path,
                                      net::Body<SparkplugCommandRequest> body) -> base::Task<source::Message> {
                   Caller caller = Caller::of(r);
                   co_await sparkplug.command(std::move(caller), path->broker_id, std::move(*body));
                   co_return source::Message{"Command sent"};
                 }));
  router.add(net::post("/api/v1/brokers/{broker_id}/sparkplug/births")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("askForSparkplugBirths")
                 .summary("Ask an edge node to tell again what it has")
                 .fails({400, 404})
                 .status(202)
                 .handle([&sparkplug](net::Request& r, net::Path<BrokerPath> path,
                                      net::Body<SparkplugBirthRequest> body) -> base::Task<source::Message> {
                   Caller caller = Caller::of(r);
                   co_await sparkplug.ask_for_births(std::move(caller), path->broker_id, std::move(*body));
                   co_return source::Message{"Births asked for"};
                 }));
}

}  // namespace openspc::connect::brokers
