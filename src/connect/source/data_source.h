// What mappings of every protocol share: the rows that say where a characteristic's measurements come from. Called by
// the services of mappings.
#pragma once

#include <boost/describe.hpp>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"

namespace openspc::connect::source {

struct TagActivation {
  bool is_active = true;
};
BOOST_DESCRIBE_STRUCT(TagActivation, (), (is_active))

}  // namespace openspc::connect::source

namespace openspc::connect::source::data_source_store {

/// Whether the characteristic had a source, which is gone now with all that was collected for it.
bool remove(db::Session& session, base::CharacteristicId characteristic);
void set_active(db::Session& session, base::DataSourceId source, bool active, base::Timestamp now);

}  // namespace openspc::connect::source::data_source_store
