// A machine that publishes at QoS 1 and does not forget: what is not acknowledged is sent again after a reconnect, as
// long as the process lives. Its own thread; the functions belong to the test's.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace openspc::test {

class MqttPublisher {
 public:
  explicit MqttPublisher(std::uint16_t port, const std::string& client_id = "machine");
  ~MqttPublisher();
  MqttPublisher(const MqttPublisher&) = delete;
  MqttPublisher& operator=(const MqttPublisher&) = delete;

  void publish(const std::string& topic, std::string_view payload, int qos = 1, bool retain = false);
  /// Waits until the broker has acknowledged everything; throws when it does not.
  void finish(std::chrono::seconds patience = std::chrono::seconds(60));

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::test
