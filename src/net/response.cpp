#include "net/response.h"

#include <algorithm>
#include <stdexcept>

#include "net/detail/text.h"

namespace openspc::net {
namespace {

Response with_body(int status, std::string_view content_type, std::string body) {
  Response response;
  response.status = status;
  response.content_type = content_type;
  response.body = std::move(body);
  return response;
}

}  // namespace

void ResponseHeaders::add(std::string_view name, std::string_view value) {
  const auto breaks_the_line = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
  if (std::ranges::any_of(value, breaks_the_line) || !detail::is_token(name)) {
    throw std::invalid_argument("header field with a line break or a bad name");
  }
  fields_.emplace_back(name, value);
}

bool ResponseHeaders::contains(std::string_view name) const {
  return std::ranges::any_of(fields_,
                             [&](const Field& field) { return detail::equal_ignoring_case(field.first, name); });
}

Response Response::text(int status, std::string body) {
  return with_body(status, "text/plain; charset=utf-8", std::move(body));
}

Response Response::html(int status, std::string body) {
  return with_body(status, "text/html; charset=utf-8", std::move(body));
}

Response Response::json(int status, std::string json) {
  return with_body(status, "application/json", std::move(json));
}

}  // namespace openspc::net
