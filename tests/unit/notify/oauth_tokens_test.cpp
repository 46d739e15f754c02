// What a token server is asked, and what its answers mean.
#include "notify/delivery/oauth_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openspc::notify {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kUrl = "https://login.example/tenant/token";

OauthCredentials credentials(OauthGrant grant) {
  return {.settings = {.grant = grant, .token_url = kUrl, .client_id = "spc", .scope = "https://mail.example/.default"},
          .client_secret = "a&b=c",
          .refresh_token = "r/1"};
}

OauthReply reply_to(int status, const std::string& body) {
  return token_reply({.succeeded = status == 200,
                      .status = status,
                      .error = "the server answers " + std::to_string(status),
                      .answer = body},
                     kUrl);
}

TEST(OauthTokens, AreAskedForWithClientCredentials) {
  EXPECT_EQ(token_request(credentials(OauthGrant::client_credentials)),
            "grant_type=client_credentials&client_id=spc&client_secret=a%26b%3Dc&"
            "scope=https%3A%2F%2Fmail.example%2F.default");
}

TEST(OauthTokens, AreAskedForWithARefreshToken) {
  OauthCredentials public_client = credentials(OauthGrant::refresh_token);
  public_client.client_secret.clear();
  public_client.settings.scope.reset();
  EXPECT_EQ(token_request(public_client), "grant_type=refresh_token&refresh_token=r%2F1&client_id=spc");
}

TEST(OauthTokens, ComeWithTheirLifetimeAndPerhapsANewRefreshToken) {
  const OauthReply reply =
      reply_to(200, R"({"access_token":"t1","token_type":"Bearer","expires_in":3599,"refresh_token":"r2"})");
  EXPECT_EQ(reply.access_token, "t1");
  EXPECT_EQ(reply.lifetime, 3599s);
  EXPECT_EQ(reply.refresh_token, "r2");
  EXPECT_EQ(reply.problem, "");
}

TEST(OauthTokens, WithoutALifetimeLiveForFiveMinutes) {
  EXPECT_EQ(reply_to(200, R"({"access_token":"t1"})").lifetime, 5min);
}

TEST(OauthTokens, RefusalIsToldInTheWordsOfTheTokenServer) {
  EXPECT_EQ(
      reply_to(401, R"({"error":"invalid_client","error_description":"The secret has expired.\r\nAsk Ada"})").problem,
      "the token server https://login.example/… refuses: invalid_client (The secret has expired.??Ask Ada)");
  EXPECT_EQ(reply_to(400, R"({"error":"invalid_grant"})").problem,
            "the token server https://login.example/… refuses: invalid_grant");
}

TEST(OauthTokens, AnswerThatIsNoRefusalOfOauthIsNotRepeated) {
  const std::string problem = reply_to(500, "<html>inner secrets</html>").problem;
  EXPECT_THAT(problem, HasSubstr("the server answers 500"));
  EXPECT_THAT(problem, Not(HasSubstr("secrets")));
}

TEST(OauthTokens, SuccessWithoutAUsableTokenIsAProblem) {
  for (const char* body : {"", "[]", "token", "{}", R"({"access_token":""})", R"({"access_token":7})",
                           R"({"access_token":"a\r\nb"})", R"({"access_token":"a b"})"}) {
    const OauthReply reply = reply_to(200, body);
    EXPECT_THAT(reply.problem, HasSubstr("the token server https://login.example/…")) << body;
    EXPECT_EQ(reply.access_token, "") << body;
  }
}

}  // namespace
}  // namespace openspc::notify
