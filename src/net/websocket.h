// One WebSocket connection, as its handler and everybody who sends to it see it. A WebSocket is a handle: copies share
// the connection, and keep it from being destroyed but not from being closed. receive() belongs to the handler's
// coroutine. send(), close(), is_open() and queued_bytes() may be called on any thread. The server pings about every 20
// s and closes peers that answer nothing; frames that break the protocol close the connection with 1002, bad UTF-8 with
// 1007, binary frames with 1003, messages over 64 KiB with 1009.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/task.h"

namespace openspc::net {

/// Close codes of RFC 6455, section 7.4; applications may use 4000 to 4999.
namespace close_code {
constexpr std::uint16_t kNormal = 1000;
constexpr std::uint16_t kGoingAway = 1001;
constexpr std::uint16_t kUnsupportedData = 1003;
constexpr std::uint16_t kPolicyViolation = 1008;
constexpr std::uint16_t kTryAgainLater = 1013;
}  // namespace close_code

class WebSocketSession;

class WebSocket {
 public:
  explicit WebSocket(std::shared_ptr<WebSocketSession> session);
  WebSocket(const WebSocket&);
  WebSocket(WebSocket&&) noexcept;
  WebSocket& operator=(const WebSocket&);
  WebSocket& operator=(WebSocket&&) noexcept;
  ~WebSocket();

  /// The next text message; nullopt once the connection is closed, for whatever reason.
  base::Task<std::optional<std::string>> receive();

  /// Queues a text message and returns at once. Ignored when closed. A client whose queue exceeds its bound (8 MiB) is
  /// too slow to keep: it is closed with 1008. The text is shared, not copied, and must be UTF-8.
  void send(std::shared_ptr<const std::string> text);
  void send(std::string text);

  /// Sends what is queued, then a close frame; receive() then returns nullopt.
  void close(std::uint16_t code, std::string_view reason);

  bool is_open() const;
  /// Bytes that wait in the queue.
  std::size_t queued_bytes() const;

  /// Same connection.
  friend bool operator==(const WebSocket&, const WebSocket&) = default;

 private:
  std::shared_ptr<WebSocketSession> session_;
};

}  // namespace openspc::net
