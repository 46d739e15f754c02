#include "plants/plant_store.h"

namespace openspc::plants::plant_store {

std::optional<Plant> find(db::Session& session, base::PlantId id) {
  return Plants::find(session, id);
}

std::optional<base::PlantId> find_by_code(db::Session& session, std::string_view code) {
  return session.scalar<std::optional<base::PlantId>>("SELECT id FROM plant WHERE code = ?", code);
}

Contents contents(db::Session& session, base::PlantId id) {
  Contents found;
  found.nodes = session.scalar<std::int64_t>("SELECT COUNT(*) FROM hierarchy WHERE plant_id = ?", id);
  found.samples = session.scalar<std::int64_t>("SELECT COUNT(*) FROM subgroup WHERE plant_id = ?", id);
  session.each<base::CharacteristicId>(
      "SELECT c.id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id WHERE h.plant_id = ? ORDER BY c.id",
      [&](base::CharacteristicId characteristic) { found.characteristics.push_back(characteristic); }, id);
  return found;
}

}  // namespace openspc::plants::plant_store
