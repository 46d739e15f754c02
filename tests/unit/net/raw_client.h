// A blocking client that sends exactly the bytes it is told to, and the few WebSocket frames that the tests need.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace openspc::net::test {

struct Answer {
  int status = 0;
  std::multimap<std::string, std::string> headers;  // names as sent
  std::string body;

  std::string header(const std::string& name) const;
  bool has(const std::string& name) const { return headers.contains(name); }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient();

  void send(std::string_view bytes) const;
  void finish_sending() const;
  /// Reads one answer (headers, and a body of Content-Length unless `head`). Status 0 when the connection ended first.
  Answer receive(bool head = false);
  Answer exchange(std::string_view bytes) {
    send(bytes);
    return receive();
  }
  /// True when the server ends the connection within the time.
  bool is_closed_within(std::chrono::milliseconds time);

  // WebSocket
  Answer upgrade(const std::string& path);
  void send_frame(std::uint8_t opcode, std::string_view payload, bool final = true, bool masked = true,
                  std::uint8_t reserved = 0) const;
  struct Frame {
    std::uint8_t opcode = 0;
    std::string payload;
    int close_code() const;
  };
  /// nullopt when the connection ended.
  std::optional<Frame> receive_frame();

 private:
  bool fill();
  bool take(std::size_t size, std::string& out);

  int socket_;
  std::string received_;
};

/// "GET path HTTP/1.1" with Host and the given further header lines.
std::string get_request(std::string_view path, std::string_view header_lines = {});
std::string request_with_body(std::string_view method, std::string_view path, std::string_view body,
                              std::string_view header_lines = {});

}  // namespace openspc::net::test
