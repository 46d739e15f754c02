// HTTP of the connect room: brokers, tags and providers. Called by the room's composition.
#pragma once

#include "connect/broker_service.h"
#include "connect/sparkplug_service.h"
#include "connect/tag_service.h"
#include "connect/template_service.h"
#include "connect/topic_discovery.h"
#include "connect/visits.h"
#include "net/router.h"

namespace openspc::connect {

struct ConnectServices {
  BrokerService& brokers;
  TagService& tags;
  Visits& visits;
  Discoveries& discoveries;
  Links& links;
  SparkplugService& sparkplug;
  TemplateService& templates;
};

void add_broker_routes(net::Router& router, const ConnectServices& services);
void add_broker_live_routes(net::Router& router, const ConnectServices& services);
void add_sparkplug_routes(net::Router& router, const ConnectServices& services);
void add_tag_routes(net::Router& router, const ConnectServices& services);
void add_template_routes(net::Router& router, const ConnectServices& services);
void add_provider_routes(net::Router& router, const ConnectServices& services);

}  // namespace openspc::connect
