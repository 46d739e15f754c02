// The ISA-95 tree of a plant: enterprise, site, area, line, cell, equipment, or any free type. Called by the plants
// room; characteristics hang on its nodes. Depth is counted in levels, a root being level 1.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "db/table.h"
#include "net/schema.h"

namespace openspc::plants {

// Deep enough for any plant, shallow enough for every recursive reader of the tree.
inline constexpr int kMaxHierarchyDepth = 32;

struct HierarchyNode {
  base::NodeId id;
  std::optional<base::NodeId> parent_id;
  base::PlantId plant_id;
  std::string name;
  std::string type;
};
BOOST_DESCRIBE_STRUCT(HierarchyNode, (), (id, parent_id, plant_id, name, type))
consteval auto columns(db::Columns<HierarchyNode> of) {
  return of.table("hierarchy").once<&HierarchyNode::plant_id>();
}

struct HierarchyTreeNode {
  base::NodeId id;
  std::string name;
  std::string type;
  std::vector<HierarchyTreeNode> children;
  std::int64_t characteristic_count = 0;  // directly on this node
};
BOOST_DESCRIBE_STRUCT(HierarchyTreeNode, (), (id, name, type, children, characteristic_count))

struct HierarchyCreate {
  std::optional<base::NodeId> parent_id;
  std::string name;
  std::string type;
};
BOOST_DESCRIBE_STRUCT(HierarchyCreate, (), (parent_id, name, type))

inline void describe(net::Fields<HierarchyCreate>& f) {
  f["parent_id"].doc("Absent or null: a root node");
  f["name"].length(1, 100);
  f["type"].length(1, 50).doc("Free text; usual values: Folder, Enterprise, Site, Area, Line, Cell, Equipment, Tag");
}

struct HierarchyUpdate : net::PatchOf<HierarchyCreate> {};

inline void describe(net::Fields<HierarchyUpdate>& f) {
  f["parent_id"].doc("Moves the node and everything under it within its plant; null makes it a root");
  f["type"].doc("");
}

struct NodePath {
  base::NodeId node_id;
};
BOOST_DESCRIBE_STRUCT(NodePath, (), (node_id))

}  // namespace openspc::plants
