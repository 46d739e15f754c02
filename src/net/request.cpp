#include "net/request.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "net/detail/text.h"

namespace openspc::net {
namespace {

constexpr std::array<std::string_view, 8> kMethodNames{"GET",   "HEAD",   "POST",    "PUT",
                                                       "PATCH", "DELETE", "OPTIONS", "OTHER"};
constexpr std::string_view kBearerPrefix = "Bearer ";

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string_view method_name(Method method) {
  return kMethodNames[static_cast<std::size_t>(method)];
}

Method method_from_name(std::string_view name) {
  for (std::size_t i = 0; i + 1 < kMethodNames.size(); ++i) {
    if (kMethodNames[i] == name) return static_cast<Method>(i);
  }
  return Method::other;
}

std::string_view Request::header(std::string_view name) const {
  for (const Header& field : headers_) {
    if (detail::equal_ignoring_case(field.name, name)) return field.value;
  }
  return {};
}

bool Request::has_header(std::string_view name) const {
  for (const Header& field : headers_) {
    if (detail::equal_ignoring_case(field.name, name)) return true;
  }
  return false;
}

std::string_view Request::cookie(std::string_view name) const {
  for (const Header& field : headers_) {
    if (!detail::equal_ignoring_case(field.name, "Cookie")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view pair = trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) continue;
      std::string_view value = trim(pair.substr(equals + 1));
      if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
      return value;
    }
  }
  return {};
}

std::string_view Request::bearer_token() const {
  const std::string_view value = header("Authorization");
  const bool is_bearer = detail::equal_ignoring_case(value.substr(0, kBearerPrefix.size()), kBearerPrefix);
  return is_bearer ? value.substr(kBearerPrefix.size()) : std::string_view{};
}

const Principal& Request::principal() const {
  if (!has_principal_) throw std::logic_error("principal() on a public route");
  return principal_;
}

void Request::set_cookie(const Cookie& cookie) {
  std::string text = cookie.name + '=' + cookie.value;
  if (cookie.http_only) text += "; HttpOnly";
  if (cookie.max_age >= 0) text += "; Max-Age=" + std::to_string(cookie.max_age);
  text += "; Path=" + cookie.path;
  if (!cookie.same_site.empty()) text += "; SameSite=" + cookie.same_site;
  if (cookie.secure) text += "; Secure";
  response_headers_.add("Set-Cookie", text);
}

}  // namespace openspc::net
