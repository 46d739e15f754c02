// Fills an empty database with the demo: plants, people, characteristics, and months of history that went through the
// same intake as any measurement. Called by `openspc demo` before it serves. Throws base::Error when a service refuses.
#pragma once

#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "identity/user_service.h"
#include "plants/hierarchy_service.h"
#include "plants/plant_service.h"
#include "quality/quality.h"

namespace openspc::admin {

struct DemoServices {
  identity::UserService& users;
  plants::PlantService& plants;
  plants::HierarchyService& hierarchy;
  quality::Quality& quality;
};

/// What was made, for the line that tells it.
struct DemoSummary {
  int plants = 0;
  int characteristics = 0;
  long samples = 0;
};

/// History ends at `now` and reaches `days` back.
base::Task<DemoSummary> seed_demo(DemoServices services, base::Timestamp now, int days);

}  // namespace openspc::admin
