#include "http_client.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <stdexcept>

namespace openspc::test {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

tcp::endpoint loopback(std::uint16_t port) {
  return {asio::ip::address_v4::loopback(), port};
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

}  // namespace

std::string Reply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

boost::json::value Reply::json() const {
  return boost::json::parse(body);
}

struct HttpClient::Connection {
  asio::io_context io;
  tcp::socket socket{io};
  beast::flat_buffer buffer;
};

HttpClient::HttpClient(std::uint16_t port) : port_(port) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;

Reply HttpClient::request(std::string_view method, std::string_view target, std::string_view body,
                          const Headers& headers) {
  http::request<http::string_body> request;
  request.method_string(method);
  request.target(target);
  request.version(11);
  request.set(http::field::host, "localhost");
  if (!token.empty()) request.set(http::field::authorization, "Bearer " + token);
  if (!cookie.empty()) request.set(http::field::cookie, cookie);
  if (!body.empty()) request.set(http::field::content_type, "application/json");
  for (const auto& [name, value] : headers) request.set(name, value);
  request.body() = std::string(body);
  request.prepare_payload();

  for (const bool retry : {true, false}) {
    const bool was_open = connection_ != nullptr;
    try {
      if (!connection_) {
        connection_ = std::make_unique<Connection>();
        connection_->socket.connect(loopback(port_));
        connection_->socket.set_option(tcp::no_delay(true));
      }
      http::write(connection_->socket, request);
      http::response_parser<http::string_body> parser;
      parser.body_limit(256U << 20U);
      if (method == "HEAD") parser.skip(true);
      http::read(connection_->socket, connection_->buffer, parser);
      const auto& message = parser.get();
      Reply reply{static_cast<int>(message.result_int()), {}, message.body()};
      for (const auto& field : message) reply.headers.emplace(lower(field.name_string()), field.value());
      if (!message.keep_alive()) connection_.reset();
      if (const auto set = reply.header("set-cookie"); !set.empty()) cookie = set.substr(0, set.find(';'));
      return reply;
    } catch (const boost::system::system_error&) {
      connection_.reset();
      if (!repeats || !was_open || !retry) throw;
    }
  }
  throw std::logic_error("unreachable");
}

Reply HttpClient::post(std::string_view target, const boost::json::value& body, const Headers& headers) {
  return request("POST", target, boost::json::serialize(body), headers);
}
Reply HttpClient::put(std::string_view target, const boost::json::value& body) {
  return request("PUT", target, boost::json::serialize(body));
}
Reply HttpClient::patch(std::string_view target, const boost::json::value& body) {
  return request("PATCH", target, boost::json::serialize(body));
}

void HttpClient::sign_in(const std::string& username, const std::string& password) {
  const auto login = [&](const std::string& secret) {
    token.clear();
    const auto reply = post("/api/v1/auth/login", {{"username", username}, {"password", secret}});
    if (reply.status != 200)
      throw std::runtime_error("login answered " + std::to_string(reply.status) + ": " + reply.body);
    const auto json = reply.json();
    token = json.at("access_token").as_string().c_str();
    return json.at("must_change_password").as_bool();
  };
  if (!login(password)) return;
  const auto changed =
      post("/api/v1/auth/change-password", {{"current_password", password}, {"new_password", password + "-new"}});
  if (changed.status != 200)
    throw std::runtime_error("change-password answered " + std::to_string(changed.status) + ": " + changed.body);
  login(password + "-new");
}

RawSocket::RawSocket(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd_ < 0 || ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("no connection");
}
RawSocket::~RawSocket() {
  if (fd_ >= 0) ::close(fd_);
}
RawSocket::RawSocket(RawSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

void RawSocket::send(std::string_view bytes) {
  if (!try_send(bytes)) throw std::runtime_error("the peer closed the connection");
}

bool RawSocket::try_send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawSocket::finish_sending() {
  ::shutdown(fd_, SHUT_WR);
}

std::string RawSocket::receive_some(std::chrono::milliseconds deadline) {
  pollfd waiting{fd_, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(deadline.count())) <= 0) return {};
  char bytes[16384];
  const auto received = ::recv(fd_, bytes, sizeof bytes, 0);
  return received > 0 ? std::string(bytes, static_cast<std::size_t>(received)) : std::string();
}

std::string RawSocket::receive_until_closed(std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  std::string all;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return all;
    const auto part = receive_some(left);
    if (part.empty()) return all;
    all += part;
  }
}

std::string RawSocket::receive_until(std::string_view text, std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  std::string all;
  while (all.find(text) == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const auto part = left.count() > 0 ? receive_some(left) : std::string();
    if (part.empty()) break;
    all += part;
  }
  return all;
}

bool RawSocket::closed_by_peer(std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd waiting{fd_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return false;
    char bytes[4096];
    if (::recv(fd_, bytes, sizeof bytes, 0) <= 0) return true;
  }
}

struct WebSocketClient::Connection {
  asio::io_context io;
  beast::websocket::stream<tcp::socket> stream{io};
  beast::flat_buffer buffer;
  std::optional<boost::system::error_code> outcome;  // of the read that is under way or just ended
  bool reading = false;
  bool closed = false;
};

WebSocketClient::WebSocketClient(std::uint16_t port, const std::string& target)
    : connection_(std::make_unique<Connection>()) {
  auto& stream = connection_->stream;
  stream.next_layer().connect(loopback(port));
  stream.next_layer().set_option(tcp::no_delay(true));
  stream.handshake("localhost", target);
  stream.text(true);
}
WebSocketClient::~WebSocketClient() = default;
WebSocketClient::WebSocketClient(WebSocketClient&&) noexcept = default;

void WebSocketClient::send(const boost::json::value& message) {
  send_text(boost::json::serialize(message));
}
void WebSocketClient::send_text(std::string_view text) {
  connection_->stream.text(true);
  connection_->stream.write(asio::buffer(text.data(), text.size()));
}
void WebSocketClient::send_binary(std::string_view bytes) {
  connection_->stream.binary(true);
  connection_->stream.write(asio::buffer(bytes.data(), bytes.size()));
}

// A read that outlives its deadline stays under way and serves the next call: giving it up would end the stream.
std::optional<boost::json::value> WebSocketClient::receive(std::chrono::milliseconds deadline) {
  auto& c = *connection_;
  if (c.closed) return std::nullopt;
  if (!c.reading) {
    c.reading = true;
    c.outcome.reset();
    c.buffer.clear();
    c.stream.async_read(c.buffer, [&c](boost::system::error_code error, std::size_t) { c.outcome = error; });
  }
  c.io.restart();
  c.io.run_for(deadline);
  if (!c.outcome) return std::nullopt;
  c.reading = false;
  if (*c.outcome) {
    c.closed = true;
    return std::nullopt;
  }
  return boost::json::parse(beast::buffers_to_string(c.buffer.data()));
}

std::optional<boost::json::value> WebSocketClient::receive_type(std::string_view type,
                                                                std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return std::nullopt;
    auto message = receive(left);
    if (!message) return std::nullopt;
    if (message->at("type").as_string() == type) return message;
  }
}

std::optional<int> WebSocketClient::close_code() const {
  if (!connection_->closed) return std::nullopt;
  return connection_->stream.reason().code;
}

void WebSocketClient::close() {
  auto& c = *connection_;
  c.stream.async_close(beast::websocket::close_code::normal, [](boost::system::error_code) {});
  c.io.restart();
  c.io.run_for(std::chrono::seconds(10));
  c.closed = true;
}

}  // namespace openspc::test
