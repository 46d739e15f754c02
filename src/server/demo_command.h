// `openspc demo`: a fresh demo database, the server on it, and a simulator that keeps producing samples.
#pragma once

#include "base/config.h"

namespace openspc::server {

struct DemoOptions {
  int days = 90;          ///< of history
  double speed = 1;       ///< of the simulator
  bool machines = false;  ///< a broker and machines that publish to it besides
};

/// Replaces the demo database in the data folder; refuses a folder that holds anything else. Blocks like
/// serve_until_stopped.
int run_demo(base::Config config, const DemoOptions& options);

}  // namespace openspc::server
