// The quality room, wired together: what server/ makes one of. Owns all services of the room and the live hub.
// Give add_routes() to the server's router. All references must outlive the room.
#pragma once

#include "base/event_bus.h"
#include "base/time.h"
#include "db/database.h"
#include "net/router.h"
#include "quality/characteristic_service.h"
#include "quality/chart_data_service.h"
#include "quality/limits_service.h"
#include "quality/live_hub.h"
#include "quality/mode_service.h"
#include "quality/sample_intake.h"
#include "quality/sample_service.h"
#include "quality/violation_service.h"

namespace openspc::identity {
class AuthService;
}

namespace openspc::quality {

class Quality {
 public:
  Quality(db::Database& database, base::EventBus& bus, const base::Clock& clock, identity::AuthService& auth);

  SampleIntake& intake() { return intake_; }
  CharacteristicService& characteristics() { return characteristics_; }
  LimitsService& limits() { return limits_; }
  ViolationService& violations() { return violations_; }
  void add_routes(net::Router& router);

 private:
  SampleIntake intake_;
  CharacteristicService characteristics_;
  LimitsService limits_;
  ModeService modes_;
  ChartDataService chart_data_;
  SampleService samples_;
  ViolationService violations_;
  LiveHub hub_;
  identity::AuthService& auth_;
};

}  // namespace openspc::quality
