#include "net/websocket.h"

#include "net/detail/websocket_session.h"

namespace openspc::net {

WebSocket::WebSocket(std::shared_ptr<WebSocketSession> session) : session_(std::move(session)) {}
WebSocket::WebSocket(const WebSocket&) = default;
WebSocket::WebSocket(WebSocket&&) noexcept = default;
WebSocket& WebSocket::operator=(const WebSocket&) = default;
WebSocket& WebSocket::operator=(WebSocket&&) noexcept = default;
WebSocket::~WebSocket() = default;

base::Task<std::optional<std::string>> WebSocket::receive() {
  return session_->receive();
}
void WebSocket::send(std::shared_ptr<const std::string> text) {
  session_->send(std::move(text));
}
void WebSocket::send(std::string text) {
  send(std::make_shared<const std::string>(std::move(text)));
}
void WebSocket::close(std::uint16_t code, std::string_view reason) {
  session_->close(code, reason);
}
bool WebSocket::is_open() const {
  return session_->is_open();
}
std::size_t WebSocket::queued_bytes() const {
  return session_->queued_bytes();
}

}  // namespace openspc::net
