#include "net/detail/application.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <random>

#include "base/log.h"
#include "net/detail/client_address.h"
#include "net/detail/errors.h"
#include "net/detail/gzip.h"
#include "net/detail/openapi.h"
#include "net/detail/request_builder.h"
#include "net/detail/text.h"

namespace openspc::net::detail {
namespace {

constexpr std::size_t kMaxCorrelationId = 128;

bool is_sane_correlation_id(std::string_view id) {
  constexpr std::string_view marks = "._:-";
  return !id.empty() && id.size() <= kMaxCorrelationId &&
         std::ranges::all_of(id, [&](char c) { return is_alphanumeric(c) || marks.find(c) != marks.npos; });
}

/// A permutation of 64-bit numbers that scatters neighbours (SplitMix64; Steele, Lea, Flood 2014).
std::uint64_t scatter(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ull;
  x = (x ^ (x >> 30u)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27u)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31u);
}

void append_hex(std::string& out, std::uint64_t number) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) out += digits[(number >> static_cast<unsigned>(shift)) & 0xFu];
}

std::uint64_t random_number() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32u) | device();
}

/// A Host that may be repeated in a Location header: name, address or [address], with an optional port.
bool is_sane_host(std::string_view host) {
  constexpr std::string_view marks = ".-:[]_";
  return !host.empty() && host.size() <= 255 &&
         std::ranges::all_of(host, [&](char c) { return is_alphanumeric(c) || marks.find(c) != marks.npos; });
}

void log_unexpected(const Request& request, std::string_view what) {
  base::log::error("request_failed", {{"correlation_id", request.correlation_id()},
                                      {"method", request.method_text()},
                                      {"path", request.path()},
                                      {"error", what}});
}

}  // namespace

Application::Application(const ServerOptions& options, Router router, Authenticator& authenticator,
                         const base::Clock& clock)
    : options_(options),
      router_(std::move(router)),
      authenticator_(authenticator),
      cors_(options.cors_origins),
      limiter_(clock),
      budget_(options.max_bytes_in_flight),
      documents_(options.max_bytes_in_flight),
      files_(options.web_dir),
      openapi_(detail::openapi_document(router_, options.title, options.version)),
      pages_(options.title, openapi_),
      id_salt_(random_number()) {}

void Application::begin(HttpExchange& exchange, std::string_view peer_ip) {
  const base::Rate* const usual = options_.usual_rate ? &*options_.usual_rate : nullptr;
  exchange.begin(options_.rate_limits ? HttpExchange::Limits{&limiter_, usual} : HttpExchange::Limits{},
                 *router_.counts());
  take_correlation_id(exchange);
  identify_client(exchange, peer_ip);
}

bool Application::route(HttpExchange& exchange) const {
  RequestBuilder builder(exchange.request);
  if (!builder.parse_target()) return false;
  exchange.match = router_.find(exchange.request.method(), exchange.request.path(), builder.path_parameters());
  return true;
}

void Application::take_correlation_id(HttpExchange& exchange) {
  std::string& id = RequestBuilder(exchange.request).correlation_id();
  const std::string_view given = exchange.request.header("X-Correlation-ID");
  if (is_sane_correlation_id(given)) {
    id = given;
    return;
  }
  id.clear();
  const std::uint64_t number = sequence_.fetch_add(1, std::memory_order_relaxed);
  append_hex(id, scatter(id_salt_ ^ number));
  append_hex(id, scatter(scatter(id_salt_) + number));
}

void Application::identify_client(HttpExchange& exchange, std::string_view peer_ip) const {
  const Client client = client_of(peer_ip, exchange.request.headers(), options_.trusted_proxies);
  RequestBuilder(exchange.request).client(client.ip, client.https);
}

std::size_t Application::body_limit(const HttpExchange& exchange) const {
  const Route* const route = exchange.match.route;
  if (route != nullptr && route->body_limit != 0) return route->body_limit;
  const bool guarded = route != nullptr && route->access.needs_principal();
  return guarded ? options_.max_body_bytes : std::min(options_.max_unknown_body_bytes, options_.max_body_bytes);
}

std::size_t Application::unknown_body_limit(const HttpExchange& exchange) const {
  const Route* const route = exchange.match.route;
  const bool guarded = route != nullptr && route->access.needs_principal();
  return guarded ? std::min(body_limit(exchange), options_.max_unknown_body_bytes) : body_limit(exchange);
}

