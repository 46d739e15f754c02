// A wire that a test can cut and listen to: forwards connections on a port of its own to another port of the loopback.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "support/peers/loopback_listener.h"

namespace openspc::test {

class TcpProxy {
 public:
  /// Sees what the clients send, in order: the number of the connection, and some bytes. Called by one thread for each
  /// connection.
  using Tap = std::function<void(int connection, std::string_view bytes)>;

  explicit TcpProxy(std::uint16_t target, Tap tap = {});
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
  /// Ends all connections at once; what was under way is lost.
  void cut();
  /// Cuts, and turns everybody away until plug_in().
  void unplug();
  void plug_in() { unplugged_ = false; }

 private:
  struct Pair;
  void accept_forever();

  std::uint16_t target_;
  Tap tap_;
  LoopbackListener listener_;
  std::atomic<bool> ending_ = false, unplugged_ = false;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Pair>> pairs_;
  std::thread thread_;
};

}  // namespace openspc::test
