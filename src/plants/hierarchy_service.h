// The ISA-95 tree: reading it, and changing it as engineer at the owning plant. Called by the hierarchy routes and the
// demo, from coroutines on any thread; the free functions by other rooms inside their own database jobs. Changes are
// audited in the same transaction. Throws base::Error.
#pragma once

#include <string>
#include <vector>

#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "net/access.h"
#include "plants/hierarchy.h"
#include "plants/visibility.h"

namespace openspc::plants {

class HierarchyService {
 public:
  // All references must outlive the service.
  HierarchyService(db::Database& database, base::EventBus& bus);

  // Root nodes with nested children, of one plant or of all that the caller sees. A node whose parent belongs to
  // another plant is left out.
  base::Task<std::vector<HierarchyTreeNode>> tree(const net::Principal& principal, base::PlantId plant);
  base::Task<std::vector<HierarchyTreeNode>> tree(const net::Principal& principal);
  base::Task<HierarchyNode> get(const net::Principal& principal, base::NodeId id);

  // invalid when the parent belongs to another plant or the tree would become too deep.
  base::Task<HierarchyNode> create(identity::Caller caller, base::PlantId plant, HierarchyCreate request);
  // At the parent's plant, without a parent at the built-in plant.
  base::Task<HierarchyNode> create(identity::Caller caller, HierarchyCreate request);
  // Renames, retypes, or moves the node with everything under it inside its plant.
  base::Task<HierarchyNode> update(identity::Caller caller, base::NodeId id, HierarchyUpdate request);
  // conflict while the node has children, or characteristics with samples: data must not vanish with a folder.
  base::Task<void> remove(identity::Caller caller, base::NodeId id);

 private:
  db::Database& db_;
  base::EventBus& bus_;
};

// What HierarchyService::create does, inside the caller's database job.
HierarchyNode create_node(db::Session& session, const identity::Caller& caller, base::PlantId plant,
                          const HierarchyCreate& request);
// Throws not_found for an unknown node.
base::PlantId plant_of_node(db::Session& session, base::NodeId id);
// "Plant floor > Line 1 > Press", from the root down to the node. Throws not_found for an unknown node.
std::string path_of_node(db::Session& session, base::NodeId id);

}  // namespace openspc::plants
