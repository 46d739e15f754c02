#include "quality/live/routes.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "quality/live/protocol.h"

namespace openspc::quality::live {
namespace {

constexpr std::chrono::seconds kRecheckEvery{30};

// The connection as the hub sees it, and the alarm clock of its watchdog. Timer and flags belong to the strand.
class SocketPeer final : public Peer, public std::enable_shared_from_this<SocketPeer> {
 public:
  SocketPeer(net::WebSocket socket, boost::asio::any_io_executor strand)
      : socket_(std::move(socket)), strand_(std::move(strand)), timer_(strand_) {}

  void send(std::shared_ptr<const std::string> frame) override { socket_.send(std::move(frame)); }
  void close(std::uint16_t code, std::string_view reason) override { socket_.close(code, reason); }
  void recheck() override {
    boost::asio::post(strand_, [self = shared_from_this()] {
      self->is_due_ = true;
      self->timer_.cancel();
    });
  }

  // On the strand: the connection has ended.
  void end() {
    has_ended_ = true;
    timer_.cancel();
  }
  // On the strand: returns when it is time to look again, or false when the connection has ended.
  base::Task<bool> wait_for_recheck() {
    if (!is_due_ && !has_ended_) {
      timer_.expires_after(kRecheckEvery);
      boost::system::error_code ignored;
      auto token = boost::asio::redirect_error(boost::asio::use_awaitable, ignored);
      co_await timer_.async_wait(token);
    }
    is_due_ = false;
    co_return !has_ended_;
  }

 private:
  net::WebSocket socket_;
  boost::asio::any_io_executor strand_;
  boost::asio::steady_timer timer_;
  bool is_due_ = false;
  bool has_ended_ = false;
};

// Why somebody is not let in.
struct Refusal {
  std::string message;
  std::uint16_t code = live::kCloseNotAuthenticated;
  std::string_view reason = live::kNotAuthenticated;
};

Refusal refusal_of(const base::Error& error) {
  if (error.kind() == base::ErrorKind::unauthorized) return {.message = error.detail()};
  return {.message = "The server cannot check who you are; try again",
          .code = net::close_code::kTryAgainLater,
          .reason = "Try again later"};
}

// A ticket wins over a token, since it is used up anyway.
base::Task<net::Principal> principal_behind(const net::Request& request, identity::AuthService& auth) {
  if (const std::string* ticket = request.url().find("ticket")) co_return co_await auth.authenticate_ticket(*ticket);
  if (const std::string* token = request.url().find("token")) co_return co_await auth.authenticate(*token);
  throw base::unauthorized("No ticket and no token given");
}

void turn_away(Peer& peer, const Refusal& refusal) {
  peer.send(std::make_shared<const std::string>(live::error(refusal.message)));
  peer.close(refusal.code, refusal.reason);
}

void require_usable(const net::Principal& principal) {
  if (principal.must_change_password) throw base::unauthorized("Password change required");
}

// Looks again and again who the client is, until the connection ends or the client may not go on.
base::Task<void> watch(std::shared_ptr<SocketPeer> peer, Hub& hub, identity::AuthService& auth, ClientPtr client) {
  while (co_await peer->wait_for_recheck()) {
    std::optional<Refusal> refusal;
    try {
      const net::Principal known = hub.principal_of(client);
      net::Principal renewed = co_await auth.renew(known);
      require_usable(renewed);
      hub.set_principal(client, std::move(renewed));
    } catch (const base::Error& error) {
      // A database that is busy for the moment is no reason to lose the connection.
      if (error.kind() == base::ErrorKind::unauthorized) refusal = refusal_of(error);
    }
    if (refusal) {
      turn_away(*peer, *refusal);
      co_return;
    }
  }
}

// Answers the client's messages until the connection ends.
base::Task<void> converse(net::WebSocket socket, Hub& hub, ClientPtr client, Peer& peer) {
  for (std::optional<std::string> text = co_await socket.receive(); text; text = co_await socket.receive()) {
    std::optional<std::string> failure;
    try {
      co_await hub.handle(client, *std::move(text));
    } catch (const base::Error& error) {
      failure = error.detail();
    }
    if (failure) peer.send(std::make_shared<const std::string>(live::error(*failure)));
  }
}

base::Task<void> serve(Hub& hub, identity::AuthService& auth, net::WebSocket socket, net::Request request) {
  const auto strand = co_await boost::asio::this_coro::executor;
  const auto peer = std::make_shared<SocketPeer>(socket, strand);
  std::optional<net::Principal> principal;
  std::optional<Refusal> refusal;
  try {
    principal = co_await principal_behind(request, auth);
    require_usable(*principal);
  } catch (const base::Error& error) {
    refusal = refusal_of(error);
  }
  if (refusal) {
    turn_away(*peer, *refusal);
    co_return;
  }
  const ClientPtr client = hub.join(peer, *std::move(principal));
  boost::asio::co_spawn(strand, watch(peer, hub, auth, client), boost::asio::detached);
  std::exception_ptr failure;
  try {
    co_await converse(socket, hub, client, *peer);
  } catch (...) {
    failure = std::current_exception();
  }
  hub.leave(client);
  peer->end();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

void add_live_routes(net::Router& router, Hub& hub, identity::AuthService& auth) {
  for (const char* path : {"/ws/samples", "/api/v1/websocket/connect"}) {
    router.websocket(path, [&hub, &auth](net::WebSocket socket, net::Request request) {
      return serve(hub, auth, std::move(socket), std::move(request));
    });
  }
}

}  // namespace openspc::quality::live
