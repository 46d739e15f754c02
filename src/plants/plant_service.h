// Plants: who sees them, who changes them, what a new one brings along. Called by the plant routes and the demo, from
// coroutines on any thread. Changes are audited in the same transaction. Throws base::Error: not_found also for a plant
// that the caller may not see, conflict naming the member that is taken, bad_request for the built-in plant.
#pragma once

#include <vector>

#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "net/access.h"
#include "plants/plant.h"

namespace openspc::plants {

class PlantService {
 public:
  // All references must outlive the service.
  PlantService(db::Database& database, base::EventBus& bus, const base::Clock& clock);

  // The plants that the caller sees, by name.
  base::Task<std::vector<Plant>> list(const net::Principal& principal, bool active_only);
  base::Task<Plant> get(const net::Principal& principal, base::PlantId id);

  // Everybody who is admin anywhere becomes admin of the new plant.
  base::Task<Plant> create(identity::Caller caller, PlantCreate request);
  base::Task<Plant> update(identity::Caller caller, base::PlantId id, PlantUpdate request);
  // Takes hierarchy, characteristics, samples, connections and role assignments along.
  base::Task<void> remove(identity::Caller caller, base::PlantId id);

 private:
  db::Database& db_;
  base::EventBus& bus_;
  const base::Clock& clock_;
};

}  // namespace openspc::plants
