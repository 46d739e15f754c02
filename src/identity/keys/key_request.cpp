#include "identity/keys/key_request.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/problems.h"
#include "db/sql/where.h"

namespace openspc::identity {

namespace {

constexpr net::Role kMaker = net::Role::engineer;

// The plant of each, in one query.
template <class Id>
std::map<Id, base::PlantId> plants_by_id(db::Session& session, const std::string& select, db::Column column,
                                         const std::vector<Id>& ids) {
  std::map<Id, base::PlantId> found;
  const db::Where where = db::Where().in(column, ids);
  session.each<Id, std::optional<base::PlantId>>(
      select + where.sql(),
      [&](Id id, std::optional<base::PlantId> plant) {
        if (plant) found.emplace(id, *plant);
      },
      where.values());
  return found;
}

// Those of a list, each once. What is in a plant that the caller does not see is as if it did not exist.
template <class Id>
std::vector<Id> checked(const net::Principal& caller, std::string_view member, std::string_view noun,
                        const std::vector<Id>& ids, const std::map<Id, base::PlantId>& plants,
                        base::Problems& problems) {
  std::set<Id> once;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = plants.find(ids[i]);
    if (found == plants.end() || !caller.can_see(found->second)) {
      problems.add({std::string_view(member), i}, "There is no " + std::string(noun) + " with this id", ids[i].value);
      continue;
    }
    caller.require_at(found->second, kMaker);
    once.insert(ids[i]);
  }
  return {once.begin(), once.end()};
}

void take_everything(const net::Principal& caller, ApiKey& key) {
  if (caller.is_admin()) {
    key.scope = KeyScope::all;
    return;
  }
  key.scope = KeyScope::plants;
  for (const auto& [plant, role] : caller.roles) {
    if (role >= kMaker) key.plants.push_back(plant);
  }
}

}  // namespace

void take_scope(db::Session& session, const net::Principal& caller, const ApiKeyCreate& request, ApiKey& key) {
  if (caller.reach.changes && !caller.is_admin())
    throw base::forbidden("An account that is limited to branches makes no API keys");
  base::Problems problems;
  const int lists =
      int{request.plants.has_value()} + int{request.branches.has_value()} + int{request.characteristics.has_value()};
  if (lists > 1)
    problems.add({"plants"}, "Name plants, branches or characteristics, not several of them: a key has one limit");
  if (request.purpose == KeyPurpose::display && !request.characteristics)
    problems.add({"characteristics"}, "A display key names the characteristics that its screen shows");
  problems.throw_if_any();

  if (request.plants) {
    key.scope = KeyScope::plants;
    const auto plants = plants_by_id(session, "SELECT id, id FROM plant", "id", *request.plants);
    key.plants = checked(caller, "plants", "plant", *request.plants, plants, problems);
  } else if (request.branches) {
    key.scope = KeyScope::branches;
    const auto plants = plants_by_id(session, "SELECT id, plant_id FROM hierarchy", "id", *request.branches);
    key.branches = checked(caller, "branches", "node of the hierarchy", *request.branches, plants, problems);
  } else if (request.characteristics) {
    key.scope = KeyScope::characteristics;
    const auto plants =
        plants_by_id(session, "SELECT c.id, h.plant_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id",
                     "c.id", *request.characteristics);
    key.characteristics =
        checked(caller, "characteristics", "characteristic", *request.characteristics, plants, problems);
  } else {
    take_everything(caller, key);
  }
  problems.throw_if_any();
}

}  // namespace openspc::identity
