#include "support/server/factory.h"

#include <stdexcept>

namespace openspc::test {
namespace {

// Retries within seconds, so that tests of reconnection are short.
constexpr int kShortestAllowedDelay = 10;

}  // namespace

Factory::Factory(BrokerOptions options, ServerOptions server_options)
    : Workshop(std::move(server_options)), broker(std::move(options)) {}

std::int64_t Factory::connect(boost::json::object members) {
  boost::json::object body{{"name", "Broker"},
                           {"host", "127.0.0.1"},
                           {"port", broker.port()},
                           {"client_id", "openspc-test"},
                           {"max_reconnect_delay", kShortestAllowedDelay},
                           {"plant_id", plant}};
  for (const auto& member : members) body[member.key()] = member.value();
  const auto id = id_of(require(admin.post("/api/v1/brokers/", body), 201));
  wait_connected(id);
  return id;
}

boost::json::value Factory::map(std::int64_t broker_id, std::int64_t characteristic, const std::string& topic,
                                boost::json::object members) {
  boost::json::object body{{"characteristic_id", characteristic}, {"mqtt_topic", topic}, {"broker_id", broker_id}};
  for (const auto& member : members) body[member.key()] = member.value();
  auto mapping = require(admin.post("/api/v1/tags/map", body), 200).json();
  wait_for(
      [&] {
        const auto now = status(broker_id);
        for (const auto& known : now.at("subscribed_topics").as_array())
          if (known == boost::json::value(topic)) return true;
        return false;
      },
      topic + " is subscribed");
  return mapping;
}

boost::json::value Factory::status(std::int64_t broker_id) {
  return require(admin.get(path("/api/v1/brokers/", broker_id, "/status")), 200).json();
}

boost::json::value Factory::mapping(std::int64_t characteristic) {
  const auto all = require(admin.get("/api/v1/tags/mappings"), 200).json();
  for (const auto& mapping : all.as_array())
    if (mapping.at("characteristic_id").as_int64() == characteristic) return mapping;
  throw std::runtime_error("there is no such mapping");
}

void Factory::wait_counted(std::int64_t characteristic, std::int64_t samples) {
  wait_samples(characteristic, samples);
  wait_for([&] { return mapping(characteristic).at("samples_stored").as_int64() >= samples; }, "they are counted");
}

void Factory::wait_connected(std::int64_t broker_id, bool connected) {
  wait_for([&] { return status(broker_id).at("is_connected").as_bool() == connected; },
           connected ? "the broker is connected" : "the broker is not connected");
}

}  // namespace openspc::test
