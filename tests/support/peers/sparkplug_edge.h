// The connection of a Sparkplug edge node that a test plays: publishes what it is given, with the will it is given, and
// remembers what it is sent. Its own thread; the functions belong to the test's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace openspc::test {

struct EdgeMessage {
  std::string topic{};
  std::string payload{};
};

class SparkplugEdge {
 public:
  /// Connects, with `death` as its will, and subscribes to `filters`.
  SparkplugEdge(std::uint16_t port, const std::string& client_id, const EdgeMessage& death,
                const std::vector<std::string>& filters);
  /// Goes without a goodbye: the broker publishes the will.
  ~SparkplugEdge();
  SparkplugEdge(const SparkplugEdge&) = delete;
  SparkplugEdge& operator=(const SparkplugEdge&) = delete;

  void publish(const EdgeMessage& message, bool retain = false);
  std::vector<EdgeMessage> received() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::test
