// Finding a characteristic on behalf of a caller: existence first (404), then the plant that owns it. Called by the
// services of this room at the start of a database job, so that a right is checked in the snapshot it is used in.
#pragma once

#include "base/ids.h"
#include "db/session.h"
#include "net/access.h"
#include "quality/judge/characteristic.h"

namespace openspc::quality::characteristic {

struct OwnedCharacteristic {
  judge::Characteristic row{};
  base::PlantId plant{};
};

/// For reading. Throws not_found when there is none, or when it belongs to a plant where the caller has no role.
OwnedCharacteristic require_visible(db::Session& session, const net::Principal& caller, base::CharacteristicId id);

/// For changing. Throws not_found when there is none, then forbidden unless the caller is engineer at the owning plant.
OwnedCharacteristic require_engineer(db::Session& session, const net::Principal& caller, base::CharacteristicId id);

}  // namespace openspc::quality::characteristic
