// What the server does with a request once it has been read: routing, cross-origin rules, access, validation, handler,
// error bodies, static files and the access log. Knows no sockets, so tests drive it directly. Immutable while it
// serves, apart from the rate limiter; any thread. Private to net.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/task.h"
#include "net/detail/cors.h"
#include "net/detail/exchange.h"
#include "net/detail/pages.h"
#include "net/detail/rate_limiter.h"
#include "net/detail/static_files.h"
#include "net/router.h"
#include "net/server.h"

namespace openspc::net::detail {

class Application {
 public:
  Application(const ServerOptions& options, Router router, Authenticator& authenticator, const base::Clock& clock);

  /// Begins every exchange: settles correlation id and client, as far as the head is known.
  void begin(HttpExchange& exchange, std::string_view peer_ip);
  /// Takes the target apart and finds the route. False when the target is malformed.
  bool route(HttpExchange& exchange) const;
  /// The most bytes that a body of this request may have.
  std::size_t body_limit(const HttpExchange& exchange) const;
  /// The most that are read of it before its sender is known.
  std::size_t unknown_body_limit(const HttpExchange& exchange) const;
  /// Finds out who sent the request, before more of its body is read than a stranger may send. False when the caller is
  /// not known or not allowed; the answer is ready then.
  base::Task<bool> admit(HttpExchange& exchange);
  /// Produces the answer of a complete request. Never throws.
  base::Task<void> respond(HttpExchange& exchange);
  /// Answers a request that cannot be processed (too large, too slow, malformed).
  void refuse(HttpExchange& exchange, int status, std::string_view detail) const;
  void refuse(HttpExchange& exchange, const base::Error& error) const;

  const std::string& openapi_document() const { return openapi_; }
  StaticFiles& files() { return files_; }
  BodyBudget& budget() { return budget_; }
  RateLimiter& limiter() { return limiter_; }

 private:
  bool answer_without_route(HttpExchange& exchange) const;
  bool answer_with_file(HttpExchange& exchange) const;
  void redirect_slash(HttpExchange& exchange) const;
  base::Task<Principal> authenticate(const Request& request, const Route& route);
  base::Task<void> authorize(HttpExchange& exchange);
  base::Task<void> run_route(HttpExchange& exchange);
  base::Task<void> wait_for_room(HttpExchange& exchange);
  void answer_failure(HttpExchange& exchange, const std::exception_ptr& failure) const;
  static void compress(HttpExchange& exchange);
  void finish(HttpExchange& exchange) const;
  void take_correlation_id(HttpExchange& exchange);
  void identify_client(HttpExchange& exchange, std::string_view peer_ip) const;

  const ServerOptions options_;
  const Router router_;
  Authenticator& authenticator_;
  Cors cors_;
  RateLimiter limiter_;
  BodyBudget budget_;
  BodyBudget documents_;
  StaticFiles files_;
  std::string openapi_;
  DocumentationPages pages_;
  std::atomic<std::uint64_t> sequence_{0};
  std::uint64_t id_salt_;
};

}  // namespace openspc::net::detail
