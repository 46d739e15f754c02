// Routes, declared once: method, path, access, inputs, result, handler. The declaration drives dispatch, authorization,
// parsing, validation and /openapi.json. Rooms fill a Router at start-up; the Server then owns it and only reads it.
//
//   router.add(net::get("/api/v1/plants/{plant_id}").tag("plants").summary("One plant").access(Access::authenticated())
//       .fails({404})
//       .handle([&service](const net::Principal& caller, net::Path<PlantPath> path) {
//         return service.get(caller, path->plant_id);
//       }));
//
// A handler takes any of Request&, const Principal& (both outlive it), Path<S>, Query<S>, Body<T>, and by value what a
// type makes of the request itself, by its function of(const Request&): identity::Caller. It returns Task<T> (200),
// Task<Created<T>> (201), Task<NoContent> or Task<void> (204) or Task<Response>. One that is no coroutine and hands its
// arguments on must hand them on by value, but for the first two. Order for each request: size of the body (413, small
// until the caller is known), token and role (401, 403), rate limit (429), syntax and schema of path, query and body
// (422), handler. Only what passes all of them is counted against the rate limit. See src/net/README.md.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/rate.h"
#include "base/task.h"
#include "net/access.h"
#include "net/detail/endpoint.h"
#include "net/request.h"
#include "net/request_counts.h"
#include "net/response.h"
#include "net/schema.h"
#include "net/websocket.h"

namespace openspc::net {

/// Part of a request body's description that is not JSON: `.accepts("text/csv", "One row a sample")`, read with
/// r.body().
struct RawBody {
  std::string content_type;
  std::string doc;
};

/// Whom a rate limit counts; nullopt: this request is not counted. Called before the body is parsed.
using RateKey = std::function<std::optional<std::string>(const Request&)>;

/// A finished declaration.
struct Route {
  Method method = Method::get;
  std::string path;
  std::vector<std::string> tags;
  std::string summary;
  std::string description;
  std::string operation_id;
  Access access = Access::public_();
  KeyUses keys;  // of the API keys that open it
  bool allow_password_change = false;
  bool page_for_browsers = false;
  bool hidden = false;
  bool strict = false;
  std::vector<int> failures;
  std::vector<detail::DeclaredResponse> responses;  // further statuses with a body of their own
  std::optional<base::Rate> rate_limit;
  RateKey rate_key;            // empty: the client's address
  std::size_t body_limit = 0;  // bytes; 0 = the server's
  std::optional<RawBody> raw_body;
  std::string raw_response;  // content type of a Response handler's body, for the documentation
  std::string security;  // another documented scheme than bearerJwt, for public routes that read their own credential
  detail::Signature signature;
  std::shared_ptr<const detail::Endpoint> endpoint;
};

/// Speaks with one WebSocket client until it returns; the socket is closed (1000) then. Runs on the connection's
/// strand.
using WebSocketHandler = std::function<base::Task<void>(WebSocket, Request)>;

/// What /openapi.json says about a WebSocket route.
struct WebSocketDocs {
  std::string tag = "websocket";
  std::string operation_id;
  std::string summary;
  std::vector<std::pair<std::string, std::string>> query;  ///< optional parameters: name and meaning
};

struct WebSocketRoute {
  std::string path;
  WebSocketDocs docs;
};

/// What a path leads to.
struct Match {
  enum class Outcome { route, websocket, wrong_method, slash_differs, nothing };
  Outcome outcome = Outcome::nothing;
  const Route* route = nullptr;
  const WebSocketHandler* websocket = nullptr;
  std::string allow;  // wrong_method: the value of the Allow header
};

class RouteGroup;

class Router {
 public:
  Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  ~Router();

  /// Throws std::logic_error for a second route on the same method and path, or a {name} that the Path struct lacks.
  void add(Route route);
  /// Routes whose paths begin alike; see RouteGroup.
  RouteGroup group(std::string_view prefix, std::string_view tag, Access access);
  /// An upgrade route. The handler authenticates by itself. Plain requests to the path get 404.
  void websocket(std::string_view path, WebSocketHandler handler, WebSocketDocs docs = {});

  /// Finds the route for a decoded path. Static paths win over patterns. What is asked of a path that differs in its
  /// final slash alone is done there, unless it is GET or HEAD, which are redirected. Thread-safe once filled.
  Match find(Method method, std::string_view path, std::vector<PathParameter>& parameters) const;

  const std::vector<std::unique_ptr<const Route>>& routes() const;
  const std::vector<WebSocketRoute>& websockets() const;
  /// Counted by the server that this router is given to.
  const std::shared_ptr<RequestCounts>& counts() const;

 private:
  class Impl;
  Match find_exactly(Method method, std::string_view path, std::vector<PathParameter>& parameters) const;

  std::unique_ptr<Impl> impl_;
};

/// A declaration under way. handle() exists only once access() has been called. It gives the finished Route, or, when
/// the declaration was begun by a group, adds it to the group's router.
template <bool HasAccess, bool InGroup = false>
class RouteBuilder {
 public:
  explicit RouteBuilder(Route route, Router* router = nullptr) : route_(std::move(route)), router_(router) {}

