#include "net/detail/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "net/detail/request_builder.h"
#include "net/detail/websocket_session.h"

namespace openspc::net::detail {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kBodyChunk = 64 * 1024;
constexpr std::size_t kUnknownBodyChunk = 8 * 1024;
constexpr std::size_t kMaxDiscarded = 64 * 1024 * 1024;
constexpr std::chrono::seconds kDiscardPatience{2};
constexpr std::string_view kContinueLine = "HTTP/1.1 100 Continue\r\n\r\n";

std::string address_of(const Connection::Socket& socket) {
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return "unknown";
  const asio::ip::address address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace

Connection::Connection(ConnectionContext& context, Socket socket) : context_(context), socket_(std::move(socket)) {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  peer_ip_ = address_of(socket_);
  enter(Phase::idle, context_.options.header_timeout);
  context_.registry.add(*this);
}

Connection::~Connection() {
  context_.registry.remove(*this);
  close();
}

void Connection::enter(Phase phase, std::chrono::milliseconds patience) {
  deadline_.store((Clock::now() + patience).time_since_epoch().count(), std::memory_order_relaxed);
  phase_.store(phase);
}

void Connection::close() {
  const auto open = open_.lock();
  if (!std::exchange(open->has_socket, false)) return;
  error_code ignored;
  socket_.close(ignored);
}

void Connection::sweep(Clock::time_point now) {
  const auto open = open_.lock();
  if (open->websocket) return open->websocket->sweep(now);
  const Phase phase = phase_.load();
  const bool waiting = phase == Phase::idle || phase == Phase::reading || phase == Phase::writing;
  if (!open->has_socket || !waiting || now.time_since_epoch().count() < deadline_.load(std::memory_order_relaxed))
    return;
  timed_out_.store(true);
  // The pending read ends as if the client had closed; the coroutine then sees why. A write ends with an error.
  ::shutdown(socket_.native_handle(), phase == Phase::writing ? SHUT_RDWR : SHUT_RD);
}

void Connection::wind_down() {
  const auto open = open_.lock();
  if (open->websocket) return open->websocket->wind_down();
  if (open->has_socket && phase_.load() == Phase::idle) ::shutdown(socket_.native_handle(), SHUT_RD);
}

void Connection::cut() {
  const auto open = open_.lock();
  if (open->websocket) return open->websocket->cut();
  if (open->has_socket) ::shutdown(socket_.native_handle(), SHUT_RDWR);
}

base::Task<void> Connection::run(std::shared_ptr<Connection> self) {
  co_await self->serve();
  self->close();
}

base::Task<void> Connection::serve() {
  while (true) {
    if (buffer_.empty()) {
      buffer_.shrink();
      buffer_.make_room(context_.options.max_header_bytes);
      if (context_.registry.stopping()) co_return;
      error_code error;
      const auto room = asio::buffer(buffer_.room(), buffer_.room_size());
      const std::size_t n = co_await socket_.async_read_some(room, asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return;
      buffer_.received(n);
    }
    std::unique_ptr<HttpExchange> exchange = context_.exchanges.take();
    const bool again = co_await serve_one(*exchange);
    context_.exchanges.give_back(std::move(exchange));
    if (!again) co_return;
    enter(Phase::idle, context_.options.keep_alive_timeout);
  }
}

base::Task<bool> Connection::serve_one(HttpExchange& exchange) {
  while (buffer_.data().starts_with("\r\n")) buffer_.consume(2);  // RFC 9112, 2.2: tolerated before a request line
  HttpReader reader(exchange.request, context_.options.max_header_bytes);
  enter(Phase::reading, context_.options.header_timeout);
  std::size_t consumed = 0;
  const HttpReader::Outcome outcome = reader.read(buffer_.data(), consumed);
  buffer_.consume(consumed);
  const bool have_head =
      outcome == HttpReader::Outcome::message_complete || outcome == HttpReader::Outcome::head_complete;
  if (!have_head && !co_await read_rest_of_head(exchange, reader, outcome)) co_return false;

  context_.application.begin(exchange, peer_ip_);
  if (!context_.application.route(exchange)) {
    co_await refuse(exchange, 400, "Malformed request target");
    co_return false;
  }
  if (!reader.is_done() && !co_await read_body(exchange, reader)) co_return false;
  if (exchange.match.outcome == Match::Outcome::websocket && reader.upgrade() && buffer_.empty()) {
    co_await upgrade(exchange);
    co_return false;
  }
  phase_.store(Phase::answering);
  co_await context_.application.respond(exchange);
  exchange.release_body();
  const bool keep_alive = reader.keep_alive() && !exchange.reply.close && !context_.registry.stopping();
  std::size_t sent = 0;
  if (!send_at_once(exchange, reader.is_http_1_0(), keep_alive, sent) && !co_await send_rest(exchange, sent)) {
    co_return false;
  }
  co_return keep_alive;
}

base::Task<bool> Connection::read_rest_of_head(HttpExchange& exchange, HttpReader& reader,
                                               HttpReader::Outcome outcome) {
  while (outcome == HttpReader::Outcome::need_more) {
    if (!buffer_.make_room(context_.options.max_header_bytes)) {
      outcome = HttpReader::Outcome::head_too_large;
      break;
    }
    if (!co_await receive()) {
      context_.application.begin(exchange, peer_ip_);
      co_await refuse_late(exchange);
      co_return false;
    }
    std::size_t consumed = 0;
    outcome = reader.read(buffer_.data(), consumed);
    buffer_.consume(consumed);
  }
  if (outcome == HttpReader::Outcome::message_complete || outcome == HttpReader::Outcome::head_complete) co_return true;
  RequestBuilder(exchange.request).clear();
  context_.application.begin(exchange, peer_ip_);
  if (outcome == HttpReader::Outcome::head_too_large) {
    co_await refuse(exchange, 431, "Request header too large");
  } else {
    co_await refuse(exchange, 400, "Malformed request");
  }
  co_return false;
}

base::Task<bool> Connection::read_body(HttpExchange& exchange, HttpReader& reader) {
  Application& application = context_.application;
  enter(Phase::reading, context_.options.body_timeout);
  const std::optional<std::uint64_t> declared = reader.declared_length();
  const std::size_t limit = application.body_limit(exchange);
  const bool needs_trust = !declared || *declared > application.unknown_body_limit(exchange);
  if (needs_trust && declared.value_or(0) <= limit && !co_await application.admit(exchange)) {
    co_await send_and_end(exchange);
    co_return false;
  }
  HttpReader::Outcome outcome = HttpReader::Outcome::body_too_large;
  reader.limit_body(limit);
  if (declared.value_or(0) <= limit) outcome = co_await receive_body(exchange, reader);
  switch (outcome) {
    case HttpReader::Outcome::message_complete:
      co_return true;
    case HttpReader::Outcome::need_more:
      co_await refuse_late(exchange);
      break;
    case HttpReader::Outcome::body_too_large:
      co_await refuse(exchange, 413, "Request body larger than " + std::to_string(limit) + " bytes");
      break;
    case HttpReader::Outcome::no_room:
      application.refuse(exchange, no_room_for_body());
      co_await send_and_end(exchange);
      break;
    default:
      co_await refuse(exchange, 400, "Malformed request body");
  }
  co_return false;
}

/// need_more: the input ended before the body did.
base::Task<HttpReader::Outcome> Connection::receive_body(HttpExchange& exchange, HttpReader& reader) {
  const std::size_t declared = reader.declared_length().value_or(0);
  if (!hold(exchange, declared)) co_return HttpReader::Outcome::no_room;
  RequestBuilder(exchange.request).body().reserve(declared);
  buffer_.reserve(std::min(declared, exchange.request.has_principal() ? kBodyChunk : kUnknownBodyChunk));
  if (reader.expects_continue() && buffer_.empty()) {
    error_code ignored;  // a client that cannot take 25 bytes now will send its body unasked
    socket_.write_some(asio::buffer(kContinueLine), ignored);
  }
  while (true) {
    std::size_t consumed = 0;
    HttpReader::Outcome outcome = HttpReader::Outcome::need_more;
    if (!buffer_.empty()) outcome = reader.read(buffer_.data(), consumed);
    buffer_.consume(consumed);
    if (outcome != HttpReader::Outcome::need_more) co_return outcome;
    // Of unknown length: it grows by doubling. Not its capacity, which an earlier request may have left larger.
    const std::size_t grown = declared != 0 ? declared : 2 * RequestBuilder(exchange.request).body().size();
    if (!hold(exchange, grown)) co_return HttpReader::Outcome::no_room;
    if (!buffer_.make_room(kBodyChunk)) co_return HttpReader::Outcome::malformed;
    if (!co_await receive()) co_return HttpReader::Outcome::need_more;
  }
}

bool Connection::hold(HttpExchange& exchange, std::size_t bytes) {
  const bool known = exchange.request.has_principal();
  return exchange.share.grow_to(context_.application.budget(), bytes,
                                known ? BodyBudget::Caller::known : BodyBudget::Caller::unknown);
}

base::Task<bool> Connection::receive() {
  error_code error;
  const auto room = asio::buffer(buffer_.room(), buffer_.room_size());
  const std::size_t n = co_await socket_.async_read_some(room, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return false;
  buffer_.received(n);
  co_return true;
}

bool Connection::send_at_once(HttpExchange& exchange, bool http_1_0, bool keep_alive, std::size_t& sent) {
  write_head(exchange.head, exchange.reply, exchange.request.response_headers(), exchange.request.correlation_id(),
             http_1_0, keep_alive);
  enter(Phase::writing, context_.options.write_timeout);
  const std::string_view body = exchange.reply.bytes_to_send();
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(exchange.head), asio::buffer(body)};
  error_code error;
  sent = socket_.write_some(buffers, error);
  return !error && sent == exchange.head.size() + body.size();
}

base::Task<bool> Connection::send_rest(HttpExchange& exchange, std::size_t sent) {
  const std::string_view head = exchange.head;
  const std::string_view body = exchange.reply.bytes_to_send();
  while (sent < head.size() + body.size()) {
    const std::size_t head_sent = std::min(sent, head.size());
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(head.substr(head_sent)),
                                                    asio::buffer(body.substr(sent - head_sent))};
    enter(Phase::writing, context_.options.write_timeout);
    error_code error;
    sent += co_await socket_.async_write_some(buffers, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
  }
  co_return true;
}

/// Answers and ends the connection. What the client still sends is read for a while and thrown away, because closing a
/// socket with unread bytes resets it, and the client might never see the answer.
base::Task<void> Connection::refuse(HttpExchange& exchange, int status, std::string_view detail) {
  context_.application.refuse(exchange, status, detail);
  co_await send_and_end(exchange);
}

/// Sends the answer of a request of which not everything was read.
base::Task<void> Connection::send_and_end(HttpExchange& exchange) {
  std::size_t sent = 0;
  if (!send_at_once(exchange, false, false, sent) && !co_await send_rest(exchange, sent)) co_return;
  error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  co_await discard_input();
}

/// Input ended too early: 408 when patience did, nothing when the client went away.
base::Task<void> Connection::refuse_late(HttpExchange& exchange) {
  if (!timed_out_.load()) co_return;
  context_.application.refuse(exchange, 408, "The request took too long to arrive");
  std::size_t sent = 0;
  if (!send_at_once(exchange, false, false, sent)) co_await send_rest(exchange, sent);
}

base::Task<void> Connection::discard_input() {
  enter(Phase::reading, kDiscardPatience);
  std::array<char, 4096> bin;
  for (std::size_t total = 0; total < kMaxDiscarded;) {
    error_code error;
    total += co_await socket_.async_read_some(asio::buffer(bin), asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
  }
}

base::Task<void> Connection::upgrade(HttpExchange& exchange) {
  std::shared_ptr<WebSocketSession> session;
  {
    const auto open = open_.lock();
    phase_.store(Phase::upgraded);
    error_code error;
    const auto protocol = socket_.local_endpoint(error).protocol();
    const auto descriptor = socket_.release(error);
    open->has_socket = false;
    session = std::make_shared<WebSocketSession>(context_.io, protocol, descriptor, context_.options);
    open->websocket = session;
  }
  if (context_.registry.stopping()) session->wind_down();
  co_await WebSocketSession::run(session, std::move(exchange.request), *exchange.match.websocket);
}

}  // namespace openspc::net::detail
