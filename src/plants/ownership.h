// What belongs to one plant, or to every plant: who sees it and who may change it. The one rule of all rooms, called by
// their services and stores. What a caller does not see is as if it did not exist (404); what is seen and not the
// caller's to change is forbidden (403). What belongs to every plant is everybody's to see and an administrator's to
// change: an engineer of one plant would otherwise hold what all of them depend on.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "base/problems.h"
#include "db/table.h"
#include "identity/plant_right.h"
#include "net/access.h"

namespace openspc::plants {

/// Nothing: every plant.
using Owner = std::optional<base::PlantId>;

using identity::can_see;
using identity::has_right;
using identity::require_right;

/// The rows of one plant each that the caller sees; `plant` is the column that holds it.
db::Where seen_by(const net::Principal& caller, db::Column plant);
/// Those, and the rows of every plant, whose column is NULL.
db::Where seen_or_shared(const net::Principal& caller, db::Column plant);

/// `noun` begins a sentence: "Notification rule" makes "Notification rule 7 not found".
template <class Tag>
base::Error not_found(std::string_view noun, base::Id<Tag> id) {
  return base::not_found(std::string(noun) + " " + std::to_string(id.value) + " not found");
}

/// What was found, to one who sees it: a row with a member plant_id. Throws not_found.
template <class Row, class Tag>
Row require_seen(std::optional<Row> found, const net::Principal& caller, std::string_view noun, base::Id<Tag> id) {
  if (!found || !can_see(caller, found->plant_id)) throw not_found(noun, id);
  return *std::move(found);
}

/// The same to one who may also change it. Throws not_found and forbidden.
template <class Row, class Tag>
Row require_own(std::optional<Row> found, const net::Principal& caller, std::string_view noun, base::Id<Tag> id,
                net::Role role = net::Role::engineer) {
  Row row = require_seen(std::move(found), caller, noun, id);
  require_right(caller, row.plant_id, role);
  return row;
}

/// Adds a problem for a plant that does not exist.
void check_plant(db::Session& session, Owner plant, base::Problems& problems);

/// The plants of rows by their keys, in one query; a row that does not exist is not among them. `plants_of_rows`
/// selects a key and a plant, with `key` a column of it.
template <class Id>
std::map<Id, Owner> owners(db::Session& session, const std::string& plants_of_rows, db::Column key,
                           const std::vector<Id>& ids) {
  std::map<Id, Owner> found;
  if (ids.empty()) return found;
  const db::Where where = db::Where().in(key, ids);
  session.each<Id, Owner>(
      plants_of_rows + where.sql(), [&](Id id, Owner plant) { found.emplace(id, plant); }, where.values());
  return found;
}

}  // namespace openspc::plants
