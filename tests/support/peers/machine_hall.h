// A workshop whose machines speak OPC UA: a server of ours, a server of theirs, and helpers in the words of the API.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "connect/opcua/session/simulation.h"
#include "support/server/factory.h"
#include "support/server/workshop.h"

namespace openspc::test {

struct MachineHall : Workshop {
  explicit MachineHall(connect::opcua::SimulationSettings settings = {}, ServerOptions options = {});

  connect::opcua::SimulationSettings settings;
  std::unique_ptr<connect::opcua::Simulation> machines;

  /// Ends the machines' server and starts it again with the same node "ns=1;s=Bore".
  void restart_machines();
  /// Stores a server (on `port`, else the machines' own) and waits until it is connected; its id.
  std::int64_t connect(boost::json::object members = {}, std::uint16_t port = 0);
  /// Maps a node and waits until it is monitored. Every write counts, as fast as it comes, and the value that is there.
  boost::json::value map(std::int64_t server_id, std::int64_t characteristic, const std::string& node_id,
                         boost::json::object members = {});
  boost::json::value status(std::int64_t server_id);
  boost::json::value mapping(std::int64_t characteristic);
  /// Whether each sample is marked as uncertain, oldest first.
  std::vector<bool> doubted(std::int64_t characteristic);
  void wait_connected(std::int64_t server_id, bool connected = true);

  static constexpr const char* bore = "ns=1;s=Bore";
};

}  // namespace openspc::test
