#include "net/detail/websocket_session.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "base/log.h"

namespace openspc::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

constexpr std::chrono::seconds kClosePatience{5};
constexpr std::size_t kMaxReason = 123;  // RFC 6455, 5.5: a control frame holds 125 bytes, two of them the code

http::request<http::empty_body> beast_request(const Request& request) {
  http::request<http::empty_body> result;
  result.method(http::verb::get);
  result.target(boost::beast::string_view(request.target().data(), request.target().size()));
  result.version(11);
  for (const Header& field : request.headers()) {
    result.insert(boost::beast::string_view(field.name.data(), field.name.size()),
                  boost::beast::string_view(field.value.data(), field.value.size()));
  }
  return result;
}

}  // namespace

WebSocketSession::WebSocketSession(asio::io_context& io, asio::ip::tcp protocol, Socket::native_handle_type descriptor,
                                   const ServerOptions& options)
    : max_queue_(options.websocket_max_queue), strand_(asio::make_strand(io)), stream_(strand_) {
  stream_.next_layer().assign(protocol, descriptor);
  stream_.read_message_max(options.websocket_max_message);
  stream_.auto_fragment(false);
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = kClosePatience;
  timeout.idle_timeout = options.websocket_idle_timeout;
  timeout.keep_alive_pings = true;
  stream_.set_option(timeout);
}

base::Task<void> WebSocketSession::run(std::shared_ptr<WebSocketSession> self, Request request,
                                       const WebSocketHandler& handler) {
  const Strand strand = self->strand_;
  base::Task<void> conversation = converse(std::move(self), std::move(request), handler);
  co_await asio::co_spawn(strand, std::move(conversation), asio::use_awaitable);
}

base::Task<void> WebSocketSession::converse(std::shared_ptr<WebSocketSession> self, Request request,
                                            const WebSocketHandler& handler) {
  if (co_await self->accept(request)) {
    const std::string correlation_id = request.correlation_id();
    try {
      WebSocket handle(self);
      base::Task<void> task = handler(std::move(handle), std::move(request));
      co_await std::move(task);
    } catch (const std::exception& error) {
      base::log::error("websocket_failed", {{"correlation_id", correlation_id}, {"error", error.what()}});
      self->begin_close(websocket::close_code::internal_error, "");
    }
    self->begin_close(websocket::close_code::normal, "");
    while (true) {
      const std::optional<std::string> ignored = co_await self->receive();
      if (!ignored) break;
    }
  }
  error_code ignored;
  self->stream_.next_layer().close(ignored);
  const std::lock_guard lock(self->mutex_);
  self->ended_ = true;
}

base::Task<bool> WebSocketSession::accept(const Request& request) {
  const http::request<http::empty_body> upgrade = beast_request(request);
  stream_.set_option(websocket::stream_base::decorator(
      [id = std::string(request.correlation_id())](websocket::response_type& response) {
        response.set("X-Correlation-ID", id);
      }));
  error_code error;
  co_await stream_.async_accept(upgrade, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return false;
  const std::lock_guard lock(mutex_);
  accepted_ = true;
  if (closing_ || !queue_.empty()) wake_writer();
  co_return true;
}

base::Task<std::optional<std::string>> WebSocketSession::receive() {
  // A Beast stream must not be read again after an error: it asserts that the frame at fault has bytes left.
  while (!has_ended()) {
    std::string text;
    auto buffer = asio::dynamic_buffer(text);
    error_code error;
    co_await stream_.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    if (stream_.got_text()) co_return text;
    begin_close(websocket::close_code::unknown_data, "Only text messages are understood");
  }
  const std::lock_guard lock(mutex_);
  ended_ = true;
  closing_ = true;
  co_return std::nullopt;
}

void WebSocketSession::send(Text text) {
  const std::lock_guard lock(mutex_);
  if (closing_) return;
  if (queued_bytes_ + text->size() > max_queue_) {
    for (const Text& waiting : queue_) queued_bytes_ -= waiting->size();
    queue_.clear();
    closing_ = true;
    reason_ = websocket::close_reason(websocket::close_code::policy_error, "Too slow to keep up");
    close_deadline_ = std::chrono::steady_clock::now() + kClosePatience;
  } else {
    queued_bytes_ += text->size();
    queue_.push_back(std::move(text));
  }
  wake_writer();
}

void WebSocketSession::close(std::uint16_t code, std::string_view reason) {
  begin_close(code, reason);
}

void WebSocketSession::begin_close(std::uint16_t code, std::string_view reason) {
  const std::lock_guard lock(mutex_);
  if (closing_) return;
  closing_ = true;
  reason_.code = code;
  reason = reason.substr(0, kMaxReason);
  reason_.reason.assign(reason.begin(), reason.end());
  close_deadline_ = std::chrono::steady_clock::now() + kClosePatience;
  wake_writer();
}

bool WebSocketSession::has_ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

bool WebSocketSession::is_open() const {
  const std::lock_guard lock(mutex_);
  return !closing_;
}

std::size_t WebSocketSession::queued_bytes() const {
  const std::lock_guard lock(mutex_);
  return queued_bytes_;
}

/// With the mutex held. Nothing is written before the handshake is over, though the client may have its answer already:
/// until then the stream does not know that it is the server, and would send what a client sends.
void WebSocketSession::wake_writer() {
  if (writing_ || !accepted_) return;
  writing_ = true;
  asio::post(strand_, [self = shared_from_this()] { self->write_next(); });
}

/// On the strand.
void WebSocketSession::write_next() {
  std::unique_lock lock(mutex_);
  if (!queue_.empty() && !ended_) {
    in_flight_ = std::move(queue_.front());
    queue_.pop_front();
    const Text text = in_flight_;
    lock.unlock();
    stream_.text(true);
    stream_.async_write(asio::buffer(*text), [self = shared_from_this(), text](const error_code& error, std::size_t) {
      self->written(error);
    });
    return;
  }
  if (closing_ && !close_sent_ && !ended_) {
    close_sent_ = true;
    const websocket::close_reason reason = reason_;
    lock.unlock();
    stream_.async_close(reason, [self = shared_from_this()](const error_code&) {
      const std::lock_guard relock(self->mutex_);
      self->writing_ = false;
    });
    return;
  }
  writing_ = false;
}

void WebSocketSession::written(const error_code& error) {
  {
    const std::lock_guard lock(mutex_);
    queued_bytes_ -= in_flight_->size();
    in_flight_.reset();
    if (error) {
      writing_ = false;
      closing_ = true;
      ended_ = true;
      return;
    }
  }
  write_next();
}

void WebSocketSession::sweep(std::chrono::steady_clock::time_point now) {
  {
    const std::lock_guard lock(mutex_);
    if (!closing_ || now < close_deadline_) return;
  }
  cut();
}

void WebSocketSession::wind_down() {
  begin_close(close_code::kGoingAway, "The server is stopping");
}

void WebSocketSession::cut() {
  asio::post(strand_, [self = shared_from_this()] {
    error_code ignored;
    self->stream_.next_layer().close(ignored);
  });
}

}  // namespace openspc::net
