// What handlers read from a request and add to its answer.
#include "net/request.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "net/detail/request_builder.h"

namespace openspc::net {
namespace {

Request with_headers(std::initializer_list<Header> headers) {
  Request request;
  RequestBuilder builder(request);
  for (const Header& header : headers) builder.header(header.name, header.value);
  return request;
}

TEST(RequestHeaders, AreFoundInAnyCase) {
  const Request request = with_headers({{"X-Thing", "1"}, {"x-thing", "2"}});
  EXPECT_EQ(request.header("X-THING"), "1");
  EXPECT_TRUE(request.has_header("x-Thing"));
  EXPECT_EQ(request.header("other"), "");
}

TEST(RequestCookies, AreSplitAndTrimmed) {
  const Request request = with_headers({{"Cookie", "a=1; refresh_token=abc.def ;b=\"2\""}, {"Cookie", "c=3"}});
  EXPECT_EQ(request.cookie("a"), "1");
  EXPECT_EQ(request.cookie("refresh_token"), "abc.def");
  EXPECT_EQ(request.cookie("b"), "2");
  EXPECT_EQ(request.cookie("c"), "3");
  EXPECT_EQ(request.cookie("token"), "");
}

TEST(BearerToken, NeedsTheSchemeInAnyCaseAndOneBlank) {
  for (const char* value : {"Bearer abc", "bearer abc", "BEARER abc"})
    EXPECT_EQ(with_headers({{"Authorization", value}}).bearer_token(), "abc") << value;
  for (const char* value : {"Bearer", "Basic abc", "Bearerabc", ""}) {
    EXPECT_EQ(with_headers({{"Authorization", value}}).bearer_token(), "") << value;
  }
}

TEST(RequestPrincipal, OfAPublicRouteIsAProgrammingError) {
  EXPECT_THROW(static_cast<void>(Request().principal()), std::logic_error);
}

TEST(SetCookie, WritesTheAttributes) {
  Request request;
  request.set_cookie({.name = "refresh_token", .value = "x", .path = "/api/v1/auth", .max_age = 60, .secure = true});
  EXPECT_EQ(request.response_headers().fields().at(0).second,
            "refresh_token=x; HttpOnly; Max-Age=60; Path=/api/v1/auth; SameSite=lax; Secure");
}

TEST(ResponseHeadersAdd, RefusesLineBreaks) {
  ResponseHeaders headers;
  EXPECT_THROW(headers.add("X-A", "b\r\nX-Evil: 1"), std::invalid_argument);
  EXPECT_THROW(headers.add("X A", "b"), std::invalid_argument);
  EXPECT_THROW(headers.add("X-A", std::string_view("a\0b", 3)), std::invalid_argument);
}

TEST(RequestMove, KeepsItsViewsAlive) {
  Request request;
  {
    const std::string bytes = "GET /path HTTP/1.1\r\nHost: example\r\n\r\n";
    RequestBuilder builder(request);
    builder.line(std::string_view(bytes).substr(0, 3), std::string_view(bytes).substr(4, 5));
    builder.header(std::string_view(bytes).substr(20, 4), std::string_view(bytes).substr(26, 7));
    builder.keep_head(bytes);
  }
  const Request moved = std::move(request);
  EXPECT_EQ(moved.method_text(), "GET");
  EXPECT_EQ(moved.target(), "/path");
  EXPECT_EQ(moved.header("host"), "example");
}

}  // namespace
}  // namespace openspc::net
