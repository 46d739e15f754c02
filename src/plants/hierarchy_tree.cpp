#include "plants/hierarchy_tree.h"

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace openspc::plants {

namespace {

using hierarchy_store::FlatNode;
using Indices = std::vector<std::size_t>;

struct Links {
  Indices roots;
  std::vector<Indices> children;  // by index of the parent
};

Links link(const std::vector<FlatNode>& nodes) {
  std::unordered_map<base::NodeId, std::size_t> by_id;
  for (std::size_t i = 0; i < nodes.size(); ++i) by_id.emplace(nodes[i].id, i);

  Links links{{}, std::vector<Indices>(nodes.size())};
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto above = nodes[i].parent_id;
    if (!above) {
      links.roots.push_back(i);
      continue;
    }
    const auto parent = by_id.find(*above);
    if (parent == by_id.end() || nodes[parent->second].plant_id != nodes[i].plant_id) continue;
    links.children[parent->second].push_back(i);
  }
  return links;
}

// Recursion ends: every node has one parent, so what hangs on a root has no cycle.
std::vector<HierarchyTreeNode> grow(std::vector<FlatNode>& nodes, const Links& links, const Indices& level) {
  std::vector<HierarchyTreeNode> grown;
  grown.reserve(level.size());
  for (const std::size_t i : level) {
    FlatNode& node = nodes[i];
    grown.push_back({node.id, std::move(node.name), std::move(node.type), grow(nodes, links, links.children[i]),
                     node.characteristic_count});
  }
  return grown;
}

}  // namespace

std::vector<HierarchyTreeNode> build_tree(std::vector<FlatNode> nodes) {
  const Links links = link(nodes);
  return grow(nodes, links, links.roots);
}

}  // namespace openspc::plants
