// Makes a running server listen to the demo's machines, through the public API: an engineer adds an area with a node
// and a characteristic for each machine, stores the broker and maps the topics, or the OPC UA server and its nodes. Run
// once by the demo of machines.
#pragma once

#include <cstdint>
#include <string>

#include "base/task.h"

namespace openspc::admin {

struct MachineSetup {
  std::uint16_t server_port = 8000;
  std::string password;  ///< of the demo's engineer
  std::uint16_t broker_port = 1883;
  std::string topic_prefix = "machines";
};

struct OpcuaMachineSetup {
  std::uint16_t server_port = 8000;
  std::string password;  ///< of the demo's engineer
  std::uint16_t opcua_port = 4840;
};

/// Throws std::runtime_error or boost::system::system_error when the server refuses or is away.
base::Task<void> set_up_machines(MachineSetup setup);
/// The same for the machines behind an OPC UA server.
base::Task<void> set_up_opcua_machines(OpcuaMachineSetup setup);

}  // namespace openspc::admin
