// A Sparkplug B edge node as a simulator plays it: one connection with a will, births, numbered data, and the wish to
// be born again granted. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "connect/mqtt/session.h"
#include "connect/sparkplug/payload.h"
#include "connect/sparkplug/topic.h"

namespace openspc::server {

class EdgeSession {
 public:
  /// Connects and is born, with the devices and their metrics as they are now. `bd_seq` counts the connections. Throws
  /// mqtt::Error, as all functions do.
  EdgeSession(connect::mqtt::Settings settings, connect::sparkplug::Peer node, std::uint64_t bd_seq,
              std::map<std::string, std::vector<connect::sparkplug::Metric>> devices);

  enum class Fate : std::uint8_t { arrives, gets_lost, comes_late };
  /// Data of a device that is there.
  void send(const std::string& device, std::vector<connect::sparkplug::Metric> metrics, base::Timestamp now, Fate fate);
  void device_dies(const std::string& device, base::Timestamp now);
  void device_is_born(const std::string& device, base::Timestamp now);
  /// Sends what waits and grants what is asked for.
  void attend(std::chrono::milliseconds patience);
  void say_goodbye();

 private:
  void be_born(base::Timestamp now);
  void publish(connect::sparkplug::MessageType type, const std::string& device,
               std::vector<connect::sparkplug::Metric> metrics, base::Timestamp now, Fate fate = Fate::arrives);
  std::string topic(connect::sparkplug::MessageType type, const std::string& device = {}) const;

  const connect::sparkplug::Peer node_;
  const std::uint64_t bd_seq_;
  std::map<std::string, std::vector<connect::sparkplug::Metric>> devices_;
  std::set<std::string> away_;
  std::uint64_t seq_ = 0;
  std::vector<std::pair<std::string, std::string>> late_;
  connect::mqtt::Session session_;
};

}  // namespace openspc::server
