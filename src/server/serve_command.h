// `openspc serve`: opens the database, composes the rooms, serves until SIGINT or SIGTERM and stops in order.
#pragma once

#include <cstdint>
#include <functional>

#include "base/config.h"
#include "base/task.h"

namespace openspc::server {

class Rooms;

struct ServeOptions {
  std::function<void(Rooms&)> before_listening{};                ///< work on the open database, for the demo
  std::function<base::Task<void>(std::uint16_t port)> beside{};  ///< runs beside the server until it stops
};

/// Blocks. 0 after a graceful stop, 2 when the schema is not the program's. Throws base::Error when it cannot start.
int serve_until_stopped(const base::Config& config, const ServeOptions& options);

}  // namespace openspc::server
