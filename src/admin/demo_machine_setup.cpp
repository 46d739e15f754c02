#include "admin/demo_machine_setup.h"

#include <boost/json.hpp>
#include <cmath>
#include <stdexcept>

#include "admin/demo_edge_nodes.h"
#include "admin/demo_machines.h"
#include "admin/demo_opcua_machines.h"
#include "admin/demo_person.h"

namespace openspc::admin {
namespace {

namespace json = boost::json;
constexpr const char* kPlantCode = "NFP";

template <class Plan>
json::object characteristic_of(const Plan& machine, std::int64_t node) {
  json::object body{{"hierarchy_id", node},
                    {"name", machine.characteristic},
                    {"description", "Measured by " + machine.station + ", told by its controller"},
                    {"subgroup_size", machine.process.size},
                    {"decimal_precision", machine.process.decimals}};
  if (machine.target) body["target_value"] = *machine.target;
  if (machine.usl) body["usl"] = *machine.usl;
  if (machine.lsl) body["lsl"] = *machine.lsl;
  return body;
}

template <class Plan>
json::object limits_of(const Plan& machine) {
  const double reach = 3 * machine.process.sigma / std::sqrt(machine.process.size);
  return {{"center_line", machine.process.center},
          {"ucl", machine.process.center + reach},
          {"lcl", machine.process.center - reach},
          {"sigma", machine.process.sigma}};
}

json::object mapping_of(const MachinePlan& machine, const std::string& prefix, std::int64_t characteristic,
                        std::int64_t broker) {
  const std::string topic = prefix + '/' + machine.topic;
  json::object body{{"characteristic_id", characteristic}, {"mqtt_topic", topic}, {"broker_id", broker}};
  switch (machine.style) {
    case PayloadStyle::json:
      body["payload_format"] = "json";
      body["value_path"] = "/value";
      body["timestamp_path"] = "/time";
      body["serial_path"] = "/serial";
      body["batch_path"] = "/lot";
      break;
    case PayloadStyle::text:
      body["payload_format"] = "text";
      body["pattern"] = R"(ST,NT,\s*([+-]?[0-9.]+) g)";
      break;
    case PayloadStyle::number:
      break;
  }
  if (machine.has_cycles) {
    body["trigger_strategy"] = "on_trigger";
    body["trigger_tag"] = topic + "/cycle";
  }
  return body;
}

json::object mapping_of(const EdgeDevicePlan& device, std::int64_t characteristic, std::int64_t broker) {
  return {{"characteristic_id", characteristic},
          {"mqtt_topic", std::string("spBv1.0/") + kDemoEdgeGroup + "/DDATA/" + device.node + '/' + device.device},
          {"metric_name", device.metric},
          {"broker_id", broker}};
}

base::Task<std::int64_t> new_node(Person& engineer, std::int64_t plant, std::string name, const char* type,
                                  std::int64_t parent) {
  json::object body{{"name", std::move(name)}, {"type", type}};
  if (parent != 0) body["parent_id"] = parent;
  std::string target = "/api/v1/plants/" + std::to_string(plant) + "/hierarchies/";
  const auto node = co_await engineer.post(std::move(target), std::move(body));
  co_return node.at("id").as_int64();
}

base::Task<std::int64_t> find_plant(Person& engineer) {
  const auto plants = co_await engineer.get("/api/v1/plants/");
  for (const auto& plant : plants.as_array())
    if (plant.at("code").as_string() == kPlantCode) co_return plant.at("id").as_int64();
  throw std::runtime_error("this server has none of the demo's plants");
}

struct Place {
  std::int64_t plant = 0, area = 0;
};

// A node of the plant's tree with a characteristic, in control as its process is when nothing happens.
template <class Plan>
base::Task<std::int64_t> new_station(Person& engineer, Place place, const Plan& machine) {
  const auto node = co_await new_node(engineer, place.plant, machine.station, "Equipment", place.area);
  json::object body = characteristic_of(machine, node);
  const auto made = co_await engineer.post("/api/v1/characteristics/", std::move(body));
  const auto characteristic = made.at("id").as_int64();
  std::string target = "/api/v1/characteristics/" + std::to_string(characteristic) + "/set-limits";
  json::object limits = limits_of(machine);
  co_await engineer.post(std::move(target), std::move(limits));
  co_return characteristic;
}

}  // namespace

base::Task<void> set_up_machines(MachineSetup setup) {
  Person engineer("127.0.0.1", setup.server_port, "engineer", setup.password);
  co_await engineer.sign_in();
  const auto plant = co_await find_plant(engineer);
  json::object settings{{"name", "Shop floor"},
                        {"host", "127.0.0.1"},
                        {"port", setup.broker_port},
                        {"client_id", "openspc-demo"},
                        {"plant_id", plant}};
  const auto broker = co_await engineer.post("/api/v1/brokers/", std::move(settings));
  const auto broker_id = broker.at("id").as_int64();
  const auto area = co_await new_node(engineer, plant, "Machines", "Area", 0);
  const Place place{plant, area};
  for (const MachinePlan& machine : demo_machines()) {
    const auto characteristic = co_await new_station(engineer, place, machine);
    json::object mapping = mapping_of(machine, setup.topic_prefix, characteristic, broker_id);
    co_await engineer.post("/api/v1/tags/map", std::move(mapping));
  }
  for (const EdgeDevicePlan& device : demo_edge_devices()) {
    const auto characteristic = co_await new_station(engineer, place, device.machine);
    json::object mapping = mapping_of(device, characteristic, broker_id);
    co_await engineer.post("/api/v1/tags/map", std::move(mapping));
  }
}

base::Task<void> set_up_opcua_machines(OpcuaMachineSetup setup) {
  Person engineer("127.0.0.1", setup.server_port, "engineer", setup.password);
  co_await engineer.sign_in();
  const auto plant = co_await find_plant(engineer);
  json::object settings{{"name", "Machine hall"},
                        {"endpoint_url", "opc.tcp://127.0.0.1:" + std::to_string(setup.opcua_port)},
                        {"publishing_interval", 250},
                        {"sampling_interval", 50},
                        {"plant_id", plant}};
  const auto server = co_await engineer.post("/api/v1/opcua-servers/", std::move(settings));
  const auto area = co_await new_node(engineer, plant, "OPC UA machines", "Area", 0);
  const Place place{plant, area};
  const std::string mappings = "/api/v1/opcua-servers/" + std::to_string(server.at("id").as_int64()) + "/mappings";
  for (const OpcuaMachinePlan& machine : demo_opcua_machines()) {
    const auto characteristic = co_await new_station(engineer, place, machine);
    json::object mapping{{"characteristic_id", characteristic},
                         {"node_id", "ns=1;s=" + machine.node()},
                         {"change_trigger", "value_or_time"},
                         {"sampling_interval", 0}};
    std::string target = mappings;
    co_await engineer.post(std::move(target), std::move(mapping));
  }
}

}  // namespace openspc::admin
