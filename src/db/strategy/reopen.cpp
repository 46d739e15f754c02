#include "db/strategy/reopen.h"

#include "base/log.h"
#include "db/driver/driver.h"
#include "db/session_impl.h"

namespace openspc::db::detail {

void reopen_if_lost(Session& session) {
  try {
    session.impl().reopen_if_lost();
  } catch (const driver::CannotConnect& failure) {
    base::log::error("database_unreachable", {{"error", failure.detail()}});
    throw base::unavailable(failure.for_strangers());
  }
}

}  // namespace openspc::db::detail
