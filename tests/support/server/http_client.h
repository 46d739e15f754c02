// Blocking HTTP and WebSocket clients for tests: plain, strict about nothing, able to send broken bytes. Not for
// production use.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace openspc::test {

struct Reply {
  int status = 0;
  std::multimap<std::string, std::string> headers;  ///< names in lower case
  std::string body;

  [[nodiscard]] std::string header(const std::string& lower_case_name) const;  ///< empty when absent
  [[nodiscard]] boost::json::value json() const;                               ///< throws when the body is no JSON
};

/// One keep-alive connection to a server on the loopback. Sends `token` as a bearer token when set. A request on a
/// connection that the server has closed meanwhile is sent again on a new one, unless `repeats` is false; a request
/// without an answer throws.
class HttpClient {
 public:
  using Headers = std::map<std::string, std::string>;

  explicit HttpClient(std::uint16_t port);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;

  Reply request(std::string_view method, std::string_view target, std::string_view body = {},
                const Headers& headers = {});
  Reply get(std::string_view target, const Headers& headers = {}) { return request("GET", target, {}, headers); }
  Reply post(std::string_view target, const boost::json::value& body, const Headers& headers = {});
  Reply put(std::string_view target, const boost::json::value& body);
  Reply patch(std::string_view target, const boost::json::value& body);
  Reply remove(std::string_view target) { return request("DELETE", target); }

  /// Signs in, keeps the access token and the refresh cookie, and changes the password when the server demands it.
  void sign_in(const std::string& username, const std::string& password);

  std::string token;
  std::string cookie;
  bool repeats = true;

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
  std::uint16_t port_;
};

/// A bare TCP connection, for bytes that no client library would send.
class RawSocket {
 public:
  explicit RawSocket(std::uint16_t port);
  ~RawSocket();
  RawSocket(RawSocket&&) noexcept;
  void send(std::string_view bytes);      ///< throws when the peer reset the connection
  bool try_send(std::string_view bytes);  ///< false when the peer closed or reset the connection
  void finish_sending();                  ///< half-close
  std::string receive_until_closed(std::chrono::milliseconds deadline = std::chrono::seconds(10));
  std::string receive_some(
      std::chrono::milliseconds deadline = std::chrono::seconds(10));  ///< empty at end or deadline
  /// What arrives until it contains the text, the peer closes or the deadline passes.
  std::string receive_until(std::string_view text, std::chrono::milliseconds deadline = std::chrono::seconds(10));
  [[nodiscard]] bool closed_by_peer(std::chrono::milliseconds deadline);

 private:
  int fd_;
};

class WebSocketClient {
 public:
  WebSocketClient(std::uint16_t port, const std::string& target);
  ~WebSocketClient();
  WebSocketClient(WebSocketClient&&) noexcept;
  void send(const boost::json::value& message);
  void send_text(std::string_view text);
  void send_binary(std::string_view bytes);
  /// The next message, or nothing when the deadline passes or the server closes.
  std::optional<boost::json::value> receive(std::chrono::milliseconds deadline = std::chrono::seconds(15));
  /// Skips messages until one of the given type arrives.
  std::optional<boost::json::value> receive_type(std::string_view type,
                                                 std::chrono::milliseconds deadline = std::chrono::seconds(15));
  /// The close code, once the server closed; nothing before.
  [[nodiscard]] std::optional<int> close_code() const;
  void close();

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace openspc::test
