#include <boost/json/value.hpp>

#include "connect/brokers/routes.h"
#include "identity/caller.h"
#include "net/response.h"

namespace openspc::connect::brokers {

enum class TopicFormat { flat, tree };
BOOST_DESCRIBE_ENUM(TopicFormat, flat, tree)

struct TopicQuery {
  TopicFormat format = TopicFormat::flat;
  std::optional<std::string> search;
};
BOOST_DESCRIBE_STRUCT(TopicQuery, (), (format, search))

inline void describe(net::Fields<TopicQuery>& f) {
  f["format"].defaulted();
  f["search"].doc("A part of the topic, in any case; for the flat form");
}

namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_status(net::Router& router, BrokerService& brokers) {
  router.add(net::get("/api/v1/brokers/all/status")
                 .access(Access::authenticated())
                 .tag("brokers")
                 .id("listBrokerStatus")
                 .summary("The live state of every broker")
                 .handle([&brokers](net::Request& r,
                                    net::Query<source::PlantFilterQuery> query) -> base::Task<BrokerStatusList> {
                   co_return co_await brokers.statuses(r.principal(), query->plant_id);
                 }));
  router.add(net::get("/api/v1/brokers/current/status")
                 .access(Access::authenticated())
                 .tag("brokers")
                 .id("currentBrokerStatus")
                 .summary("The live state of the first connected broker")
                 .handle([&brokers](net::Request& r) -> base::Task<BrokerStatus> {
                   auto status = co_await brokers.current(r.principal());
                   if (status) co_return std::move(*status);
                   co_return BrokerStatus{
                       .broker_id = {}, .broker_name = "None", .error_message = "No broker configured"};
                 }));
  router.add(net::get("/api/v1/brokers/{broker_id}/status")
                 .access(Access::authenticated())
                 .tag("brokers")
                 .id("getBrokerStatus")
                 .summary("The live state of one broker")
                 .fails({404})
                 .handle([&brokers](net::Request& r, net::Path<BrokerPath> path) -> base::Task<BrokerStatus> {
                   co_return co_await brokers.status(r.principal(), path->broker_id);
                 }));
}

void add_connections(net::Router& router, BrokerService& brokers) {
  router.add(net::post("/api/v1/brokers/{broker_id}/connect")
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("connectBroker")
                 .summary("Switch a broker on and wait for the first attempt")
                 .description("An attempt that fails is answered with is_connected false; more follow by themselves.")
                 .fails({404})
                 .handle([&brokers](net::Request& r, net::Path<BrokerPath> path) -> base::Task<BrokerStatus> {
                   Caller caller = Caller::of(r);
                   co_return co_await brokers.connect(std::move(caller), path->broker_id);
                 }));
  router.add(net::post("/api/v1/brokers/{broker_id}/disconnect")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("disconnectBroker")
                 .summary("Close a broker's connection")
                 .description("Until it is connected again or the server starts anew.")
                 .fails({404})
                 .handle([&brokers](net::Request& r, net::Path<BrokerPath> path) -> base::Task<BrokerStatus> {
                   Caller caller = Caller::of(r);
                   co_return co_await brokers.disconnect(std::move(caller), path->broker_id);
                 }));
  router.add(net::post("/api/v1/brokers/disconnect")
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("disconnectBrokers")
                 .summary("Close every connection that the caller may close")
                 .handle([&brokers](net::Request& r) -> base::Task<source::Message> {
                   Caller caller = Caller::of(r);
                   const auto count = co_await brokers.disconnect_all(std::move(caller));
                   co_return source::Message{"Disconnected from " + std::to_string(count) +
                                             (count == 1 ? " broker" : " brokers")};
                 }));
}

void add_test(net::Router& router, Visits& visits) {
  router.add(
      net::post("/api/v1/brokers/test")
          .access(Access::any_plant(Role::engineer))
          .tag("brokers")
          .id("testBroker")
          .summary("Try settings without storing them")
          .description("A connection that fails is an answer, not an error.")
          .fails({503})
          .handle([&visits](net::Request& /*r*/, net::Body<BrokerTestRequest> body) -> base::Task<BrokerTestResult> {
            co_return co_await visits.test(std::move(*body));
          }));
}

void add_discovery(net::Router& router, BrokerService& brokers, Discoveries& discoveries) {
  router.add(
      net::post("/api/v1/brokers/{broker_id}/discover")
          .access(Access::any_plant(Role::engineer))
          .tag("brokers")
          .id("startDiscovery")
          .summary("Begin to collect topics")
          .description("In a session of its own, until it is stopped.")
          .fails({400, 404})
          .status(202)
          .handle([&brokers, &discoveries](net::Request& r, net::Path<BrokerPath> path) -> base::Task<source::Message> {
            mqtt::Settings settings = co_await brokers.visitor_settings(r.principal(), path->broker_id);
            if (discoveries.is_running(path->broker_id))
              co_return source::Message{"Topic discovery is running already"};
            discoveries.start(path->broker_id, std::move(settings));
            co_return source::Message{"Topic discovery started"};
          }));
  router.add(
      net::delete_("/api/v1/brokers/{broker_id}/discover")
          .access(Access::any_plant(Role::engineer))
          .tag("brokers")
          .id("stopDiscovery")
          .summary("Stop collecting and forget what was found")
          .fails({404})
          .handle([&brokers, &discoveries](net::Request& r, net::Path<BrokerPath> path) -> base::Task<source::Message> {
            co_await brokers.require_for_use(r.principal(), path->broker_id);
            const bool stopped = discoveries.stop(path->broker_id);
            co_return source::Message{stopped ? "Topic discovery stopped" : "No topic discovery was running"};
          }));
  router.add(net::get("/api/v1/brokers/{broker_id}/topics")
                 .access(Access::any_plant(Role::engineer))
                 .tag("brokers")
                 .id("listTopics")
                 .summary("What discovery has seen in the last five minutes")
                 .description("flat: an array, most recent first. tree: one node named root.")
                 .fails({404})
                 .responds<std::vector<DiscoveredTopic>>(200, "An array for flat, a tree's root for tree")
                 .responds<TopicNode>(200, "An array for flat, a tree's root for tree")
                 .handle([&brokers, &discoveries](net::Request& r, net::Path<BrokerPath> path,
                                                  net::Query<TopicQuery> query) -> base::Task<net::Response> {
                   co_await brokers.require_for_use(r.principal(), path->broker_id);
                   if (query->format == TopicFormat::tree)
                     co_return net::Response::json(200, net::to_json_text(discoveries.tree(path->broker_id)));
                   co_return net::Response::json(
                       200, net::to_json_text(discoveries.list(path->broker_id, query->search.value_or(""))));
                 }));
}

}  // namespace

void add_broker_live_routes(net::Router& router, const BrokerServices& services) {
  add_status(router, services.brokers);
  add_connections(router, services.brokers);
  add_test(router, services.visits);
  add_discovery(router, services.brokers, services.discoveries);
}

}  // namespace openspc::connect::brokers
