#include "connect/source/data_source.h"

namespace openspc::connect::source::data_source_store {

bool remove(db::Session& session, base::CharacteristicId characteristic) {
  return session.execute("DELETE FROM data_source WHERE characteristic_id = ?", characteristic) > 0;
}

void set_active(db::Session& session, base::DataSourceId source, bool active, base::Timestamp now) {
  session.execute("UPDATE data_source SET is_active = ?, updated_at = ? WHERE id = ?", active, now, source);
}

}  // namespace openspc::connect::source::data_source_store
