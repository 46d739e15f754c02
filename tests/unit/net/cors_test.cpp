// Which origins may call, and what a preflight answers (openspc-auth.md, section 10).
#include "net/detail/cors.h"

#include <gtest/gtest.h>

#include "net/detail/request_builder.h"

namespace openspc::net::detail {
namespace {

class CorsDecision : public testing::Test {
 protected:
  Request request(std::string_view method, std::initializer_list<Header> headers) {
    Request result;
    RequestBuilder builder(result);
    builder.line(method, "/api");
    for (const Header& header : headers) builder.header(header.name, header.value);
    return result;
  }

  Cors cors{{"http://ui.example", "https://other.example:8443"}};
  Reply reply;
};

TEST_F(CorsDecision, OriginsMatchExactly) {
  EXPECT_TRUE(cors.allows("http://ui.example"));
  EXPECT_FALSE(cors.allows("https://ui.example"));
  EXPECT_FALSE(cors.allows("http://ui.example:80"));
  EXPECT_FALSE(cors.allows("http://ui.example.evil"));
  EXPECT_FALSE(cors.allows(""));
  EXPECT_TRUE(Cors({"*"}).allows("http://anyone"));
}

TEST_F(CorsDecision, AllowedPreflight) {
  const Request r = request("OPTIONS", {{"Origin", "http://ui.example"},
                                        {"Access-Control-Request-Method", "PATCH"},
                                        {"Access-Control-Request-Headers", "authorization, x-any"}});
  ASSERT_TRUE(Cors::is_preflight(r));
  cors.answer_preflight(r, reply);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "OK");
  EXPECT_EQ(
      reply.header_lines,
      "Access-Control-Allow-Origin: http://ui.example\r\nAccess-Control-Allow-Credentials: true\r\nVary: Origin\r\n"
      "Access-Control-Allow-Methods: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\nAccess-Control-Max-Age: 600\r\n"
      "Access-Control-Allow-Headers: authorization, x-any\r\n");
}

TEST_F(CorsDecision, ForeignPreflightIsRefused) {
  const Request r = request("OPTIONS", {{"Origin", "http://evil.example"}, {"Access-Control-Request-Method", "GET"}});
  cors.answer_preflight(r, reply);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.header_lines.find("Access-Control-Allow-Origin"), std::string::npos);
}

TEST_F(CorsDecision, PreflightForAnUnknownMethodIsRefused) {
  const Request r = request("OPTIONS", {{"Origin", "http://ui.example"}, {"Access-Control-Request-Method", "TRACE"}});
  cors.answer_preflight(r, reply);
  EXPECT_EQ(reply.status, 400);
}

TEST_F(CorsDecision, OptionsAloneIsNoPreflight) {
  EXPECT_FALSE(Cors::is_preflight(request("OPTIONS", {{"Origin", "http://ui.example"}})));
  EXPECT_FALSE(Cors::is_preflight(request("GET", {{"Origin", "x"}, {"Access-Control-Request-Method", "GET"}})));
}

TEST_F(CorsDecision, OrdinaryAnswersEchoAnAllowedOrigin) {
  cors.decorate(request("GET", {{"Origin", "http://ui.example"}}), reply);
  EXPECT_EQ(
      reply.header_lines,
      "Access-Control-Allow-Origin: http://ui.example\r\nAccess-Control-Allow-Credentials: true\r\nVary: Origin\r\n");
}

TEST_F(CorsDecision, ForeignOriginGetsNoAllowance) {
  cors.decorate(request("GET", {{"Origin", "http://evil.example"}}), reply);
  EXPECT_EQ(reply.header_lines, "Vary: Origin\r\n");
}

TEST_F(CorsDecision, NoOriginNoFields) {
  cors.decorate(request("GET", {}), reply);
  EXPECT_TRUE(reply.header_lines.empty());
}

TEST_F(CorsDecision, UncaughtFailuresCarryNone) {
  reply.cross_origin = false;
  cors.decorate(request("GET", {{"Origin", "http://ui.example"}}), reply);
  EXPECT_TRUE(reply.header_lines.empty());
}

}  // namespace
}  // namespace openspc::net::detail
