#include "net/router.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace openspc::net {
namespace {

constexpr std::size_t kMethodCount = static_cast<std::size_t>(Method::other);

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Everything that is served at one path.
struct Place {
  std::array<const Route*, kMethodCount> routes{};
  std::array<std::vector<std::string>, kMethodCount> names;  // of the path's parameters, for each method's route
  std::unique_ptr<WebSocketHandler> websocket;

  bool empty() const {
    return !websocket && std::ranges::all_of(routes, [](const Route* route) { return route == nullptr; });
  }
};

/// One segment of the patterns' trie.
struct Node {
  std::unordered_map<std::string, std::unique_ptr<Node>, TextHash, std::equal_to<>> literals;
  std::unique_ptr<Node> parameter;
  Place place;
};

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

/// The text up to the next '/', which is cut off `rest` together with it.
std::string_view next_segment(std::string_view& rest, bool& last) {
  const std::size_t slash = rest.find('/');
  last = slash == std::string_view::npos;
  const std::string_view segment = rest.substr(0, slash);
  rest = last ? std::string_view{} : rest.substr(slash + 1);
  return segment;
}

RouteBuilder<false> begin(Method method, std::string_view path) {
  Route route;
  route.method = method;
  route.path = path;
  return RouteBuilder<false>(std::move(route));
}

void add_allowed(const Place& place, std::string& allow) {
  for (std::size_t i = 0; i < kMethodCount; ++i) {
    const std::string_view name = method_name(static_cast<Method>(i));
    if (place.routes[i] == nullptr || allow.find(name) != std::string::npos) continue;
    if (!allow.empty()) allow += ", ";
    allow += name;
  }
}

void require_path_members(const Route& route, const std::vector<std::string>& names) {
  if (route.signature.path == nullptr) return;
  for (const detail::FieldInfo& field : route.signature.path().fields) {
    if (std::ranges::find(names, field.name) == names.end()) {
      throw std::logic_error(route.path + " has no segment {" + field.name + "}");
    }
  }
}

}  // namespace

class Router::Impl {
 public:
  std::vector<std::unique_ptr<const Route>> routes;
  std::vector<WebSocketRoute> websockets;
  std::shared_ptr<RequestCounts> counts = std::make_shared<RequestCounts>();

  Place& place_for(std::string_view path, std::vector<std::string>& names) {
    if (path.find('{') == std::string_view::npos) return statics_[std::string(path)];
    Node* node = &root_;
    std::string_view rest = path.substr(1);
    for (bool last = false; !last;) {
      const std::string_view segment = next_segment(rest, last);
      std::unique_ptr<Node>& child = is_parameter(segment) ? node->parameter : node->literals[std::string(segment)];
      if (is_parameter(segment)) names.emplace_back(segment.substr(1, segment.size() - 2));
      if (!child) child = std::make_unique<Node>();
      node = child.get();
    }
    return node->place;
  }

  const Place* find_static(std::string_view path) const {
    const auto found = statics_.find(path);
    return found == statics_.end() ? nullptr : &found->second;
  }

  /// The first place, literals before parameters, that is not empty. Captured texts are views into `path`.
  const Place* find_pattern(std::string_view path, std::vector<std::string_view>& captured) const {
    return path.starts_with('/') ? descend(root_, path.substr(1), captured) : nullptr;
  }

 private:
  static const Place* descend(const Node& node, std::string_view rest, std::vector<std::string_view>& captured) {
    bool last = false;
    const std::string_view segment = next_segment(rest, last);
    const auto step = [&](const Node& child) -> const Place* {
      if (!last) return descend(child, rest, captured);
      return child.place.empty() ? nullptr : &child.place;
    };
    if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
      if (const Place* place = step(*literal->second)) return place;
    }
    if (!node.parameter || segment.empty()) return nullptr;
    captured.push_back(segment);
    if (const Place* place = step(*node.parameter)) return place;
    captured.pop_back();
    return nullptr;
  }

  std::unordered_map<std::string, Place, TextHash, std::equal_to<>> statics_;
  Node root_;
};

RouteBuilder<false> get(std::string_view path) {
  return begin(Method::get, path);
}
RouteBuilder<false> post(std::string_view path) {
  return begin(Method::post, path);
}
RouteBuilder<false> put(std::string_view path) {
  return begin(Method::put, path);
}
RouteBuilder<false> patch(std::string_view path) {
  return begin(Method::patch, path);
}
RouteBuilder<false> delete_(std::string_view path) {
  return begin(Method::delete_, path);
}