  RouteBuilder<true, InGroup> access(Access access) {
    route_.access = access;
    return RouteBuilder<true, InGroup>(std::move(route_), router_);
  }
  RouteBuilder& tag(std::string_view name) {
    route_.tags.emplace_back(name);
    return *this;
  }
  RouteBuilder& summary(std::string_view text) {
    route_.summary = text;
    return *this;
  }
  RouteBuilder& description(std::string_view text) {
    route_.description = text;
    return *this;
  }
  /// operationId of OpenAPI; derived from method and path when not given.
  RouteBuilder& id(std::string_view operation_id) {
    route_.operation_id = operation_id;
    return *this;
  }
  /// Statuses with the body {"detail": text}, beside the derived 401, 403, 422 and 429.
  RouteBuilder& fails(std::initializer_list<int> statuses) {
    route_.failures.insert(route_.failures.end(), statuses);
    return *this;
  }
  /// The declared success status of a handler that returns Task<T> or Task<Response>.
  RouteBuilder& status(int success) {
    route_.signature.success_status = success;
    return *this;
  }
  /// A further documented answer with a body of its own, for handlers that return Task<Response>. Several for one
  /// status are alternatives.
  template <class T>
  RouteBuilder& responds(int status, std::string_view doc) {
    route_.responses.push_back({status, std::string(doc), &detail::type_of<T>});
    return *this;
  }
  /// Content type that a Task<Response> handler answers with, for the documentation.
  RouteBuilder& produces(std::string_view content_type) {
    route_.raw_response = content_type;
    return *this;
  }
  /// The route takes a body of this content type, unparsed: read it with Request::body().
  RouteBuilder& accepts(std::string_view content_type, std::string_view doc) {
    route_.raw_body = RawBody{std::string(content_type), std::string(doc)};
    return *this;
  }
  /// Requests for each client address and path, counted after validation: "5/minute". Off in dev mode. The 429 tells
  /// when to try again.
  RouteBuilder& rate_limit(std::string_view rate) { return rate_limit(detail::rate_from(rate)); }
  RouteBuilder& rate_limit(base::Rate rate) {
    route_.rate_limit = std::move(rate);
    return *this;
  }
  /// Counts by something else than the client's address.
  RouteBuilder& rate_limit_by(RateKey key) {
    route_.rate_key = std::move(key);
    return *this;
  }
  /// The largest body. Without it, what a known caller may send is the server's limit, and 64 kB on public routes.
  RouteBuilder& body_limit(std::size_t bytes) {
    route_.body_limit = bytes;
    return *this;
  }
  /// Usable by a caller who must change the password first.
  RouteBuilder& allow_password_change() {
    route_.allow_password_change = true;
    return *this;
  }
  /// API keys for one of these uses open the route too, in the header X-API-Key: any principal that a service asks for
  /// may be one then.
  RouteBuilder& keys(std::initializer_list<KeyUse> uses) {
    route_.keys = KeyUses(uses);
    return *this;
  }
  /// A request that accepts text/html gets the UI page instead (when the UI is installed).
  RouteBuilder& page_for_browsers() {
    route_.page_for_browsers = true;
    return *this;
  }
  /// Documents another security scheme ("refreshCookie") on a public route that checks a credential itself.
  RouteBuilder& security(std::string_view scheme) {
    route_.security = scheme;
    return *this;
  }
  /// Keeps the route out of /openapi.json.
  RouteBuilder& hidden() {
    route_.hidden = true;
    return *this;
  }

  /// Refuses members and parameters that it does not know (422), as every route does with ?strict=true. The others
  /// ignore them, as the reference does, and say so in the header OpenSPC-Ignored: it is for routes of ours.
  RouteBuilder& strict() {
    route_.strict = true;
    return *this;
  }

  template <class Handler>
  std::conditional_t<InGroup, void, Route> handle(Handler handler)
    requires HasAccess
  {
    detail::describe_signature<Handler>(route_.signature);
    route_.endpoint =
        std::make_shared<detail::HandlerEndpoint<Handler>>(std::move(handler), route_.signature.success_status);
    if constexpr (InGroup) {
      router_->add(std::move(route_));
    } else {
      return std::move(route_);
    }
  }

 private:
  Route route_;
  Router* router_;
};

RouteBuilder<false> get(std::string_view path);
RouteBuilder<false> post(std::string_view path);
RouteBuilder<false> put(std::string_view path);
RouteBuilder<false> patch(std::string_view path);
RouteBuilder<false> delete_(std::string_view path);

/// Routes of one noun: what they have in common is said once, and each is added when it has its handler.
///
///   net::RouteGroup rules = router.group("/api/v1/rules", "rules", Access::any_plant(Role::engineer)).strict();
///   rules.get("/{rule_id}", "getRule", "One rule").fails({404}).handle([&](Caller caller, net::Path<RulePath> path) {
///     return service.get(std::move(caller), path->rule_id);
///   });
class RouteGroup {
 public:
  using Builder = RouteBuilder<true, true>;

  RouteGroup(Router& router, std::string_view prefix, std::string_view tag, Access access);

  /// Routes that are begun from now on are strict.
  RouteGroup& strict() {
    is_strict_ = true;
    return *this;
  }

  /// `path` is what follows the prefix; `id` is the operationId of OpenAPI.
  Builder get(std::string_view path, std::string_view id, std::string_view summary) const;
  Builder post(std::string_view path, std::string_view id, std::string_view summary) const;
  Builder put(std::string_view path, std::string_view id, std::string_view summary) const;
  Builder patch(std::string_view path, std::string_view id, std::string_view summary) const;
  Builder delete_(std::string_view path, std::string_view id, std::string_view summary) const;

 private:
  Builder begin(Method method, std::string_view path, std::string_view id, std::string_view summary) const;

  Router& router_;
  std::string prefix_;
  std::string tag_;
  Access access_;
  bool is_strict_ = false;
};

}  // namespace openspc::net
