// The connection behind WebSocket handles: Beast's stream on a strand, a bounded queue of outgoing texts that any
// thread may fill, and an orderly close. Private to net.
#pragma once

#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/task.h"
#include "net/request.h"
#include "net/router.h"
#include "net/server.h"

namespace openspc::net {

class WebSocketSession : public std::enable_shared_from_this<WebSocketSession> {
 public:
  using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;

  /// Takes over the descriptor of an accepted connection.
  WebSocketSession(boost::asio::io_context& io, boost::asio::ip::tcp protocol, Socket::native_handle_type descriptor,
                   const ServerOptions& options);

  /// Shakes hands, runs the handler, closes. Ends when the connection has.
  static base::Task<void> run(std::shared_ptr<WebSocketSession> self, Request request, const WebSocketHandler& handler);

  // As in WebSocket.
  base::Task<std::optional<std::string>> receive();
  void send(std::shared_ptr<const std::string> text);
  void close(std::uint16_t code, std::string_view reason);
  bool is_open() const;
  /// Nothing can be read or written any more.
  bool has_ended() const;
  std::size_t queued_bytes() const;

  // From the registry, on any thread.
  void sweep(std::chrono::steady_clock::time_point now);
  void wind_down();
  void cut();

 private:
  using Stream = boost::beast::websocket::stream<Socket, false>;  // without compression
  using Text = std::shared_ptr<const std::string>;

  static base::Task<void> converse(std::shared_ptr<WebSocketSession> self, Request request,
                                   const WebSocketHandler& handler);
  base::Task<bool> accept(const Request& request);
  void begin_close(std::uint16_t code, std::string_view reason);
  void wake_writer();
  void write_next();
  void written(const boost::system::error_code& error);

  const std::size_t max_queue_;
  Strand strand_;
  Stream stream_;  // used on the strand only

  mutable std::mutex mutex_;  // guards what follows
  std::deque<Text> queue_;
  Text in_flight_;
  std::size_t queued_bytes_ = 0;
  bool accepted_ = false;
  bool writing_ = false;  // a write or close is under way, or about to be
  bool closing_ = false;  // no more texts are taken
  bool close_sent_ = false;
  bool ended_ = false;
  boost::beast::websocket::close_reason reason_;
  std::chrono::steady_clock::time_point close_deadline_;
};

}  // namespace openspc::net
