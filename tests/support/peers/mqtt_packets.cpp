#include "support/peers/mqtt_packets.h"

#include <optional>
#include <stdexcept>
#include <utility>

namespace openspc::test {
namespace {

constexpr int kMqtt5 = 5;
constexpr std::uint8_t kSessionExpiryProperty = 0x11;

// Reads what a well-behaved client wrote; throws at the end of the packet.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint32_t number(std::size_t bytes) {
    std::uint32_t value = 0;
    for (const char byte : take(bytes)) value = value << 8U | static_cast<std::uint8_t>(byte);
    return value;
  }
  std::string text() { return std::string(take(number(2))); }
  std::string_view properties() { return take(variable()); }
  std::string_view rest() const { return rest_; }
  std::size_t variable() {
    std::size_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = number(1);
      value |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return value;
    }
  }

 private:
  std::string_view take(std::size_t bytes) {
    if (bytes > rest_.size()) throw std::runtime_error("the packet ends early");
    const auto taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }
  std::string_view rest_;
};

MqttPacket connect_of(Reader& in) {
  MqttPacket packet{.kind = MqttPacket::Kind::connect};
  in.text();
  packet.level = static_cast<int>(in.number(1));
  const auto flags = in.number(1);
  packet.clean_start = (flags & 0x02U) != 0;
  packet.has_will = (flags & 0x04U) != 0;
  packet.qos = static_cast<int>(flags >> 3U & 0x03U);
  packet.retain = (flags & 0x20U) != 0;
  in.number(2);
  if (packet.level == kMqtt5) {
    Reader properties(in.properties());
    // The client under test puts it first, or not at all.
    if (!properties.rest().empty() && properties.number(1) == kSessionExpiryProperty)
      packet.session_expiry = properties.number(4);
  }
  packet.client_id = in.text();
  if (!packet.has_will) return packet;
  if (packet.level == kMqtt5) in.properties();
  packet.topic = in.text();
  packet.payload = in.text();
  return packet;
}

MqttPacket publish_of(Reader& in, std::uint8_t first, int level) {
  MqttPacket packet{.kind = MqttPacket::Kind::publish};
  packet.qos = first >> 1U & 0x03U;
  packet.retain = (first & 0x01U) != 0;
  packet.topic = in.text();
  if (packet.qos > 0) in.number(2);
  if (level == kMqtt5) in.properties();
  packet.payload = std::string(in.rest());
  return packet;
}

MqttPacket subscribe_of(Reader& in, int level) {
  MqttPacket packet{.kind = MqttPacket::Kind::subscribe};
  in.number(2);
  if (level == kMqtt5) in.properties();
  while (!in.rest().empty()) {
    packet.filters.push_back(in.text());
    in.number(1);
  }
  return packet;
}

}  // namespace

void MqttPackets::hear(int connection, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  std::string& unread = unread_[connection];
  unread += bytes;
  while (!unread.empty()) {
    std::size_t size = 0;
    std::size_t at = 1;
    for (unsigned shift = 0;; shift += 7, ++at) {
      if (at >= unread.size()) return;
      const auto byte = static_cast<std::uint8_t>(unread[at]);
      size |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) break;
    }
    if (unread.size() < at + 1 + size) return;
    take(connection, static_cast<std::uint8_t>(unread[0]), std::string_view(unread).substr(at + 1, size));
    unread.erase(0, at + 1 + size);
  }
}

void MqttPackets::take(int connection, std::uint8_t first, std::string_view body) {
  Reader in(body);
  const int level = connects_[connection].level;
  std::optional<MqttPacket> packet;
  switch (static_cast<MqttPacket::Kind>(first >> 4U)) {
    case MqttPacket::Kind::connect:
      packet = connects_[connection] = connect_of(in);
      break;
    case MqttPacket::Kind::publish:
      packet = publish_of(in, first, level);
      break;
    case MqttPacket::Kind::subscribe:
      packet = subscribe_of(in, level);
      break;
    case MqttPacket::Kind::disconnect:
      packet = MqttPacket{.kind = MqttPacket::Kind::disconnect};
      break;
    default:
      return;
  }
  packet->connection = connection;
  packets_.push_back(*std::move(packet));
}

std::vector<MqttPacket> MqttPackets::packets() const {
  const std::lock_guard lock(mutex_);
  return packets_;
}

std::vector<MqttPacket> MqttPackets::of_client(const std::string& id_ends_with) const {
  const std::lock_guard lock(mutex_);
  std::vector<MqttPacket> found;
  for (const MqttPacket& packet : packets_) {
    const auto connect = connects_.find(packet.connection);
    if (connect != connects_.end() && connect->second.client_id.ends_with(id_ends_with)) found.push_back(packet);
  }
  return found;
}

}  // namespace openspc::test
