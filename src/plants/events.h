// What the plants room announces on the base::EventBus.
#pragma once

#include <boost/describe/class.hpp>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace openspc::plants {

// A plant or node went and took these characteristics along; published on the database's thread right after the commit.
// Whoever remembers anything of them must forget it: the database may give their ids to new ones.
struct CharacteristicsDeleted {
  static constexpr std::string_view notice_kind = "characteristics_deleted";
  base::PlantId plant;
  std::vector<base::CharacteristicId> characteristics;
};
BOOST_DESCRIBE_STRUCT(CharacteristicsDeleted, (), (plant, characteristics))

}  // namespace openspc::plants
