#include "server/rooms.h"

#include "identity/events.h"
#include "net/rate_counts.h"
#include "plants/events.h"
#include "plants/hierarchy_routes.h"
#include "plants/plant_routes.h"
#include "server/app_routes.h"
#include "server/metrics.h"

namespace openspc::server {

Rooms::Rooms(db::Database& database, base::EventBus& bus, const base::Clock& clock, const base::Config& config,
             std::string jwt_secret)
    : database_(database),
      app_version_(config.app_version),
      metrics_token_(config.metrics_token),
      identity_(database, bus, clock, config, std::move(jwt_secret)),
      plants_(database, bus, clock),
      hierarchy_(database, bus),
      quality_(database, bus, clock, identity_.auth()),
      vault_(config),
      connect_(database, bus, quality_, clock, vault_, config.data_dir),
      notify_(database, bus, clock, vault_, config),
      peers_(database, bus) {
  peers_.carry<net::RateCounts>();
  peers_.carry<identity::AccessChanged>();
  peers_.carry<plants::CharacteristicsDeleted>();
  quality::Quality::carry_events(peers_);
}

net::Router Rooms::routes() {
  net::Router router;
  add_app_routes(router, database_, app_version_);
  identity_.add_routes(router);
  plants::add_plant_routes(router, plants_);
  plants::add_hierarchy_routes(router, hierarchy_);
  quality_.add_routes(router);
  connect_.add_routes(router);
  add_metrics_route(router, connect_, metrics_token_);
  notify_.add_routes(router);
  return router;
}

}  // namespace openspc::server
