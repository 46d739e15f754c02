// Puts rows together into trees. A pure function, called by the hierarchy service.
#pragma once

#include <vector>

#include "plants/hierarchy.h"
#include "plants/hierarchy_store.h"

namespace openspc::plants {

// Roots and, under each node, its children, in the order given. Rows that no root of their own plant leads to (a parent
// that is missing, of another plant, or a descendant) are left out.
std::vector<HierarchyTreeNode> build_tree(std::vector<hierarchy_store::FlatNode> nodes);

}  // namespace openspc::plants
