// What the plants room announces on the base::EventBus.
#pragma once

#include <vector>

#include "base/ids.h"

namespace openspc::plants {

// A plant or node went and took these characteristics along; published on the database's thread right after the commit.
// Whoever remembers anything of them must forget it: the database may give their ids to new ones.
struct CharacteristicsDeleted {
  base::PlantId plant;
  std::vector<base::CharacteristicId> characteristics;
};

}  // namespace openspc::plants
