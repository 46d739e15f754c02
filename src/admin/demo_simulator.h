// Goes on producing the demo's samples through the public API, as any gauge would: an operator signs in, finds the
// characteristics by name, posts; a supervisor answers the violations of this after two minutes. Run by `openspc demo`
// beside the server. Ends only when its coroutine is destroyed with its executor.
#pragma once

#include <cstdint>
#include <string>

#include "base/task.h"

namespace openspc::admin {

struct SimulatorOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8000;
  std::string password;  ///< of all of the demo's people
  double speed = 1;      ///< 2 posts twice as often
};

/// A server that is away is tried again every two seconds; what it refuses is logged.
base::Task<void> simulate(SimulatorOptions options);

}  // namespace openspc::admin