Router::Router() : impl_(std::make_unique<Impl>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

void Router::add(Route route) {
  if (!route.path.starts_with('/')) throw std::logic_error("a route's path begins with '/': " + route.path);
  std::vector<std::string> names;
  Place& place = impl_->place_for(route.path, names);
  require_path_members(route, names);
  const auto method = static_cast<std::size_t>(route.method);
  if (place.routes[method] != nullptr) throw std::logic_error("declared twice: " + route.path);
  impl_->routes.push_back(std::make_unique<const Route>(std::move(route)));
  place.routes[method] = impl_->routes.back().get();
  place.names[method] = std::move(names);
}

void Router::websocket(std::string_view path, WebSocketHandler handler, WebSocketDocs docs) {
  std::vector<std::string> names;
  impl_->place_for(path, names).websocket = std::make_unique<WebSocketHandler>(std::move(handler));
  impl_->websockets.push_back({std::string(path), std::move(docs)});
}

Match Router::find_exactly(Method method, std::string_view path, std::vector<PathParameter>& parameters) const {
  Match match;
  const auto index = static_cast<std::size_t>(method);
  const auto take = [&](const Place& place) {
    if (index < kMethodCount && place.routes[index] != nullptr) {
      match.outcome = Match::Outcome::route;
      match.route = place.routes[index];
    } else if (method == Method::get && place.websocket) {
      match.outcome = Match::Outcome::websocket;
      match.websocket = place.websocket.get();
    }
    return match.outcome != Match::Outcome::nothing;
  };
  parameters.clear();
  const Place* const fixed = impl_->find_static(path);
  if (fixed != nullptr) {
    if (take(*fixed)) return match;
    // An address that is written out is never the id of something else.
    add_allowed(*fixed, match.allow);
    if (!match.allow.empty()) {
      match.outcome = Match::Outcome::wrong_method;
      return match;
    }
  }

  std::vector<std::string_view> captured;
  const Place* const pattern = impl_->find_pattern(path, captured);
  if (pattern != nullptr && take(*pattern)) {
    if (match.route != nullptr) {
      const std::vector<std::string>& names = pattern->names[index];
      for (std::size_t i = 0; i < captured.size(); ++i) parameters.push_back({names[i], std::string(captured[i])});
    }
    return match;
  }
  if (pattern != nullptr) add_allowed(*pattern, match.allow);
  if (!match.allow.empty()) match.outcome = Match::Outcome::wrong_method;
  return match;
}

RouteGroup Router::group(std::string_view prefix, std::string_view tag, Access access) {
  return {*this, prefix, tag, access};
}

RouteGroup::RouteGroup(Router& router, std::string_view prefix, std::string_view tag, Access access)
    : router_(router), prefix_(prefix), tag_(tag), access_(access) {}

RouteGroup::Builder RouteGroup::begin(Method method, std::string_view path, std::string_view id,
                                      std::string_view summary) const {
  Route route;
  route.method = method;
  route.path = prefix_ + std::string(path);
  route.tags.push_back(tag_);
  route.operation_id = id;
  route.summary = summary;
  route.access = access_;
  route.strict = is_strict_;
  return Builder(std::move(route), &router_);
}

RouteGroup::Builder RouteGroup::get(std::string_view path, std::string_view id, std::string_view summary) const {
  return begin(Method::get, path, id, summary);
}
RouteGroup::Builder RouteGroup::post(std::string_view path, std::string_view id, std::string_view summary) const {
  return begin(Method::post, path, id, summary);
}
RouteGroup::Builder RouteGroup::put(std::string_view path, std::string_view id, std::string_view summary) const {
  return begin(Method::put, path, id, summary);
}
RouteGroup::Builder RouteGroup::patch(std::string_view path, std::string_view id, std::string_view summary) const {
  return begin(Method::patch, path, id, summary);
}
RouteGroup::Builder RouteGroup::delete_(std::string_view path, std::string_view id, std::string_view summary) const {
  return begin(Method::delete_, path, id, summary);
}

Match Router::find(Method method, std::string_view path, std::vector<PathParameter>& parameters) const {
  Match match = find_exactly(method, path, parameters);
  if (match.outcome != Match::Outcome::nothing || path.size() < 2) return match;
  const std::string other(path.ends_with('/') ? std::string(path.substr(0, path.size() - 1)) : std::string(path) + '/');
  Match there = find_exactly(method, other, parameters);
  if (there.outcome == Match::Outcome::nothing) return match;
  // Clients that follow a redirect of what changes something leave out its body, or its token.
  if (there.outcome == Match::Outcome::route && method != Method::get && method != Method::head) return there;
  match.outcome = Match::Outcome::slash_differs;
  parameters.clear();
  return match;
}

const std::vector<std::unique_ptr<const Route>>& Router::routes() const {
  return impl_->routes;
}
const std::vector<WebSocketRoute>& Router::websockets() const {
  return impl_->websockets;
}
const std::shared_ptr<RequestCounts>& Router::counts() const {
  return impl_->counts;
}

}  // namespace openspc::net
