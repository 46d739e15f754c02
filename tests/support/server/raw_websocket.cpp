#include "support/server/raw_websocket.h"

#include <array>
#include <stdexcept>

namespace openspc::test {
namespace {

constexpr std::array<unsigned char, 4> kMask{0x12, 0x34, 0x56, 0x78};

void append_number(std::string& out, std::uint64_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out += static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xFFU);
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count; ++i) number = (number << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

}  // namespace

std::string RawFrame::bytes() const {
  const std::uint64_t length = claimed_length.value_or(payload.size());
  const unsigned mask_bit = masked ? 0x80U : 0U;
  std::string out;
  out += static_cast<char>((fin ? 0x80U : 0U) | (static_cast<unsigned>(reserved) << 4U) | opcode);
  if (length < 126) {
    out += static_cast<char>(mask_bit | static_cast<unsigned>(length));
  } else if (length <= 0xFFFF) {
    out += static_cast<char>(mask_bit | 126U);
    append_number(out, length, 2);
  } else {
    out += static_cast<char>(mask_bit | 127U);
    append_number(out, length, 8);
  }
  if (masked) out.append(kMask.begin(), kMask.end());
  for (std::size_t i = 0; i < payload.size(); ++i)
    out += masked ? static_cast<char>(static_cast<unsigned char>(payload[i]) ^ kMask[i % 4]) : payload[i];
  return out;
}

int ReceivedFrame::close_code() const {
  return payload.size() < 2 ? 0 : static_cast<int>(number_at(payload, 0, 2));
}

RawWebSocket::RawWebSocket(std::uint16_t port, std::string_view target) : socket_(port) {
  socket_.send("GET " + std::string(target) +
               " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  const std::string answer = socket_.receive_until("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 101")) throw std::runtime_error("no upgrade: " + answer);
  buffer_ = answer.substr(answer.find("\r\n\r\n") + 4);
}

std::optional<ReceivedFrame> RawWebSocket::receive(std::chrono::milliseconds deadline) {
  const auto fill = [&](std::size_t wanted) {
    while (buffer_.size() < wanted) {
      const std::string part = socket_.receive_some(deadline);
      if (part.empty()) return false;
      buffer_ += part;
    }
    return true;
  };
  if (!fill(2)) return std::nullopt;
  std::size_t head = 2;
  std::uint64_t length = static_cast<unsigned char>(buffer_[1]) & 0x7FU;
  if (const std::size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0; extra != 0) {
    if (!fill(head + extra)) return std::nullopt;
    length = number_at(buffer_, head, extra);
    head += extra;
  }
  if (!fill(head + length)) return std::nullopt;
  ReceivedFrame frame{static_cast<std::uint8_t>(static_cast<unsigned char>(buffer_[0]) & 0x0FU),
                      buffer_.substr(head, length)};
  buffer_.erase(0, head + length);
  return frame;
}

std::optional<int> RawWebSocket::receive_close() {
  while (const auto frame = receive()) {
    if (frame->opcode == 8) return frame->close_code();
  }
  return std::nullopt;
}

}  // namespace openspc::test
