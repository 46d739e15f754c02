// `openspc simulate opcua`: believable machines behind an OPC UA server of their own, until they are stopped.
#pragma once

#include <cstdint>
#include <stop_token>

namespace openspc::server {

struct SimulateOpcuaOptions {
  std::uint16_t port = 4840;
  bool everywhere = false;  ///< listen on all interfaces, not only on the loopback
  double speed = 1;
  double seconds = 0;  ///< 0: until a signal
};

/// Serves until told to stop. Throws connect::opcua::Error when the port cannot be listened on.
void simulate_opcua_machines(const SimulateOpcuaOptions& options, const std::stop_token& stop);

/// The command: blocks until SIGINT, SIGTERM or the end of the time given, and returns 0; 1 when it cannot listen.
int run_simulate_opcua(const SimulateOpcuaOptions& options);

}  // namespace openspc::server
