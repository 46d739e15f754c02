#include "plants/hierarchy_service.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/error.h"
#include "identity/audit.h"
#include "identity/people/reach.h"
#include "peers/announce.h"
#include "plants/events.h"
#include "plants/hierarchy_store.h"
#include "plants/hierarchy_tree.h"
#include "plants/ownership.h"
#include "plants/plant_store.h"

namespace openspc::plants {

namespace {

constexpr std::string_view kNoun = "Hierarchy node";

HierarchyNode require(db::Session& session, base::NodeId id) {
  std::optional<HierarchyNode> node = hierarchy_store::find(session, id);
  if (!node) throw not_found(kNoun, id);
  return std::move(*node);
}

// From the node up to its root. Ends within the depth that can be made, even if the database holds a cycle.
std::vector<HierarchyNode> lineage(db::Session& session, HierarchyNode node) {
  std::vector<HierarchyNode> chain;
  chain.push_back(std::move(node));
  while (chain.size() <= static_cast<std::size_t>(kMaxHierarchyDepth)) {
    const auto above = chain.back().parent_id;
    if (!above) break;
    std::optional<HierarchyNode> parent = hierarchy_store::find(session, *above);
    if (!parent) break;
    chain.push_back(std::move(*parent));
  }
  return chain;
}

int height(const HierarchyTreeNode& node) {
  int below = 0;
  for (const HierarchyTreeNode& child : node.children) below = std::max(below, height(child));
  return below + 1;
}

const HierarchyTreeNode* find_in(const std::vector<HierarchyTreeNode>& level, base::NodeId id) {
  for (const HierarchyTreeNode& node : level) {
    if (node.id == id) return &node;
    if (const HierarchyTreeNode* found = find_in(node.children, id)) return found;
  }
  return nullptr;
}

// Levels that the node and everything under it take.
int subtree_height(db::Session& session, const HierarchyNode& node) {
  const VisibleFilter plant{"h.plant_id = ?", {node.plant_id.value}};
  const std::vector<HierarchyTreeNode> tree = build_tree(hierarchy_store::list(session, plant));
  const HierarchyTreeNode* found = find_in(tree, node.id);
  return found == nullptr ? 1 : height(*found);
}

HierarchyNode require_visible(db::Session& session, const net::Principal& caller, base::NodeId id) {
  return require_seen(hierarchy_store::find(session, id), caller, kNoun, id);
}

HierarchyNode require_changeable(db::Session& session, const net::Principal& caller, base::NodeId id) {
  HierarchyNode node = require_seen(hierarchy_store::find(session, id), caller, kNoun, id);
  caller.require_at(node.plant_id, net::Role::engineer);
  identity::require_change_at(session, caller, {.node = id});
  return node;
}

// Throws unless a subtree of `levels` levels may hang under this parent in this plant.
void require_place(const std::vector<HierarchyNode>& parents, base::PlantId plant, int levels) {
  if (parents.front().plant_id != plant) throw base::invalid_text("The parent node belongs to another plant");
  if (static_cast<int>(parents.size()) + levels > kMaxHierarchyDepth) {
    throw base::invalid_text("A hierarchy has at most " + std::to_string(kMaxHierarchyDepth) + " levels");
  }
}

void require_movable(db::Session& session, const net::Principal& caller, const HierarchyNode& node,
                     base::NodeId new_parent) {
  const std::vector<HierarchyNode> parents = lineage(session, require_visible(session, caller, new_parent));
  identity::require_change_at(session, caller, {.node = new_parent});
  const bool below_itself = std::ranges::any_of(parents, [&](const HierarchyNode& one) { return one.id == node.id; });
  if (below_itself) throw base::invalid_text("A node cannot be moved below itself");
  require_place(parents, node.plant_id, subtree_height(session, node));
}

void record(db::Session& session, const identity::Caller& caller, std::string_view action, const HierarchyNode& node,
            const boost::json::object& detail) {
  identity::audit::record(session, caller, action, {"hierarchy", std::to_string(node.id.value), node.plant_id}, detail);
}

}  // namespace

HierarchyService::HierarchyService(db::Database& database, base::EventBus& bus) : db_(database), bus_(bus) {}

base::Task<std::vector<HierarchyTreeNode>> HierarchyService::tree(const net::Principal& principal,
                                                                  base::PlantId plant) {
  if (!principal.can_see(plant)) throw not_found("Plant", plant);
  auto read = [plant](db::Session& session) {
    if (!plant_store::find(session, plant)) throw not_found("Plant", plant);
    const VisibleFilter only_this{"h.plant_id = ?", {plant.value}};
    return build_tree(hierarchy_store::list(session, only_this));
  };
  co_return co_await db_.read(read);
}

base::Task<std::vector<HierarchyTreeNode>> HierarchyService::tree(const net::Principal& principal) {
  auto read = [&principal](db::Session& session) {
    return build_tree(hierarchy_store::list(session, visible_filter(principal, "h.plant_id")));
  };
  co_return co_await db_.read(read);
}

base::Task<HierarchyNode> HierarchyService::get(const net::Principal& principal, base::NodeId id) {
  auto read = [&principal, id](db::Session& session) { return require_visible(session, principal, id); };
  co_return co_await db_.read(read);
}

base::Task<HierarchyNode> HierarchyService::create(identity::Caller caller, base::PlantId plant,
                                                   HierarchyCreate request) {
  auto job = [&](db::Session& session) {
    if (!caller.principal.can_see(plant) || !plant_store::find(session, plant)) throw not_found("Plant", plant);
    return create_node(session, caller, plant, request);
  };
  co_return co_await db_.write(job);
}

base::Task<HierarchyNode> HierarchyService::create(identity::Caller caller, HierarchyCreate request) {
  auto job = [&](db::Session& session) {
    std::optional<base::PlantId> plant = request.parent_id
                                             ? require_visible(session, caller.principal, *request.parent_id).plant_id
                                             : plant_store::find_by_code(session, kDefaultPlantCode);
    if (!plant) throw base::invalid_text("A node without a parent needs the built-in plant, which is missing");
    return create_node(session, caller, *plant, request);
  };
  co_return co_await db_.write(job);
}

base::Task<HierarchyNode> HierarchyService::update(identity::Caller caller, base::NodeId id, HierarchyUpdate request) {
  auto job = [&](db::Session& session) {
    const HierarchyNode before = require_changeable(session, caller.principal, id);
    HierarchyNode node = before;
    request.apply_to(node);
    const boost::json::object changed = net::changes(before, node);
    if (changed.empty()) return node;
    const auto& parent = request.field<&HierarchyCreate::parent_id>();
    if (parent.has_value()) require_movable(session, caller.principal, node, *parent);
    if (parent.is_null() && before.parent_id) identity::require_whole_plant(caller.principal);
    hierarchy_store::update(session, node);
    record(session, caller, "hierarchy.updated", node, changed);
    return node;
  };
  co_return co_await db_.write(job);
}

base::Task<void> HierarchyService::remove(identity::Caller caller, base::NodeId id) {
  auto job = [&](db::Session& session) {
    const HierarchyNode node = require_changeable(session, caller.principal, id);
    if (hierarchy_store::has_children(session, id)) throw base::conflict("The node has child nodes");
    if (hierarchy_store::has_samples(session, id)) {
      throw base::conflict("The node has characteristics with samples; delete those characteristics first");
    }
    std::vector<base::CharacteristicId> lost = hierarchy_store::characteristics(session, id);
    hierarchy_store::remove(session, id);
    record(session, caller, "hierarchy.deleted", node, {{"name", node.name}, {"characteristics", lost.size()}});
    peers::announce(session, bus_, CharacteristicsDeleted{node.plant_id, std::move(lost)});
  };
  co_await db_.write(job);
}

HierarchyNode create_node(db::Session& session, const identity::Caller& caller, base::PlantId plant,
                          const HierarchyCreate& request) {
  std::optional<HierarchyNode> parent;
  if (request.parent_id) parent = require_visible(session, caller.principal, *request.parent_id);
  caller.principal.require_at(plant, net::Role::engineer);
  if (parent) {
    identity::require_change_at(session, caller.principal, {.node = parent->id});
  } else {
    identity::require_whole_plant(caller.principal);
  }
  if (parent) require_place(lineage(session, *parent), plant, 1);

  HierarchyNode node{{}, request.parent_id, plant, request.name, request.type};
  node.id = hierarchy_store::insert(session, node);
  record(session, caller, "hierarchy.created", node, {{"name", node.name}, {"type", node.type}});
  return node;
}

base::PlantId plant_of_node(db::Session& session, base::NodeId id) {
  const auto plant = session.scalar<std::optional<base::PlantId>>("SELECT plant_id FROM hierarchy WHERE id = ?", id);
  if (!plant) throw not_found(kNoun, id);
  return *plant;
}

std::string path_of_node(db::Session& session, base::NodeId id) {
  const std::vector<HierarchyNode> chain = lineage(session, require(session, id));
  std::string path;
  for (auto node = chain.rbegin(); node != chain.rend(); ++node) {
    if (!path.empty()) path += " > ";
    path += node->name;
  }
  return path;
}

}  // namespace openspc::plants
