#include "quality/quality.h"

#include "quality/characteristic/limits_routes.h"
#include "quality/characteristic/routes.h"
#include "quality/chart/routes.h"
#include "quality/entry/routes.h"
#include "quality/judge/events_json.h"
#include "quality/live/routes.h"
#include "quality/sample/routes.h"
#include "quality/sample/violation_routes.h"

namespace openspc::quality {

Quality::Quality(db::Database& database, base::EventBus& bus, const base::Clock& clock, identity::AuthService& auth)
    : intake_(database, bus, clock),
      characteristics_(database, bus, clock),
      limits_(database, bus, clock),
      modes_(database, bus, clock),
      chart_data_(database),
      chart_overviews_(database),
      summarizer_(database),
      samples_(database, bus, clock, intake_),
      entry_(samples_),
      violations_(database, bus, clock),
      hub_(database, bus),
      auth_(auth) {}

void Quality::carry_events(peers::Peers& peers) {
  peers.carry<judge::SampleProcessed>();
  peers.carry<judge::ViolationCreated>();
  peers.carry<judge::ViolationAcknowledged>();
  peers.carry<judge::LimitsUpdated>();
  peers.carry<judge::SamplesChanged>();
}

void Quality::add_routes(net::Router& router) {
  add_characteristic_routes(router, characteristics_);
  add_chart_routes(router, chart_data_, chart_overviews_);
  add_limits_routes(router, limits_, modes_);
  add_sample_routes(router, samples_);
  add_entry_routes(router, entry_);
  add_violation_routes(router, violations_);
  add_live_routes(router, hub_, auth_);
}

}  // namespace openspc::quality
