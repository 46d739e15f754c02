// What would keep the server from starting, found out before anything is created or cleared. Called by serve and demo.
#pragma once

#include "base/config.h"

namespace openspc::server {

/// Throws base::unavailable when the address cannot be listened on or the data folder cannot be used, with what to do.
/// Leaves no trace.
void check_start(const base::Config& config);

}  // namespace openspc::server
