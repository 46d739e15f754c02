// The quality room, wired together: what server/ makes one of. Owns all services of the room and the live hub.
// Give add_routes() to the server's router. All references must outlive the room.
#pragma once

#include "base/event_bus.h"
#include "base/time.h"
#include "db/database.h"
#include "net/router.h"
#include "peers/peers.h"
#include "quality/characteristic/limits_service.h"
#include "quality/characteristic/mode_service.h"
#include "quality/characteristic/service.h"
#include "quality/chart/data_service.h"
#include "quality/chart/overview_service.h"
#include "quality/chart/summarizer.h"
#include "quality/entry/service.h"
#include "quality/live/hub.h"
#include "quality/sample/intake.h"
#include "quality/sample/service.h"
#include "quality/sample/violation_service.h"

namespace openspc::identity {
class AuthService;
}

namespace openspc::quality {

class Quality {
 public:
  Quality(db::Database& database, base::EventBus& bus, const base::Clock& clock, identity::AuthService& auth);

  sample::Intake& intake() { return intake_; }
  characteristic::Service& characteristics() { return characteristics_; }
  characteristic::LimitsService& limits() { return limits_; }
  sample::ViolationService& violations() { return violations_; }
  chart::Summarizer& summarizer() { return summarizer_; }
  void add_routes(net::Router& router);
  /// Which events of the room this server hears from others.
  static void carry_events(peers::Peers& peers);

 private:
  sample::Intake intake_;
  characteristic::Service characteristics_;
  characteristic::LimitsService limits_;
  characteristic::ModeService modes_;
  chart::ChartDataService chart_data_;
  chart::ChartOverviewService chart_overviews_;
  chart::Summarizer summarizer_;
  sample::Service samples_;
  entry::Service entry_;
  sample::ViolationService violations_;
  live::Hub hub_;
  identity::AuthService& auth_;
};

}  // namespace openspc::quality
