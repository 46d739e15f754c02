// A broker that answers each new connection with bytes of the test's choice: what a hostile or an old one would send.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "support/peers/loopback_listener.h"

namespace openspc::test {

class FakeBroker {
 public:
  /// Given what the client sent first, the bytes to answer before falling silent; nothing: it hangs up.
  using Answer = std::function<std::optional<std::string>(const std::string& connect_packet)>;
  explicit FakeBroker(Answer answer);
  ~FakeBroker();
  FakeBroker(const FakeBroker&) = delete;
  FakeBroker& operator=(const FakeBroker&) = delete;

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
  /// Connections that sent something.
  [[nodiscard]] int visits() const { return visits_; }

 private:
  void serve();

  Answer answer_;
  LoopbackListener listener_;
  std::atomic<int> visits_ = 0;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace openspc::test
