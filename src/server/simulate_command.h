// `openspc simulate mqtt` and `openspc simulate sparkplug`: believable machines that publish to a broker until they are
// stopped.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
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

/// Play until told to stop; a broker that is away is tried again every second.
void simulate_machines(const SimulateOptions& options, const std::stop_token& stop);
void simulate_edge_nodes(const SimulateOptions& options, const std::stop_token& stop);

/// The commands: block until SIGINT, SIGTERM or the end of the time given, and return 0.
int run_simulate_mqtt(const SimulateOptions& options);
int run_simulate_sparkplug(const SimulateOptions& options);

using Simulation = std::function<void(const SimulateOptions&, const std::stop_token&)>;
/// What the commands have in common. Prints `title` and where to.
int simulate_until_stopped(const SimulateOptions& options, const std::string& title, const Simulation& simulation);
/// Sleeps, or is told to stop.
void pause(std::chrono::milliseconds time, const std::stop_token& stop);

}  // namespace openspc::server
