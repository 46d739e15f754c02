// One MQTT connection, driven by its owner's thread: the only file of the project that speaks to libmosquitto. Made for
// at-least-once intake: what receive() hands out is acknowledged to the broker by the next flush(), never earlier, so
// the owner flushes once the batch is durable and simply destroys the session when it cannot be.
//
// All functions belong to one thread at a time. Failures throw Error; the session is of no use then.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::connect::mqtt {

struct TlsSettings {
  bool verify = true;
  std::string ca_certificate{};                    // PEM; empty: the authorities that the system trusts
  std::string client_certificate{}, client_key{};  // PEM; empty: none
};

enum class Version : std::uint8_t { v311, v5 };

/// What the broker publishes for a client that goes away without a goodbye.
struct Will {
  std::string topic{};
  std::string payload{};
  int qos = 0;
  bool retain = false;
};

struct Settings {
  std::string host{};
  std::uint16_t port = 1883;
  std::string client_id{};
  std::optional<std::string> username{}, password{};
  std::chrono::seconds keepalive{60};
  std::optional<TlsSettings> tls{};
  Version version = Version::v5;
  std::optional<Will> will{};
  /// Keep subscriptions and unacknowledged messages at the broker while away. Needs a client id.
  bool persistent = false;
  std::chrono::seconds session_expiry{std::chrono::hours(24 * 7)};
};

struct Message {
  std::string topic{};
  std::string payload{};
  std::uint16_t packet_id = 0;  // 0 for QoS 0
  std::uint8_t qos = 0;
  bool retained = false;
  /// Ids of the subscriptions that this copy was sent for; empty when the broker does not say.
  std::vector<std::uint32_t> subscription_ids{};
};

/// Why a connection failed or ended, for people.
class Error : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t { network, refused, protocol_version };
  Error(Kind kind, const std::string& reason) : std::runtime_error(reason), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

class Session {
 public:
  explicit Session(const Settings& settings);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  struct Accepted {
    bool session_present = false;  // the broker kept the persistent session
    std::uint16_t receive_maximum = 65'535;
  };
  /// Connects and waits for the broker's answer. `cancelled` is asked a few times a second.
  Accepted connect(std::chrono::milliseconds patience, const std::function<bool()>& cancelled);

  /// Waits for messages or for the end of `patience`; then reads what is there, `limit` messages at most.
  void receive(std::vector<Message>& batch, std::size_t limit, std::chrono::milliseconds patience);
  /// Sends what is queued: acknowledgements of all that receive() handed out, subscriptions, publications, pings.
  void flush();

  /// Queued until flush(). `id` 1 to 268,435,455 comes back with each message (MQTT 5). Retained messages are not asked
  /// for: what a broker kept from yesterday is no measurement of today.
  void subscribe(const std::string& filter, int qos, std::uint32_t id, bool retained_too = false);
  void unsubscribe(const std::string& filter);
  /// Subscriptions that the broker has not answered yet. Answers come in during receive().
  std::size_t unconfirmed() const;
  /// Publications of QoS 1 that the broker has not acknowledged yet. Acknowledgements come in during receive().
  std::size_t unacknowledged() const;
  /// Queued until flush(); the packet id.
  int publish(const std::string& topic, std::string_view payload, int qos, bool retain);

  /// Says goodbye, as far as the network lets it.
  void disconnect() noexcept;

  /// Filters that the broker refused since the last call.
  std::vector<std::string> take_refused();

  /// For those who wait elsewhere until there is something to receive() or to flush(); negative when there is none.
  int socket() const;
  bool wants_to_write() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::connect::mqtt
