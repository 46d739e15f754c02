#include "plants/hierarchy_store.h"

#include <string_view>
#include <tuple>
#include <utility>

namespace openspc::plants::hierarchy_store {
namespace {

using Nodes = db::Table<HierarchyNode>;

// std::make_from_tuple for aggregates, which clang 14 can only initialize by braces.
template <class T, class Row>
T from_row(Row row) {
  return std::apply([](auto&... columns) { return T{std::move(columns)...}; }, row);
}

}  // namespace

std::optional<HierarchyNode> find(db::Session& session, base::NodeId id) {
  return Nodes::first(session, db::Where().equals("id", id).is_set("plant_id"));
}

base::NodeId insert(db::Session& session, const HierarchyNode& node) {
  return Nodes::insert(session, node);
}

void update(db::Session& session, const HierarchyNode& node) {
  Nodes::update(session, node);
}

void remove(db::Session& session, base::NodeId id) {
  Nodes::remove(session, id);
}

bool has_children(db::Session& session, base::NodeId id) {
  return session.scalar<bool>("SELECT CASE WHEN EXISTS (SELECT 1 FROM hierarchy WHERE parent_id = ?) THEN 1 ELSE 0 END",
                              id);
}

bool has_samples(db::Session& session, base::NodeId id) {
  return session.scalar<bool>(
      "SELECT CASE WHEN EXISTS (SELECT 1 FROM hierarchy h JOIN characteristic c ON c.hierarchy_id = h.id JOIN subgroup "
      "s "
      "ON s.plant_id = COALESCE(h.plant_id, 0) AND s.char_id = c.id WHERE h.id = ?) THEN 1 ELSE 0 END",
      id);
}

std::vector<base::CharacteristicId> characteristics(db::Session& session, base::NodeId id) {
  std::vector<base::CharacteristicId> found;
  session.each<base::CharacteristicId>(
      "SELECT id FROM characteristic WHERE hierarchy_id = ? ORDER BY id",
      [&](base::CharacteristicId one) { found.push_back(one); }, id);
  return found;
}

std::vector<FlatNode> list(db::Session& session, const VisibleFilter& visible) {
  const std::string sql =
      "SELECT h.id, h.parent_id, h.plant_id, h.name, h.type, "
      "(SELECT COUNT(*) FROM characteristic c WHERE c.hierarchy_id = h.id) FROM hierarchy h "
      "WHERE h.plant_id IS NOT NULL AND " +
      visible.sql + " ORDER BY h.id";
  std::vector<FlatNode> nodes;
  for (auto& row :
       session.query<base::NodeId, std::optional<base::NodeId>, base::PlantId, std::string, std::string, std::int64_t>(
           sql, visible.values)) {
    nodes.push_back(from_row<FlatNode>(std::move(row)));
  }
  return nodes;
}

}  // namespace openspc::plants::hierarchy_store
