// Bytes of requests: framing, limits, and what must be refused so that no proxy sees another message than we do.
#include "net/detail/http_reader.h"

#include <gtest/gtest.h>

namespace openspc::net::detail {
namespace {

using Outcome = HttpReader::Outcome;

struct Reading {
  Request request;
  Outcome outcome = Outcome::need_more;
  std::size_t consumed = 0;
};

/// Feeds a whole message at once, head and body.
Reading read(std::string_view bytes, std::size_t body_limit = 1000) {
  Reading result;
  HttpReader reader(result.request, 1024);
  result.outcome = reader.read(bytes, result.consumed);
  while (result.outcome == Outcome::head_complete ||
         (result.outcome == Outcome::need_more && result.consumed < bytes.size() && result.consumed > 0)) {
    reader.limit_body(body_limit);
    std::size_t consumed = 0;
    result.outcome = reader.read(bytes.substr(result.consumed), consumed);
    if (consumed == 0) break;
    result.consumed += consumed;
  }
  return result;
}

std::string get_with(std::string_view fields) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

std::string post_with(std::string_view fields, std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

TEST(HttpReading, RequestWithoutBody) {
  const Reading r = read("GET /x?y HTTP/1.1\r\nHost: example\r\nX-A:  padded \r\n\r\n");
  EXPECT_EQ(r.outcome, Outcome::message_complete);
  EXPECT_EQ(r.request.method(), Method::get);
  EXPECT_EQ(r.request.target(), "/x?y");
  EXPECT_EQ(r.request.header("X-A"), "padded");
}

TEST(HttpReading, BodyOfDeclaredLength) {
  const Reading r = read(post_with("Content-Length: 5\r\n", "helloGET /"));
  EXPECT_EQ(r.outcome, Outcome::message_complete);
  EXPECT_EQ(r.request.body(), "hello");
}

TEST(HttpReading, ChunkedBodyWithExtensionsAndTrailers) {
  const Reading r =
      read(post_with("Transfer-Encoding: chunked\r\n", "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nHost: evil\r\n\r\n"));
  EXPECT_EQ(r.outcome, Outcome::message_complete);
  EXPECT_EQ(r.request.body(), "abcde");
  EXPECT_EQ(r.request.header("Host"), "a");
}

TEST(HttpReading, HeadInPieces) {
  Request request;
  HttpReader reader(request, 1024);
  const std::string bytes = get_with("X-A: 1\r\n");
  std::size_t consumed = 0;
  for (std::size_t n = 1; n < bytes.size(); ++n) {
    ASSERT_EQ(reader.read(std::string_view(bytes).substr(0, n), consumed), Outcome::need_more) << n;
    ASSERT_EQ(consumed, 0u);
  }
  EXPECT_EQ(reader.read(bytes, consumed), Outcome::message_complete);
  EXPECT_EQ(request.header("x-a"), "1");
}

TEST(HttpReading, UnknownMethodsAreKept) {
  const Reading r = read("BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(r.request.method(), Method::other);
  EXPECT_EQ(r.request.method_text(), "BREW");
}

TEST(HttpReading, OldHttpNeedsNoHost) {
  EXPECT_EQ(read("GET / HTTP/1.0\r\n\r\n").outcome, Outcome::message_complete);
}

class Refused : public testing::TestWithParam<std::string> {};

TEST_P(Refused, IsMalformed) {
  EXPECT_EQ(read(GetParam()).outcome, Outcome::malformed);
}

INSTANTIATE_TEST_SUITE_P(
    Smuggling, Refused,
    testing::Values(post_with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                    post_with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"),
                    post_with("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"),
                    post_with("Content-Length: 5, 5\r\n", "hello"), post_with("Content-Length: -5\r\n", "hello"),
                    post_with("Content-Length: 5x\r\n", "hello"), post_with("Content-Length: +5\r\n", "hello"),
                    post_with("Content-Length: 99999999999999999999999\r\n", "hello"),
                    post_with("Transfer-Encoding: gzip\r\n", "hello"),
                    post_with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
                    post_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                    post_with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
                    post_with("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
                    post_with("Transfer-Encoding: chunked\r\n \r\n", "0\r\n\r\n"),
                    post_with("Content-Length:\r\n\t5\r\n", "hello"), post_with("Content-Length: 5\r\n\t\r\n", "hello"),
                    std::string("GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
                    std::string("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                    post_with("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"),
                    post_with("Transfer-Encoding: chunked\r\n", "3\r\nabcXX0\r\n\r\n"),
                    post_with("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nabc")));

INSTANTIATE_TEST_SUITE_P(
    Heads, Refused,
    testing::Values(std::string("GET / HTTP/1.1\r\n\r\n"), get_with("Host: b\r\n"),
                    get_with("X-A: b\r\n folded: yes\r\n"), get_with("X A: b\r\n"), get_with("X-A : b\r\n"),
                    get_with(": b\r\n"), get_with(std::string("X-A: b\0c\r\n", 10)),
                    std::string("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), std::string("GET /\r\nHost: a\r\n\r\n"),
                    std::string("G@T / HTTP/1.1\r\nHost: a\r\n\r\n"), std::string("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
                    std::string("\x16\x03\x01\x02 hello\r\n\r\n")));

TEST(HttpLimits, HeadOverItsSize) {
  EXPECT_EQ(read(get_with("X-A: " + std::string(2000, 'a') + "\r\n")).outcome, Outcome::head_too_large);
}

TEST(HttpLimits, TooManyFields) {
  std::string fields;
  for (int i = 0; i < 120; ++i) fields += "a:b\r\n";
  EXPECT_EQ(read(get_with(fields)).outcome, Outcome::head_too_large);
}

TEST(HttpLimits, BodyOverItsSize) {
  EXPECT_EQ(read(post_with("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n"), 8).outcome,
            Outcome::body_too_large);
  EXPECT_EQ(read(post_with("Content-Length: 10\r\n", "hellohello"), 8).outcome, Outcome::body_too_large);
}

}  // namespace
}  // namespace openspc::net::detail
