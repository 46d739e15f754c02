// The open connections of a server: counted, swept for time-outs, and told to end when the server stops. Any thread.
// Private to net.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <unordered_set>

#include "base/guarded.h"

namespace openspc::net::detail {

/// Called from the sweep, on a thread other than the connection's; must not block or call the registry.
class RegisteredConnection {
 public:
  RegisteredConnection() = default;
  RegisteredConnection(const RegisteredConnection&) = delete;
  RegisteredConnection& operator=(const RegisteredConnection&) = delete;
  virtual ~RegisteredConnection() = default;
  /// Ends the connection if its patience is over.
  virtual void sweep(std::chrono::steady_clock::time_point now) = 0;
  /// The server stops: end now if idle, after the running request otherwise.
  virtual void wind_down() = 0;
  /// End at once.
  virtual void cut() = 0;
};

class ConnectionRegistry {
 public:
  void add(RegisteredConnection& connection) { connections_.lock()->insert(&connection); }
  void remove(RegisteredConnection& connection) { connections_.lock()->erase(&connection); }
  std::size_t size() const { return connections_.lock()->size(); }

  bool stopping() const { return stopping_.load(); }
  void sweep() {
    const auto now = std::chrono::steady_clock::now();
    const auto connections = connections_.lock();
    for (RegisteredConnection* connection : *connections) connection->sweep(now);
  }
  void wind_down() {
    stopping_.store(true);
    const auto connections = connections_.lock();
    for (RegisteredConnection* connection : *connections) connection->wind_down();
  }
  void cut() {
    const auto connections = connections_.lock();
    for (RegisteredConnection* connection : *connections) connection->cut();
  }

 private:
  base::Guarded<std::unordered_set<RegisteredConnection*>> connections_;
  std::atomic<bool> stopping_{false};
};

}  // namespace openspc::net::detail
