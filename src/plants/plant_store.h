// SQL of table plant. Called by the plants room's services inside a database job.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "db/session.h"
#include "plants/plant.h"
#include "plants/visibility.h"

namespace openspc::plants::plant_store {

// By name.
std::vector<Plant> list(db::Session& session, const VisibleFilter& visible, bool active_only);
std::optional<Plant> find(db::Session& session, base::PlantId id);
std::optional<base::PlantId> find_by_code(db::Session& session, std::string_view code);
// A taken name or code is a db::ConstraintViolation.
base::PlantId insert(db::Session& session, const PlantCreate& plant, base::Timestamp now);
// Writes everything but id and created_at.
void update(db::Session& session, const Plant& plant);
// Takes everything under the plant along.
void remove(db::Session& session, base::PlantId id);

// What hangs on a plant.
struct Contents {
  std::int64_t nodes = 0;
  std::int64_t samples = 0;
  std::vector<base::CharacteristicId> characteristics;
};
Contents contents(db::Session& session, base::PlantId id);

}  // namespace openspc::plants::plant_store
