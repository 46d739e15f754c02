// A connection that was lost, opened anew in the midst of serving. Private to db/.
#pragma once

#include "db/session.h"

namespace openspc::db::detail {

/// Opens the session's connection anew when it was lost. Why that fails is for the log, since it names hosts and users;
/// whoever asked is told Error(unavailable) without them.
void reopen_if_lost(Session& session);

}  // namespace openspc::db::detail
