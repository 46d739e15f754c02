#include "quality/characteristic/access.h"

#include <string>

#include "base/error.h"
#include "quality/characteristic/store.h"

namespace openspc::quality::characteristic {
namespace {

OwnedCharacteristic load_owned(db::Session& session, base::CharacteristicId id) {
  judge::Characteristic row = load_characteristic(session, id);
  const base::PlantId plant = plant_of_characteristic(session, row);
  return {std::move(row), plant};
}

}  // namespace

identity::Place place_of(const judge::Characteristic& row) {
  return {.node = row.hierarchy_id, .characteristic = row.id};
}

OwnedCharacteristic require_visible(db::Session& session, const net::Principal& caller, base::CharacteristicId id) {
  OwnedCharacteristic owned = load_owned(session, id);
  // In the words of a characteristic that does not exist, so that the answer tells nothing about other plants.
  if (!caller.can_see(owned.plant) || !identity::may_read_at(session, caller, place_of(owned.row)))
    throw base::not_found("Characteristic " + std::to_string(id.value) + " not found");
  return owned;
}

OwnedCharacteristic require_engineer(db::Session& session, const net::Principal& caller, base::CharacteristicId id) {
  OwnedCharacteristic owned = require_visible(session, caller, id);
  caller.require_at(owned.plant, net::Role::engineer);
  identity::require_change_at(session, caller, place_of(owned.row));
  return owned;
}

}  // namespace openspc::quality::characteristic
