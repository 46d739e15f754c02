#include "plants/ownership.h"

namespace openspc::plants {

db::Where seen_by(const net::Principal& caller, db::Column plant) {
  db::Where where;
  if (caller.is_admin()) return where;
  std::vector<base::PlantId> seen;
  for (const auto& [id, role] : caller.roles)
    if (role != net::Role::none) seen.push_back(id);
  return where.in(plant, seen);
}

db::Where seen_or_shared(const net::Principal& caller, db::Column plant) {
  db::Where where;
  if (caller.is_admin()) return where;
  return where.any_of({db::Where().is_null(plant), seen_by(caller, plant)});
}

void check_plant(db::Session& session, Owner plant, base::Problems& problems) {
  if (plant && !session.scalar<std::optional<base::PlantId>>("SELECT id FROM plant WHERE id = ?", *plant))
    problems.add({"plant_id"}, "there is no such plant", plant->value);
}

}  // namespace openspc::plants
