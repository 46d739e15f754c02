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

OwnedCharacteristic require_visible(db::Session& session, const net::Principal& caller, base::CharacteristicId id) {
  OwnedCharacteristic owned = load_owned(session, id);
  // In the words of a characteristic that does not exist, so that the answer tells nothing about other plants.
  if (!caller.can_see(owned.plant)) throw base::not_found("Characteristic " + std::to_string(id.value) + " not found");
  return owned;
}

OwnedCharacteristic require_engineer(db::Session& session, const net::Principal& caller, base::CharacteristicId id) {
  OwnedCharacteristic owned = require_visible(session, caller, id);
  caller.require_at(owned.plant, net::Role::engineer);
  return owned;
}

}  // namespace openspc::quality::characteristic
