#include "net/server.h"

#include <algorithm>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "base/error.h"
#include "base/log.h"
#include "net/detail/application.h"
#include "net/detail/connection.h"

namespace openspc::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::string_view kBusyAnswer =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: 34\r\nConnection: "
    "close\r\n\r\n"
    "{\"detail\":\"Too many connections\"} ";
constexpr std::chrono::milliseconds kPauseWithoutDescriptors{50};
constexpr std::chrono::milliseconds kStopPoll{5};
constexpr std::chrono::seconds kCutPatience{2};

tcp::endpoint resolve(const std::string& host, std::uint16_t port) {
  error_code error;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (!error) return {address, port};
  asio::io_context scratch;
  tcp::resolver resolver(scratch);
  const auto found = resolver.resolve(host, std::to_string(port), error);
  if (error || found.empty()) throw base::unavailable("Cannot resolve the address to listen on: " + host);
  return *found.begin();
}

template <class Acceptor>
error_code listen(Acceptor& acceptor, const tcp::endpoint& endpoint) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

/// Often enough for the shortest patience, seldom enough to cost nothing.
std::chrono::milliseconds sweep_period(const ServerOptions& options) {
  const auto shortest = std::min({options.header_timeout, options.body_timeout, options.keep_alive_timeout,
                                  options.write_timeout, std::chrono::milliseconds(1000)});
  return std::max(shortest / 4, std::chrono::milliseconds(10));
}

}  // namespace

ServerOptions ServerOptions::from(const base::Config& config) {
  ServerOptions options;
  options.host = config.host;
  options.port = config.port;
  if (!config.app_version.empty()) options.version = config.app_version;
  options.web_dir = config.web_dir;
  options.cors_origins = config.cors_origins;
  options.trusted_proxies = config.trusted_proxies;
  options.usual_rate = config.rate_limit_default;
  options.rate_limits = !config.dev_mode;
  options.max_header_bytes = config.max_header_bytes;
  options.max_body_bytes = config.max_body_bytes;
  options.max_bytes_in_flight = config.max_bytes_in_flight;
  options.header_timeout = config.header_timeout;
  options.body_timeout = config.body_timeout;
  options.keep_alive_timeout = config.keep_alive_timeout;
  return options;
}

std::optional<std::string> why_not_listenable(const std::string& host, std::uint16_t port) try {
  asio::io_context io;
  tcp::acceptor acceptor(io);
  const error_code error = listen(acceptor, resolve(host, port));
  return error ? std::optional(error.message()) : std::nullopt;
} catch (const base::Error& error) {
  return error.detail();
}

class Server::Impl : public std::enable_shared_from_this<Server::Impl> {
 public:
  using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;

  Impl(asio::io_context& io, ServerOptions options, Router router, Authenticator& authenticator,
       const base::Clock& clock)
      : io_(io),
        options_(std::move(options)),
        application_(options_, std::move(router), authenticator, clock),
        context_{options_, application_, exchanges_, registry_, io_},
        acceptor_(io),
        sweep_timer_(io) {}

  void start() {
    const error_code error = listen(acceptor_, resolve(options_.host, options_.port));
    if (error) {
      throw base::unavailable("Cannot listen on " + options_.host + ":" + std::to_string(options_.port) + ": " +
                              error.message());
    }
    asio::co_spawn(io_, accept_connections(shared_from_this()), asio::detached);
    asio::co_spawn(io_, sweep_connections(shared_from_this()), asio::detached);
    compressor_ = std::jthread([this](const std::stop_token& stop) { application_.files().compress(stop); });
  }

  std::uint16_t port() const {
    error_code error;
    return acceptor_.local_endpoint(error).port();
  }

  base::Task<void> stop(std::chrono::milliseconds patience) {
    const std::shared_ptr<Impl> self = shared_from_this();
    asio::post(io_, [self] {
      error_code ignored;
      self->acceptor_.close(ignored);
    });
    registry_.wind_down();
    asio::steady_timer timer(co_await asio::this_coro::executor);
    co_await wait_until_empty(timer, patience);
    registry_.cut();
    co_await wait_until_empty(timer, kCutPatience);
    asio::post(io_, [self] { self->sweep_timer_.cancel(); });
    if (registry_.size() > 0) base::log::warning("connections_left_at_stop", {{"count", registry_.size()}});
  }

  const std::string& openapi_document() const { return application_.openapi_document(); }
  detail::RateLimiter& limiter() { return application_.limiter(); }
  std::size_t connections() const { return registry_.size(); }

 private:
  static base::Task<void> accept_connections(std::shared_ptr<Impl> self) {
    while (!self->registry_.stopping()) {
      error_code error;
      detail::Connection::Socket socket(self->io_);
      co_await self->acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
      if (!error) {
        self->serve(std::move(socket));
      } else if (self->registry_.stopping() || !self->acceptor_.is_open()) {
        break;
      } else {
        base::log::warning("accept_failed", {{"error", error.message()}});
        asio::steady_timer pause(self->io_, kPauseWithoutDescriptors);
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      }
    }
  }

  void serve(detail::Connection::Socket socket) {
    if (registry_.size() >= options_.max_connections) {
      error_code ignored;
      socket.non_blocking(true, ignored);
      socket.write_some(asio::buffer(kBusyAnswer), ignored);
      return;
    }
    auto connection = std::make_shared<detail::Connection>(context_, std::move(socket));
    asio::co_spawn(io_, detail::Connection::run(std::move(connection)),
                   [self = shared_from_this()](const std::exception_ptr& e) {
                     if (e) base::log::error("connection_failed");
                   });
  }

  static base::Task<void> sweep_connections(std::shared_ptr<Impl> self) {
    const std::chrono::milliseconds period = sweep_period(self->options_);
    while (!self->registry_.stopping() || self->registry_.size() > 0) {
      self->sweep_timer_.expires_after(period);
      error_code error;
      co_await self->sweep_timer_.async_wait(asio::redirect_error(asio::use_awaitable, error));
      self->registry_.sweep();
    }
  }

  base::Task<void> wait_until_empty(asio::steady_timer& timer, std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (registry_.size() > 0 && std::chrono::steady_clock::now() < deadline) {
      timer.expires_after(kStopPoll);
      co_await timer.async_wait(asio::use_awaitable);
    }
  }

  asio::io_context& io_;
  const ServerOptions options_;
  detail::Application application_;
  detail::ExchangePool exchanges_;
  detail::ConnectionRegistry registry_;
  detail::ConnectionContext context_;
  Acceptor acceptor_;
  asio::steady_timer sweep_timer_;
  std::jthread compressor_;
};

Server::Server(asio::io_context& io, ServerOptions options, Router router, Authenticator& authenticator,
               const base::Clock& clock)
    : impl_(std::make_shared<Impl>(io, std::move(options), std::move(router), authenticator, clock)) {}
Server::~Server() = default;
void Server::start() {
  impl_->start();
}
std::uint16_t Server::port() const {
  return impl_->port();
}
base::Task<void> Server::stop(std::chrono::milliseconds deadline) {
  return impl_->stop(deadline);
}
const std::string& Server::openapi_document() const {
  return impl_->openapi_document();
}
RateCounts Server::take_rate_counts() {
  return impl_->limiter().take_untold();
}

void Server::add_rate_counts(const RateCounts& told) {
  impl_->limiter().add(told);
}

std::size_t Server::connections() const {
  return impl_->connections();
}

}  // namespace openspc::net
