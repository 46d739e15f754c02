// `openspc serve`: opens the database, composes the rooms, serves until SIGINT or SIGTERM and stops in order.
#pragma once

#include "base/config.h"

namespace openspc::server {

struct ServeOptions {
  bool migrate = false;  ///< bring an older schema up to date instead of refusing to start
};

/// Blocks. 0 after a graceful stop, 2 when the schema is not the program's. Throws base::Error when it cannot start.
int serve_until_stopped(const base::Config& config, const ServeOptions& options);

}  // namespace openspc::server
