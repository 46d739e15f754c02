// `openspc simulate mqtt`: believable machines that publish to a broker until they are stopped.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

namespace openspc::server {

struct SimulateOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 1883;
  std::optional<std::string> username{}, password{};
  std::string prefix = "machines";
  double speed = 1;
  double seconds = 0;  ///< 0: until a signal
};

/// Publishes until told to stop; a broker that is away is tried again every second.
void simulate_machines(const SimulateOptions& options, const std::stop_token& stop);

/// The command: blocks until SIGINT, SIGTERM or the end of the time given, and returns 0.
int run_simulate_mqtt(const SimulateOptions& options);

}  // namespace openspc::server
