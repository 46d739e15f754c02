#include "raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace openspc::net::test {
namespace {

constexpr std::chrono::seconds kPatience{20};

void limit_receiving(int socket, std::chrono::milliseconds time) {
  timeval value{};
  value.tv_sec = time.count() / 1000;
  value.tv_usec = (time.count() % 1000) * 1000;
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
}

}  // namespace

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect");
  }
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  limit_receiving(socket_, kPatience);
}

RawClient::~RawClient() {
  ::close(socket_);
}

void RawClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return;  // the server has closed: the test looks at what it answered
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void RawClient::finish_sending() const {
  ::shutdown(socket_, SHUT_WR);
}

bool RawClient::fill() {
  std::array<char, 16384> chunk;
  const ssize_t n = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (n <= 0) return false;
  received_.append(chunk.data(), static_cast<std::size_t>(n));
  return true;
}

bool RawClient::take(std::size_t size, std::string& out) {
  while (received_.size() < size) {
    if (!fill()) return false;
  }
  out = received_.substr(0, size);
  received_.erase(0, size);
  return true;
}

Answer RawClient::receive(bool head) {
  Answer answer;
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return answer;
  }
  const std::string text = received_.substr(0, end + 2);
  received_.erase(0, end + 4);
  answer.status = std::stoi(text.substr(text.find(' ') + 1, 3));
  for (std::size_t line = text.find("\r\n") + 2; line < text.size(); line = text.find("\r\n", line) + 2) {
    const std::size_t colon = text.find(": ", line);
    answer.headers.emplace(text.substr(line, colon - line),
                           text.substr(colon + 2, text.find("\r\n", line) - colon - 2));
  }
  const std::string length = answer.header("Content-Length");
  if (!head && !length.empty() && !take(std::stoul(length), answer.body)) answer.status = 0;
  return answer;
}

bool RawClient::is_closed_within(std::chrono::milliseconds time) {
  limit_receiving(socket_, time);
  std::array<char, 4096> bin;
  ssize_t n = 0;
  while ((n = ::recv(socket_, bin.data(), bin.size(), 0)) > 0) {
  }
  const bool closed = n == 0 || errno == ECONNRESET;
  limit_receiving(socket_, kPatience);
  return closed;
}

Answer RawClient::upgrade(const std::string& path) {
  send("GET " + path +
       " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: "
       "13\r\n"
       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  return receive();
}

void RawClient::send_frame(std::uint8_t opcode, std::string_view payload, bool final, bool masked,
                           std::uint8_t reserved) const {
  std::string frame;
  frame += static_cast<char>((final ? 0x80 : 0) | (reserved << 4) | opcode);
  const int mask_bit = masked ? 0x80 : 0;
  if (payload.size() < 126) {
    frame += static_cast<char>(mask_bit | static_cast<int>(payload.size()));
  } else if (payload.size() < 65536) {
    frame += static_cast<char>(mask_bit | 126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xFF);
  } else {
    frame += static_cast<char>(mask_bit | 127);
    for (int shift = 56; shift >= 0; shift -= 8) frame += static_cast<char>((payload.size() >> shift) & 0xFF);
  }
  constexpr std::array<char, 4> mask{0x12, 0x34, 0x56, 0x78};
  if (masked) frame.append(mask.data(), mask.size());
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i];
  }
  send(frame);
}

int RawClient::Frame::close_code() const {
  if (opcode != 8 || payload.size() < 2) return 0;
  return (static_cast<unsigned char>(payload[0]) << 8) | static_cast<unsigned char>(payload[1]);
}

std::optional<RawClient::Frame> RawClient::receive_frame() {
  std::string head;
  if (!take(2, head)) return std::nullopt;
  Frame frame;
  frame.opcode = static_cast<std::uint8_t>(head[0] & 0x0F);
  std::size_t size = static_cast<unsigned char>(head[1]) & 0x7Fu;
  if (size >= 126) {
    std::string extended;
    if (!take(size == 126 ? 2 : 8, extended)) return std::nullopt;
    size = 0;
    for (const char c : extended) size = (size << 8) | static_cast<unsigned char>(c);
  }
  if (!take(size, frame.payload)) return std::nullopt;
  return frame;
}

std::string get_request(std::string_view path, std::string_view header_lines) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(header_lines) + "\r\n";
}

std::string request_with_body(std::string_view method, std::string_view path, std::string_view body,
                              std::string_view header_lines) {
  return std::string(method) + " " + std::string(path) +
         " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(header_lines) + "\r\n" + std::string(body);
}

}  // namespace openspc::net::test
