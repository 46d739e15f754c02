// A workshop whose machines speak: a server, a broker, and helpers in the words of the connection API.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "support/peers/broker_process.h"
#include "support/peers/mqtt_publisher.h"
#include "support/server/workshop.h"

namespace openspc::test {

struct Factory : Workshop {
  explicit Factory(BrokerOptions options = {}, ServerOptions server_options = {});

  BrokerProcess broker;

  /// Stores a broker and waits until it is connected; its id.
  std::int64_t connect(boost::json::object members = {});
  /// Maps a topic and waits until the subscription is in force.
  boost::json::value map(std::int64_t broker_id, std::int64_t characteristic, const std::string& topic,
                         boost::json::object members = {});
  boost::json::value status(std::int64_t broker_id);
  boost::json::value mapping(std::int64_t characteristic);
  /// Samples are committed a moment before the counters of their mapping follow: waits for both.
  void wait_counted(std::int64_t characteristic, std::int64_t samples);

  void wait_connected(std::int64_t broker_id, bool connected = true);
};

}  // namespace openspc::test
