// What the sinks of tests stand on: listens on a free port of the loopback and serves each connection on a thread of
// its own, in the clear or encrypted. Ends all of them at destruction.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/peers/certificates.h"
#include "support/peers/loopback_listener.h"

namespace openspc::test {

class SinkConnection {
 public:
  SinkConnection(int fd, SSL_CTX* tls) : fd_(fd), tls_(tls) {}
  SinkConnection(const SinkConnection&) = delete;
  SinkConnection& operator=(const SinkConnection&) = delete;
  ~SinkConnection();

  /// False when the client does not take part in the handshake.
  bool encrypt();
  [[nodiscard]] bool is_encrypted() const { return ssl_ != nullptr; }
  /// The next line without its end; nothing when the client went away.
  std::optional<std::string> read_line();
  std::optional<std::string> read_exactly(std::size_t count);
  bool write(std::string_view bytes);
  /// Until the client goes away or the sink ends.
  void wait_for_end();
  void break_off();  ///< from another thread

 private:
  bool fill();

  const int fd_;
  SSL_CTX* tls_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
  std::string buffer_;
};

class SinkServer {
 public:
  using Serve = std::function<void(SinkConnection&)>;

  SinkServer(std::optional<IssuedCertificate> certificate, Serve serve);
  SinkServer(const SinkServer&) = delete;
  SinkServer& operator=(const SinkServer&) = delete;
  ~SinkServer();

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }

 private:
  struct Client {
    std::unique_ptr<SinkConnection> connection;
    std::thread thread;
  };
  void accept_forever();

  Serve serve_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> tls_{nullptr, &SSL_CTX_free};
  LoopbackListener listener_;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;  // guards the clients
  std::vector<Client> clients_;
  std::thread thread_;
};

}  // namespace openspc::test
