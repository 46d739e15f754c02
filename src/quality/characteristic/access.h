// Finding a characteristic on behalf of a caller: existence first (404), then the plant that owns it. Called by the
// services of this room at the start of a database job, so that a right is checked in the snapshot it is used in.
#pragma once

#include "base/ids.h"
#include "db/session.h"
#include "identity/people/reach.h"
#include "net/access.h"
#include "quality/judge/characteristic.h"

namespace openspc::quality::characteristic {

struct OwnedCharacteristic {
  judge::Characteristic row{};
  base::PlantId plant{};
};

/// Where it hangs, for who is limited to branches.
identity::Place place_of(const judge::Characteristic& row);

/// For reading. Throws not_found when there is none, when it belongs to a plant where the caller has no role, or to
/// what an API key is not limited to.
OwnedCharacteristic require_visible(db::Session& session, const net::Principal& caller, base::CharacteristicId id);

/// For changing. Throws not_found when there is none, then forbidden unless the caller is engineer at the owning plant
/// and not limited to other branches.
OwnedCharacteristic require_engineer(db::Session& session, const net::Principal& caller, base::CharacteristicId id);

}  // namespace openspc::quality::characteristic