base::Task<bool> Application::admit(HttpExchange& exchange) {
  const Route* const route = exchange.match.route;
  if (route == nullptr || !route->access.needs_principal()) co_return true;
  std::exception_ptr refusal;
  try {
    co_await authorize(exchange);
    exchange.check_rate();
  } catch (...) {
    refusal = std::current_exception();
  }
  if (!refusal) co_return true;
  answer_failure(exchange, refusal);
  exchange.reply.close = true;
  finish(exchange);
  co_return false;
}

base::Task<void> Application::respond(HttpExchange& exchange) {
  if (!answer_without_route(exchange)) {
    std::exception_ptr failure;
    try {
      co_await run_route(exchange);
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) answer_failure(exchange, failure);
    // Answers are about this caller and this moment, and some hold tokens.
    exchange.reply.header("Cache-Control", "no-store");
  }
  finish(exchange);
}

/// Large documents of known callers wait for one another, as long as that is short.
base::Task<void> Application::wait_for_room(HttpExchange& exchange) {
  constexpr std::chrono::milliseconds look_again{20};
  constexpr int most_looks = 100;
  for (int looks = 0; !exchange.make_room_to_parse(documents_, BodyBudget::Caller::known); ++looks) {
    if (looks == most_looks) throw no_room_for_body();
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, look_again);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

void Application::answer_failure(HttpExchange& exchange, const std::exception_ptr& failure) const {
  try {
    std::rethrow_exception(failure);
  } catch (const base::Error& error) {
    write_error(error, exchange.reply);
  } catch (const std::exception& error) {
    log_unexpected(exchange.request, error.what());
    write_unexpected(exchange.reply);
  } catch (...) {
    log_unexpected(exchange.request, "unknown exception");
    write_unexpected(exchange.reply);
  }
}

base::Task<void> Application::run_route(HttpExchange& exchange) {
  const bool guarded = exchange.match.route->access.needs_principal();
  if (guarded && !exchange.request.has_principal()) co_await authorize(exchange);
  exchange.check_rate();
  if (guarded) {
    co_await wait_for_room(exchange);
  } else if (!exchange.make_room_to_parse(documents_, BodyBudget::Caller::unknown)) {
    throw no_room_for_body();
  }
  exchange.parse_document();
  co_await exchange.match.route->endpoint->call(exchange.request, exchange);
}

// A good token goes before a key.
base::Task<Principal> Application::authenticate(const Request& request, const Route& route) {
  const std::string_view token = request.bearer_token();
  const std::string_view key = request.header("X-API-Key");
  const bool takes_key = !key.empty() && !route.keys.none();
  if (!token.empty()) {
    try {
      co_return co_await authenticator_.authenticate(token);
    } catch (const base::Error& error) {
      if (!takes_key || error.kind() != base::ErrorKind::unauthorized) throw;
    }
  }
  if (!takes_key)
    throw base::unauthorized(key.empty() ? "Not authenticated"
                                         : "Not authenticated: API keys do not open this address");
  Principal principal = co_await authenticator_.authenticate_key(key, request.client_ip());
  if (principal.key && !principal.key->uses.meet(route.keys))
    throw base::forbidden("The API key is not for this: see what it was made for");
  co_return principal;
}

base::Task<void> Application::authorize(HttpExchange& exchange) {
  const Route& route = *exchange.match.route;
  try {
    Principal principal = co_await authenticate(exchange.request, route);
    RequestBuilder(exchange.request).principal(std::move(principal));
  } catch (const base::Error& error) {
    if (error.kind() == base::ErrorKind::unauthorized) exchange.reply.header("WWW-Authenticate", "Bearer");
    throw;
  }
  const Principal& principal = exchange.request.principal();
  if (principal.must_change_password && !route.allow_password_change) throw base::forbidden("Password change required");
  principal.require_any(route.access.minimum());
}

bool Application::answer_without_route(HttpExchange& exchange) const {
  const Request& request = exchange.request;
  if (Cors::is_preflight(request)) {
    cors_.answer_preflight(request, exchange.reply);
    return true;
  }
  if (exchange.match.outcome == Match::Outcome::route) {
    if (!exchange.match.route->page_for_browsers || files_.index() == nullptr || !wants_page(request)) return false;
    exchange.reply.header("Vary", "Accept");
    serve(*files_.index(), request, exchange.reply);
    return true;
  }
  if (answer_with_file(exchange)) return true;
  if (exchange.match.outcome == Match::Outcome::slash_differs) {
    redirect_slash(exchange);
  } else if (exchange.match.outcome == Match::Outcome::wrong_method) {
    exchange.reply.header("Allow", exchange.match.allow);
    write_failure(405, "Method Not Allowed", exchange.reply);
  } else {
    write_failure(404, "Not Found", exchange.reply);
  }
  return true;
}

bool Application::answer_with_file(HttpExchange& exchange) const {
  const Request& request = exchange.request;
  const std::string_view path = request.path();
  const bool page = pages_.find(path) != nullptr;
  if (request.method() != Method::get && request.method() != Method::head) {
    if (!page && files_.find(path) == nullptr) return false;
    if (exchange.match.outcome == Match::Outcome::wrong_method) return false;
    exchange.reply.header("Allow", page ? "GET" : "GET, HEAD");
    write_failure(405, "Method Not Allowed", exchange.reply);
    return true;
  }
  const Asset* asset = page ? pages_.find(path) : files_.find(path);
  const bool api = path.starts_with("/api/") || path.starts_with("/ws/");
  const bool own_address = exchange.match.outcome == Match::Outcome::nothing && !api &&
                           path.find('.', path.rfind('/')) == std::string_view::npos;
  if (asset == nullptr && own_address && wants_page(request)) asset = files_.index();
  if (asset == nullptr) return false;
  serve(*asset, request, exchange.reply);
  return true;
}

void Application::redirect_slash(HttpExchange& exchange) const {
  const Request& request = exchange.request;
  const std::string_view host = request.header("Host");
  std::string_view path = request.target();
  path = path.substr(0, path.find_first_of("?#"));
  if (const std::size_t scheme = path.find("://"); scheme != std::string_view::npos && !path.starts_with('/')) {
    path.remove_prefix(std::min(path.find('/', scheme + 3), path.size()));
  }
  std::string location;
  if (is_sane_host(host)) location = std::string(request.is_https() ? "https://" : "http://") + std::string(host);
  location += path;
  if (location.ends_with('/')) {
    location.pop_back();
  } else {
    location += '/';
  }
  if (!request.url().raw_query.empty()) location += "?" + std::string(request.url().raw_query);
  exchange.reply.status = 307;
  exchange.reply.header("Location", location);
}

void Application::refuse(HttpExchange& exchange, int status, std::string_view detail) const {
  write_failure(status, detail, exchange.reply);
  exchange.reply.close = true;
  finish(exchange);
}

void Application::refuse(HttpExchange& exchange, const base::Error& error) const {
  write_error(error, exchange.reply);
  exchange.reply.close = true;
  finish(exchange);
}

// What is read is compressed, on the fastest level, which takes more than half of JSON away. Not what answers a POST:
// it may hold a secret beside what its sender chose, and the length would tell of both.
void Application::compress(HttpExchange& exchange) {
  constexpr std::size_t fits_a_packet = 1'400;
  constexpr int fastest = 1;
  Reply& reply = exchange.reply;
  const bool is_data = exchange.match.route != nullptr && exchange.request.method() == Method::get &&
                       reply.status == 200 && reply.content_type == "application/json" && reply.static_body.empty();
  if (!is_data || reply.body.size() < fits_a_packet) return;
  reply.header("Vary", "Accept-Encoding");
  if (!accepts_gzip(exchange.request.header("Accept-Encoding"))) return;
  std::string compressed = gzip(reply.body, fastest);
  if (compressed.empty() || compressed.size() >= reply.body.size()) return;
  reply.body = std::move(compressed);
  reply.header("Content-Encoding", "gzip");
}

void Application::finish(HttpExchange& exchange) const {
  const Request& request = exchange.request;
  Reply& reply = exchange.reply;
  cors_.decorate(request, reply);
  compress(exchange);
  if (request.method() == Method::head) reply.without_body = true;
  const base::LogLevel level = reply.status >= 500   ? base::LogLevel::error
                               : reply.status >= 400 ? base::LogLevel::info
                                                     : base::LogLevel::debug;
  if (!base::log::enabled(level)) return;
  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - exchange.started;
  const auto write = level == base::LogLevel::error  ? &base::log::error
                     : level == base::LogLevel::info ? &base::log::info
                                                     : &base::log::debug;
  // The query is left out: WebSocket clients carry their token in it.
  write("http_request", {{"correlation_id", request.correlation_id()},
                         {"method", request.method_text()},
                         {"path", request.path()},
                         {"client", request.client_ip()},
                         {"status", reply.status},
                         {"ms", spent.count()}});
}

}  // namespace openspc::net::detail
