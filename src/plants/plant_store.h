// What hangs on a plant, in SQL. Rows of the table itself: plants::Plants of plant.h. Called by services inside a
// database job.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "db/session.h"
#include "plants/plant.h"

namespace openspc::plants::plant_store {

std::optional<Plant> find(db::Session& session, base::PlantId id);
std::optional<base::PlantId> find_by_code(db::Session& session, std::string_view code);

struct Contents {
  std::int64_t nodes = 0;
  std::int64_t samples = 0;
  std::vector<base::CharacteristicId> characteristics;
};
Contents contents(db::Session& session, base::PlantId id);

}  // namespace openspc::plants::plant_store
