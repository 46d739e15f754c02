#include "support/peers/machine_hall.h"

#include <stdexcept>

namespace openspc::test {

MachineHall::MachineHall(connect::opcua::SimulationSettings given, ServerOptions options)
    : Workshop(std::move(options)), settings(std::move(given)) {
  settings.port = free_port();
  restart_machines();
}

void MachineHall::restart_machines() {
  machines.reset();
  machines = std::make_unique<connect::opcua::Simulation>(settings);
  machines->add_variable("Bore", 20.0);
}

std::int64_t MachineHall::connect(boost::json::object members, std::uint16_t port) {
  boost::json::object body{{"name", "Machines"},
                           {"endpoint_url", "opc.tcp://127.0.0.1:" + std::to_string(port == 0 ? settings.port : port)},
                           {"publishing_interval", 50},
                           {"sampling_interval", 10},
                           {"plant_id", plant}};
  for (const auto& member : members) body[member.key()] = member.value();
  const auto id = id_of(require(admin.post("/api/v1/opcua-servers/", body), 201));
  wait_connected(id);
  return id;
}

boost::json::value MachineHall::map(std::int64_t server_id, std::int64_t characteristic, const std::string& node_id,
                                    boost::json::object members) {
  boost::json::object body{{"characteristic_id", characteristic},
                           {"node_id", node_id},
                           {"sampling_interval", 0},
                           {"queue_size", 10'000},
                           {"change_trigger", "value_or_time"},
                           {"take_initial_value", true}};
  for (const auto& member : members) body[member.key()] = member.value();
  auto mapping = require(admin.post(path("/api/v1/opcua-servers/", server_id, "/mappings"), body), 201).json();
  wait_for(
      [&] {
        const auto now = status(server_id);
        for (const auto& known : now.at("monitored_nodes").as_array())
          if (known == mapping.at("node_id")) return true;
        return false;
      },
      node_id + " is monitored");
  return mapping;
}

boost::json::value MachineHall::status(std::int64_t server_id) {
  return require(admin.get(path("/api/v1/opcua-servers/", server_id, "/status")), 200).json();
}

boost::json::value MachineHall::mapping(std::int64_t characteristic) {
  const auto all = require(admin.get("/api/v1/opcua-servers/all/mappings"), 200).json();
  for (const auto& mapping : all.as_array())
    if (mapping.at("characteristic_id").as_int64() == characteristic) return mapping;
  throw std::runtime_error("there is no such mapping");
}

std::vector<bool> MachineHall::doubted(std::int64_t characteristic) {
  const std::string query = "/api/v1/samples/?sort_dir=asc&characteristic_id=" + std::to_string(characteristic);
  const auto page = require(admin.get(query), 200).json();
  std::vector<bool> marks;
  for (const auto& sample : page.at("items").as_array()) marks.push_back(sample.at("is_uncertain").as_bool());
  return marks;
}

void MachineHall::wait_connected(std::int64_t server_id, bool connected) {
  wait_for([&] { return status(server_id).at("is_connected").as_bool() == connected; },
           connected ? "the machines are connected" : "the machines are not connected");
}

}  // namespace openspc::test
