// One OPC UA session, driven by its owner's thread: with the .cpp of this folder the only files of the project that
// speak to open62541. Made for exactly-once intake: receive() hands out notifications, and the server is told that they
// arrived (SubscriptionAcknowledgements) only after acknowledge(), so the owner calls that once they are durable. When
// the connection is lost, connect() takes the same session up again and what the server still holds is asked for anew
// (Republish); only when the server forgot the session are its subscriptions transferred or else made again.
//
// All functions except wake() belong to one thread. Failures throw Error; after one whose connection_lost() is
// true, connect() is the next thing to call.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "connect/opcua/session/node_id.h"
#include "connect/opcua/session/pki.h"
#include "connect/opcua/session/value.h"

namespace openspc::connect::opcua {

enum class OpcuaSecurityPolicy {
  None,
  Basic256Sha256,
  Aes128Sha256RsaOaep,
  Aes256Sha256RsaPss,
};
enum class OpcuaSecurityMode { None, Sign, SignAndEncrypt };

struct Anonymous {};
struct User {
  std::string name{}, password{};
};
struct UserCertificate {
  std::string certificate{}, key{};  // DER
};

struct Settings {
  std::string endpoint_url{};  // opc.tcp://host:port/path
  OpcuaSecurityPolicy policy = OpcuaSecurityPolicy::None;
  OpcuaSecurityMode mode = OpcuaSecurityMode::None;
  std::variant<Anonymous, User, UserCertificate> identity{};
  std::chrono::milliseconds session_timeout{30'000};
  std::chrono::milliseconds request_timeout{10'000};
};

/// Why something failed, for people.
class Error : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    connection,  // the connection is lost or did not come about
    untrusted,   // the same: one side does not trust the other's certificate, until a person approves it
    refused,     // the server said no to one request; the session lives
    bad_node,    // a node id that is none
  };
  Error(Kind kind, const std::string& reason) : std::runtime_error(reason), kind_(kind) {}
  Kind kind() const { return kind_; }
  bool connection_lost() const { return kind_ == Kind::connection || kind_ == Kind::untrusted; }

 private:
  Kind kind_;
};

/// A child of a node, as a browser of the address space shows it.
struct Node {
  std::string node_id{};      // "ns=2;s=Line1.Temp"
  std::string browse_name{};  // "2:Temp"
  std::string display_name{};
  std::string node_class{};                // "Variable"
  std::optional<std::string> data_type{};  // of variables: "Double"
  std::int64_t children_count = 0;
};

struct Monitor {
  std::uint32_t handle = 0;  // comes back with each change; one for each monitored node of a session
  std::string node_id{};
  std::string namespace_uri{};  // of the node, where it is known: the node id's index counts no longer
  std::chrono::milliseconds publishing_interval{1'000};
  std::chrono::milliseconds sampling_interval{250};
  std::uint32_t queue_size = 100;
  std::optional<double> dead_band{};  // absolute
  bool time_counts = false;           // an equal value with a new source time is a change
  friend bool operator==(const Monitor&, const Monitor&) = default;
};

struct Change {
  std::uint32_t handle = 0;
  Value value{};
  bool is_initial = false;  // the value that was there when monitoring began: nothing happened
};

/// How a connection came about, which says what could have been missed meanwhile.
enum class Arrival : std::uint8_t {
  fresh,        // subscriptions are made anew
  transferred,  // a new session took over the old one's subscriptions: nothing that the server holds is lost
  resumed,      // the same session: as transferred
};

class Session {
 public:
  /// `pki` decides which servers are believed, and must outlive the session.
  Session(const Settings& settings, Pki& pki);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  /// Says goodbye as far as the network lets it, which may take a second.
  ~Session();

  /// Connects, the first time or after a loss. `cancelled` is asked many times a second, as in all functions that
  /// follow.
  Arrival connect(std::chrono::milliseconds patience, const std::function<bool()>& cancelled);

  /// What the server called its namespaces when it was connected, in its order; empty when it did not tell.
  const std::vector<std::string>& namespaces() const;

  // Node ids may name their namespace by its URI. Of one that is gone they say so: Error, bad_node.

  /// At most `limit` children, by hierarchical references; what is left at the server is released.
  std::vector<Node> browse(const std::string& node_id, std::size_t limit);
  Value read(const std::string& node_id);
  /// As the type that the node has. Error(invalid) when `value` does not fit it; Error when the server refuses.
  /// `namespace_uri` as in Monitor.
  void write(const std::string& node_id, const std::string& namespace_uri, const boost::json::value& value);
  std::string server_name();

  struct Refusal {
    std::uint32_t handle = 0;
    std::string reason{};
  };
  /// Monitors exactly these from now on, and what could not be. Nodes that are monitored already with the same settings
  /// are left alone, so that nothing that the server holds for them is lost.
  std::vector<Refusal> monitor(std::span<const Monitor> wanted);

  /// Waits for changes, for wake() or for the end of `patience`.
  void receive(std::vector<Change>& changes, std::chrono::milliseconds patience);
  /// Everything that receive() handed out is durable: the server may forget it.
  void acknowledge();

  struct Counts {
    std::int64_t notifications = 0;
    std::int64_t republished = 0;  // notifications that were asked for again
    std::int64_t lost = 0;         // notifications that the server no longer had
    std::int64_t repeated = 0;     // notifications that came twice
  };
  const Counts& counts() const;

  /// Ends a receive() that waits. Any thread.
  void wake() noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// True for "i=85", "ns=2;s=Line1.Temp", "nsu=urn:machine;s=Line1.Temp" and the like.
bool is_opcua_node_id(const std::string& text);

/// Host and port of "opc.tcp://host:port/path"; nothing for anything else.
struct Address {
  std::string host{};
  std::uint16_t port = 4'840;
};
std::optional<Address> parse_opcua_url(const std::string& url);

}  // namespace openspc::connect::opcua
