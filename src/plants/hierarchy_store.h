// SQL of table hierarchy. Called by the plants room's services inside a database job. A row without a plant, which only
// a damaged database has, counts as absent.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/session.h"
#include "plants/hierarchy.h"
#include "plants/visibility.h"

namespace openspc::plants::hierarchy_store {

std::optional<HierarchyNode> find(db::Session& session, base::NodeId id);
// The new row's id; the id of `node` is ignored.
base::NodeId insert(db::Session& session, const HierarchyNode& node);
// Writes parent, name and type.
void update(db::Session& session, const HierarchyNode& node);
// Takes characteristics without samples along.
void remove(db::Session& session, base::NodeId id);

bool has_children(db::Session& session, base::NodeId id);
bool has_samples(db::Session& session, base::NodeId id);
std::vector<base::CharacteristicId> characteristics(db::Session& session, base::NodeId id);

// A node of a tree that is still to be put together.
struct FlatNode {
  base::NodeId id;
  std::optional<base::NodeId> parent_id;
  base::PlantId plant_id;
  std::string name;
  std::string type;
  std::int64_t characteristic_count = 0;
};
// In the order of creation. `visible` is a condition on h.plant_id.
std::vector<FlatNode> list(db::Session& session, const VisibleFilter& visible);

}  // namespace openspc::plants::hierarchy_store
