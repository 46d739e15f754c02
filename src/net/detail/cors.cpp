#include "net/detail/cors.h"

#include <algorithm>

#include "net/detail/text.h"

namespace openspc::net::detail {
namespace {

constexpr std::string_view kAllowedMethods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

void allow_origin(std::string_view origin, Reply& reply) {
  reply.header("Access-Control-Allow-Origin", origin);
  reply.header("Access-Control-Allow-Credentials", "true");
}

}  // namespace

Cors::Cors(std::vector<std::string> origins) : origins_(std::move(origins)) {
  any_ = std::ranges::find(origins_, "*") != origins_.end();
}

bool Cors::allows(std::string_view origin) const {
  return any_ || std::ranges::find(origins_, origin) != origins_.end();
}

bool Cors::is_preflight(const Request& request) {
  return request.method() == Method::options && request.has_header("Origin") &&
         request.has_header("Access-Control-Request-Method");
}

void Cors::answer_preflight(const Request& request, Reply& reply) const {
  const std::string_view origin = request.header("Origin");
  const bool origin_allowed = allows(origin);
  const bool method_allowed = has_element(kAllowedMethods, request.header("Access-Control-Request-Method"));
  reply.content_type = "text/plain; charset=utf-8";
  reply.cross_origin = false;  // this answer brings its own fields
  if (origin_allowed) allow_origin(origin, reply);
  reply.header("Vary", "Origin");
  if (!origin_allowed || !method_allowed) {
    reply.status = 400;
    reply.body = origin_allowed ? "Disallowed CORS method" : "Disallowed CORS origin";
    return;
  }
  reply.status = 200;
  reply.body = "OK";
  reply.header("Access-Control-Allow-Methods", kAllowedMethods);
  reply.header("Access-Control-Max-Age", "600");
  if (const std::string_view wanted = request.header("Access-Control-Request-Headers"); !wanted.empty()) {
    reply.header("Access-Control-Allow-Headers", wanted);
  }
}

void Cors::decorate(const Request& request, Reply& reply) const {
  const std::string_view origin = request.header("Origin");
  if (origin.empty() || !reply.cross_origin) return;
  if (allows(origin)) allow_origin(origin, reply);
  reply.header("Vary", "Origin");
}

}  // namespace openspc::net::detail
