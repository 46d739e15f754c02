// A socket that listens on a free port of the loopback: what every server of the tests begins with.
#pragma once

#include <netinet/in.h>

#include <chrono>
#include <cstdint>
#include <optional>

namespace openspc::test {

sockaddr_in loopback(std::uint16_t port);

class LoopbackListener {
 public:
  /// Throws std::runtime_error when no port is free.
  LoopbackListener();
  ~LoopbackListener();
  LoopbackListener(const LoopbackListener&) = delete;
  LoopbackListener& operator=(const LoopbackListener&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// The socket of a client, which is the caller's to close; nothing when none came for so long.
  [[nodiscard]] std::optional<int> accept(std::chrono::milliseconds patience = std::chrono::milliseconds(50)) const;

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

}  // namespace openspc::test
