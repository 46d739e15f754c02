// What MQTT clients send on a wire that a test listens to, as a list of packets: the rules of some protocols are about
// their order. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::test {

struct MqttPacket {
  enum class Kind : std::uint8_t { connect = 1, publish = 3, subscribe = 8, disconnect = 14, other = 15 };
  Kind kind = Kind::other;
  int connection = 0;

  // CONNECT
  std::string client_id{};
  int level = 0;  // 4 is MQTT 3.1.1, 5 is 5
  bool clean_start = false;
  std::uint32_t session_expiry = 0;
  bool has_will = false;

  // CONNECT with a will, and PUBLISH
  std::string topic{};
  std::string payload{};
  int qos = 0;
  bool retain = false;

  std::vector<std::string> filters{};  // SUBSCRIBE
};

class MqttPackets {
 public:
  /// For TcpProxy.
  void hear(int connection, std::string_view bytes);
  /// In the order of their arrival; acknowledgements and pings are left out.
  std::vector<MqttPacket> packets() const;
  /// Those of one client, over all its connections.
  std::vector<MqttPacket> of_client(const std::string& id_ends_with) const;

 private:
  void take(int connection, std::uint8_t first, std::string_view body);

  mutable std::mutex mutex_;
  std::map<int, std::string> unread_;
  std::map<int, MqttPacket> connects_;
  std::vector<MqttPacket> packets_;
};

}  // namespace openspc::test
