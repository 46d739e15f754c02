#include "quality/live_routes.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "identity/auth_service.h"
#include "quality/characteristic_access.h"
#include "quality/live_message.h"

namespace openspc::quality {
namespace {

namespace asio = boost::asio;

constexpr std::uint16_t authentication_failed = 4001;
constexpr auto recheck_interval = std::chrono::seconds(30);

/// Leaves the hub when the conversation ends, however it ends.
class Membership {
 public:
  Membership(LiveHub& hub, net::WebSocket socket, net::Principal principal)
      : hub_(hub), id_(hub.join(std::move(socket), std::move(principal))) {}
  ~Membership() { hub_.leave(id_); }
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;
  LiveHub::ConnectionId id() const { return id_; }

 private:
  LiveHub& hub_;
  LiveHub::ConnectionId id_;
};

struct Checked {
  std::vector<base::CharacteristicId> visible;
  std::vector<base::CharacteristicId> refused;
};

class LiveEndpoint {
 public:
  LiveEndpoint(LiveHub& hub, identity::AuthService& auth, db::Database& database)
      : hub_(hub), auth_(auth), database_(database) {}

  base::Task<void> converse(net::WebSocket socket, net::Request request) {
    const std::optional<net::Principal> principal = co_await authenticate(socket, request);
    if (!principal) co_return;
    const Membership membership(hub_, socket, *principal);
    const auto executor = co_await asio::this_coro::executor;
    asio::co_spawn(executor, watch(socket, membership.id(), *principal), asio::detached);
    for (;;) {
      const std::optional<std::string> text = co_await socket.receive();
      if (!text) co_return;
      const ClientMessage message = parse_client_message(*text);
      if (const auto* foreign = std::get_if<ForeignMessage>(&message)) {
        socket.send(error_frame(foreign->reason));
        socket.close(net::close_code::unsupported_data, foreign->reason);
        co_return;
      }
      co_await answer(socket, membership.id(), *principal, message);
    }
  }

 private:
  // The upgrade has been accepted already: proxies pass a close frame on where they would hide a refused upgrade.
  base::Task<std::optional<net::Principal>> authenticate(net::WebSocket& socket, const net::Request& request) {
    std::string problem;
    try {
      net::Principal principal = co_await principal_of(request.url());
      if (!principal.must_change_password) co_return principal;
      problem = "Password change required";
    } catch (const base::Error& error) {
      problem = error.detail();
    }
    socket.send(error_frame(problem));
    socket.close(authentication_failed, "Authentication failed");
    co_return std::nullopt;
  }

  base::Task<net::Principal> principal_of(const net::Target& url) {
    if (const std::string* ticket = url.find("ticket")) co_return co_await auth_.authenticate_ticket(*ticket);
    const std::string* token = url.find("token");
    if (token == nullptr || token->empty()) throw base::unauthorized("Missing token: connect with ?ticket= or ?token=");
    co_return co_await auth_.authenticate(*token);
  }

  // A session that was revoked, a user who was deactivated, roles that changed: all must reach a socket that stays open
  // for days.
  base::Task<void> watch(net::WebSocket socket, LiveHub::ConnectionId id, net::Principal principal) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    for (;;) {
      timer.expires_after(recheck_interval);
      co_await timer.async_wait(asio::use_awaitable);
      if (!socket.is_open()) co_return;
      bool stands = true;
      try {
        principal = co_await auth_.renew(principal);
        hub_.update(id, principal);
      } catch (const base::Error& error) {
        stands = error.kind() != base::ErrorKind::unauthorized;
      }
      if (!stands) {
        socket.send(error_frame("The session has ended"));
        socket.close(authentication_failed, "Authentication failed");
        co_return;
      }
    }
  }

  base::Task<void> answer(net::WebSocket& socket, LiveHub::ConnectionId id, const net::Principal& principal,
                          const ClientMessage& message) {
    if (const auto* subscribe = std::get_if<SubscribeMessage>(&message)) {
      const Checked checked = co_await check(principal, subscribe->ids);
      hub_.subscribe(id, checked.visible);
      if (!checked.refused.empty()) socket.send(error_frame("No such characteristic", checked.refused));
      socket.send(subscribed_frame(checked.visible));
    } else if (const auto* unsubscribe = std::get_if<UnsubscribeMessage>(&message)) {
      hub_.unsubscribe(id, unsubscribe->ids);
      socket.send(unsubscribed_frame(unsubscribe->ids));
    } else if (const auto* unclear = std::get_if<UnclearMessage>(&message)) {
      socket.send(error_frame(unclear->reason));
    } else {
      socket.send(pong_frame());
    }
  }

  // A characteristic of another plant is answered as one that does not exist.
  base::Task<Checked> check(const net::Principal& principal, const std::vector<base::CharacteristicId>& ids) {
    auto job = [&principal, &ids](db::Session& session) {
      Checked checked;
      for (const auto id : ids) {
        try {
          require_visible(session, principal, id);
          checked.visible.push_back(id);
        } catch (const base::Error&) {
          checked.refused.push_back(id);
        }
      }
      return checked;
    };
    co_return co_await database_.read(std::move(job));
  }

  LiveHub& hub_;
  identity::AuthService& auth_;
  db::Database& database_;
};

}  // namespace

void add_live_routes(net::Router& router, LiveHub& hub, identity::AuthService& auth, db::Database& database) {
  const auto endpoint = std::make_shared<LiveEndpoint>(hub, auth, database);
  for (const std::string_view path : {"/ws/samples", "/api/v1/websocket/connect"}) {
    router.websocket(path, [endpoint](net::WebSocket socket, net::Request request) {
      return endpoint->converse(std::move(socket), std::move(request));
    });
  }
}

}  // namespace openspc::quality
