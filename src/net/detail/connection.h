// One client connection: reads requests, has the Application answer them, writes the answers, one after another. Runs
// as a single coroutine on the io_context; patience is measured by the registry's sweep, not by a timer for each
// connection. Private to net.
#pragma once

#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/guarded.h"
#include "base/task.h"
#include "net/detail/application.h"
#include "net/detail/exchange.h"
#include "net/detail/http_reader.h"
#include "net/detail/read_buffer.h"
#include "net/detail/registry.h"

namespace openspc::net::detail {

/// What all connections of a server share; it outlives them.
struct ConnectionContext {
  const ServerOptions& options;
  Application& application;
  ExchangePool& exchanges;
  ConnectionRegistry& registry;
  boost::asio::io_context& io;
};

class Connection final : public RegisteredConnection, public std::enable_shared_from_this<Connection> {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

  Connection(ConnectionContext& context, Socket socket);
  ~Connection() override;

  /// Serves until the connection ends. `self` keeps the object alive meanwhile.
  static base::Task<void> run(std::shared_ptr<Connection> self);

  // From the registry, on other threads.
  void sweep(std::chrono::steady_clock::time_point now) override;
  void wind_down() override;
  void cut() override;

 private:
  using Clock = std::chrono::steady_clock;
  enum class Phase : std::uint8_t { idle, reading, answering, writing, upgraded };

  /// What other threads may end. While they hold it the descriptor is not closed.
  struct Open {
    bool has_socket = true;
    std::shared_ptr<WebSocketSession> websocket;
  };

  base::Task<void> serve();
  base::Task<bool> serve_one(HttpExchange& exchange);
  base::Task<bool> read_rest_of_head(HttpExchange& exchange, HttpReader& reader, HttpReader::Outcome outcome);
  base::Task<bool> read_body(HttpExchange& exchange, HttpReader& reader);
  base::Task<HttpReader::Outcome> receive_body(HttpExchange& exchange, HttpReader& reader);
  /// Takes room for so many bytes of a body; false when there is none.
  bool hold(HttpExchange& exchange, std::size_t bytes);
  base::Task<bool> receive();
  bool send_at_once(HttpExchange& exchange, bool http_1_0, bool keep_alive, std::size_t& sent);
  base::Task<bool> send_rest(HttpExchange& exchange, std::size_t sent);
  base::Task<void> refuse(HttpExchange& exchange, int status, std::string_view detail);
  base::Task<void> send_and_end(HttpExchange& exchange);
  base::Task<void> refuse_late(HttpExchange& exchange);
  base::Task<void> upgrade(HttpExchange& exchange);
  base::Task<void> discard_input();

  void enter(Phase phase, std::chrono::milliseconds patience);
  void close();

  ConnectionContext& context_;
  Socket socket_;
  ReadBuffer buffer_;
  std::string peer_ip_;
  std::atomic<Clock::rep> deadline_;
  std::atomic<Phase> phase_{Phase::idle};
  std::atomic<bool> timed_out_{false};
  base::Guarded<Open> open_;
};

}  // namespace openspc::net::detail
