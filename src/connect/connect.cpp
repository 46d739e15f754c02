#include "connect/connect.h"

#include "connect/metrics.h"
#include "connect/routes.h"

namespace openspc::connect {

Connect::Connect(db::Database& database, base::EventBus& bus, quality::Quality& quality, const base::Clock& clock,
                 const base::Config& config)
    : vault_(config),
      links_(database, quality.intake(), clock, vault_),
      outbound_(database, bus, clock, [this] { links_.wake_outbound(); }),
      brokers_(database, clock, vault_, links_, outbound_),
      sparkplug_(database, brokers_, links_),
      tags_(database, clock, links_),
      visits_(clock),
      discoveries_(clock),
      metrics_token_(config.metrics_token) {}

void Connect::start() {
  outbound_.start();
  links_.start();
}

void Connect::stop() {
  visits_.stop();
  discoveries_.stop_all();
  outbound_.stop();
  links_.stop();
}

void Connect::add_routes(net::Router& router) {
  const ConnectServices services{brokers_, tags_, visits_, discoveries_, links_, sparkplug_};
  add_broker_routes(router, services);
  add_broker_live_routes(router, services);
  add_sparkplug_routes(router, services);
  add_tag_routes(router, services);
  add_provider_routes(router, services);
  add_metrics_route(router, links_, metrics_token_);
}

}  // namespace openspc::connect
