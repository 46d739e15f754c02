// The HTTP/1.1 and WebSocket server: takes connections, runs the Router's routes, serves the UI and the API documents.
// Made once by server/ (the composition root) and by tests, which use port 0. Handlers run on the threads of `io`.
// Never blocks those threads. start() throws base::Error(unavailable) when the address cannot be bound.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/network.h"
#include "base/rate.h"
#include "base/task.h"
#include "base/time.h"
#include "net/access.h"
#include "net/rate_counts.h"
#include "net/router.h"

namespace openspc::net {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 = any free one; see Server::port()
  std::string title = "OpenSPC";
  std::string version = "0.4.0";
  std::filesystem::path web_dir;  ///< built UI; empty or missing = API only
  std::vector<std::string> cors_origins;
  std::vector<base::Network> trusted_proxies;  ///< peers whose X-Forwarded-For, -Proto and Forwarded are believed
  bool rate_limits = true;
  std::optional<base::Rate> usual_rate;  ///< of API routes without a limit of their own, for each caller

  std::size_t max_header_bytes = 16 * 1024;
  std::size_t max_body_bytes = 8 * 1024 * 1024;        ///< of a caller who is known, unless the route says otherwise
  std::size_t max_unknown_body_bytes = 64 * 1024;      ///< before the caller is known, and of public routes
  std::size_t max_bytes_in_flight = 64 * 1024 * 1024;  ///< all bodies together; as much for what is parsed
  std::size_t max_connections = 20'000;                ///< further ones are answered 503 and closed
  std::chrono::milliseconds header_timeout{10'000};
  std::chrono::milliseconds body_timeout{30'000};
  std::chrono::milliseconds keep_alive_timeout{75'000};
  std::chrono::milliseconds write_timeout{30'000};

  std::size_t websocket_max_message = 64 * 1024;
  std::size_t websocket_max_queue = 8 * 1024 * 1024;  ///< a burst that an attentive client is allowed to lag behind
  std::chrono::milliseconds websocket_idle_timeout{40'000};  ///< a ping goes out at half of it

  static ServerOptions from(const base::Config& config);
};

/// Why nobody could listen there now; nothing when it can be done.
[[nodiscard]] std::optional<std::string> why_not_listenable(const std::string& host, std::uint16_t port);

class Server {
 public:
  /// `authenticator` and `clock` must outlive the server.
  Server(boost::asio::io_context& io, ServerOptions options, Router router, Authenticator& authenticator,
         const base::Clock& clock);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// Binds and begins to accept.
  void start();
  /// The port that is listened on.
  std::uint16_t port() const;
  /// Stops accepting, closes idle connections and WebSockets (1001), lets running requests finish until the deadline,
  /// then cuts off what is left. Returns when no connection is left.
  base::Task<void> stop(std::chrono::milliseconds deadline);

  /// The OpenAPI 3.1 document that /openapi.json serves.
  const std::string& openapi_document() const;
  /// What was counted against the limits of routes since the last call; a second's worth fits.
  RateCounts take_rate_counts();
  /// What another server took: the limits hold for both together.
  void add_rate_counts(const RateCounts& told);
  /// Open connections, HTTP and WebSocket.
  std::size_t connections() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace openspc::net
