#include "quality/characteristic/touch.h"

namespace openspc::quality::characteristic {

void touch(db::Session& session, base::CharacteristicId characteristic) {
  session.execute("UPDATE characteristic SET sequence_version = COALESCE(sequence_version, 0) + 1 WHERE id = ?",
                  characteristic);
}

}  // namespace openspc::quality::characteristic
