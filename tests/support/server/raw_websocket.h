// WebSocket frames by hand (RFC 6455), for those that no client library would send. The handshake is a proper one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "support/server/http_client.h"

namespace openspc::test {

/// A frame as it is put on the wire; the defaults are those of a good text frame.
struct RawFrame {
  std::string payload{};
  std::uint8_t opcode = 1;  // 0 continuation, 1 text, 2 binary, 8 close, 9 ping, 10 pong
  bool fin = true;
  bool masked = true;
  std::uint8_t reserved = 0;                      // RSV1 to RSV3 as 4, 2, 1
  std::optional<std::uint64_t> claimed_length{};  // instead of the payload's own
  [[nodiscard]] std::string bytes() const;
};

struct ReceivedFrame {
  std::uint8_t opcode = 0;
  std::string payload;
  [[nodiscard]] int close_code() const;  // of a close frame; 0 when it carries none
};

class RawWebSocket {
 public:
  /// Throws when the server does not upgrade.
  RawWebSocket(std::uint16_t port, std::string_view target);

  void send(const RawFrame& frame) { socket_.try_send(frame.bytes()); }
  void send_bytes(std::string_view bytes) { socket_.try_send(bytes); }
  /// The next frame; nothing when the server closes the connection or the deadline passes.
  std::optional<ReceivedFrame> receive(std::chrono::milliseconds deadline = std::chrono::seconds(15));
  /// The code of the close frame that arrives, past whatever comes before it; nothing when there is none.
  std::optional<int> receive_close();
  RawSocket& socket() { return socket_; }

 private:
  RawSocket socket_;
  std::string buffer_;
};

}  // namespace openspc::test
