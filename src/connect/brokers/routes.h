// HTTP of brokers: connections, mappings of topics, Sparkplug, and the summary of providers. Called by the room's
// composition.
#pragma once

#include "connect/brokers/broker_service.h"
#include "connect/brokers/sparkplug_service.h"
#include "connect/brokers/tag_service.h"
#include "connect/brokers/topic_discovery.h"
#include "connect/brokers/visits.h"
#include "net/router.h"

namespace openspc::connect::brokers {

struct BrokerServices {
  BrokerService& brokers;
  TagService& tags;
  Visits& visits;
  Discoveries& discoveries;
  Links& links;
  SparkplugService& sparkplug;
};

void add_broker_routes(net::Router& router, const BrokerServices& services);
void add_broker_live_routes(net::Router& router, const BrokerServices& services);
void add_sparkplug_routes(net::Router& router, const BrokerServices& services);
void add_tag_routes(net::Router& router, const BrokerServices& services);
void add_provider_routes(net::Router& router, const BrokerServices& services);

}  // namespace openspc::connect::brokers
