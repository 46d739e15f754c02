// Tokens: how they are renewed, how they end, and that no forged one is believed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <memory>
#include <thread>

#include "base/crypto.h"
#include "base/jwt.h"
#include "support/sqlite_file.h"
#include "support/workshop.h"

namespace openspc::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* secret = "a secret that the test knows";

ServerOptions strict(std::map<std::string, std::string> environment = {}) {
  environment.emplace("OPENSPC_JWT_SECRET", secret);
  environment.emplace("OPENSPC_DEV_MODE", "false");
  environment.emplace("OPENSPC_RATE_LIMIT_LOGIN", "1000/minute");
  return {.environment = std::move(environment)};
}

Reply login(HttpClient& client, const std::string& password = ServerProcess::admin_password) {
  return client.post("/api/v1/auth/login", {{"username", "admin"}, {"password", password}});
}

/// Refreshes with the given cookie on a client of its own.
Reply refresh(const ServerProcess& server, const std::string& cookie) {
  HttpClient client(server.port());
  client.cookie = cookie;
  return client.post("/api/v1/auth/refresh", {});
}

int status_of_me(const ServerProcess& server, const std::string& token) {
  HttpClient client(server.port());
  client.token = token;
  return client.get("/api/v1/auth/me").status;
}

std::string access_token(const Reply& reply) {
  return reply.json().at("access_token").as_string().c_str();
}

class Sessions : public testing::Test {
 protected:
  ServerProcess server{strict()};
  HttpClient client{server.port()};
};

TEST_F(Sessions, RefreshHandsOutANewPair) {
  const std::string token = access_token(require(login(client), 200));
  const std::string old_cookie = client.cookie;
  const Reply reply = require(client.post("/api/v1/auth/refresh", {}), 200);
  EXPECT_EQ(status_of_me(server, access_token(reply)), 200);
  EXPECT_NE(client.cookie, old_cookie);
  EXPECT_EQ(status_of_me(server, token), 200) << "the access token lives on until it expires";
}

TEST_F(Sessions, TheRefreshCookieIsOutOfReachOfScripts) {
  const std::string cookie = require(login(client), 200).header("set-cookie");
  EXPECT_THAT(cookie, testing::HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, testing::HasSubstr("Path=/api/v1/auth"));
  EXPECT_THAT(cookie, testing::AnyOf(testing::HasSubstr("SameSite=lax"), testing::HasSubstr("SameSite=Lax")));
}

TEST_F(Sessions, ReuseOfARefreshTokenRevokesTheWholeFamily) {
  require(login(client), 200);
  const std::string stolen = client.cookie;
  const std::string token = access_token(require(client.post("/api/v1/auth/refresh", {}), 200));

  EXPECT_EQ(refresh(server, stolen).status, 401);

  EXPECT_EQ(refresh(server, client.cookie).status, 401) << "the rightful holder must sign in again";
  EXPECT_EQ(status_of_me(server, token), 401) << "and so must every access token of the session";
}

TEST_F(Sessions, LogoutRevokesBothTokens) {
  client.token = access_token(require(login(client), 200));
  const std::string cookie = client.cookie;
  const std::string token = client.token;
  const Reply reply = require(client.post("/api/v1/auth/logout", {}), 200);
  EXPECT_THAT(reply.header("set-cookie"), testing::HasSubstr("Max-Age=0"));
  EXPECT_EQ(refresh(server, cookie).status, 401);
  EXPECT_EQ(status_of_me(server, token), 401);
}

TEST_F(Sessions, LogoutNeedsNoCredential) {
  EXPECT_EQ(client.post("/api/v1/auth/logout", {}).status, 200);
}

TEST_F(Sessions, SurviveARestart) {
  const std::string token = access_token(require(login(client), 200));
  ASSERT_EQ(server.stop(), 0);
  server.start();
  EXPECT_EQ(status_of_me(server, token), 200);
  EXPECT_EQ(refresh(server, client.cookie).status, 200);
}

TEST_F(Sessions, AWrongPasswordAndAnUnknownUserGetTheSameAnswer) {
  const Reply wrong = login(client, "wrong");
  const Reply unknown = client.post("/api/v1/auth/login", {{"username", "nobody"}, {"password", "wrong"}});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(wrong.body, unknown.body);
}

TEST(RateLimit, StopsGuessingOfPasswordsInTheDocumentedShape) {
  ServerProcess server(strict({{"OPENSPC_RATE_LIMIT_LOGIN", "3/minute"}}));
  HttpClient client(server.port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(login(client, "wrong").status, 401);
  const Reply refused = login(client);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.json().at("error").as_string(), "Rate limit exceeded: 3 per 1 minute");
  const auto wait = refused.json().at("retry_after").as_int64();
  EXPECT_EQ(refused.header("retry-after"), std::to_string(wait));
  EXPECT_THAT(wait, testing::AllOf(testing::Ge(1), testing::Le(60)));
  EXPECT_THAT(std::string(refused.json().at("detail").as_string()),
              testing::HasSubstr("Try again in " + std::to_string(wait) + " seconds"));
}

class MustChange : public Sessions {
 protected:
  MustChange() { client.token = access_token(require(login(client), 200)); }
};

TEST_F(MustChange, IsToldAtLoginAndInTheProfile) {
  EXPECT_TRUE(login(client).json().at("must_change_password").as_bool());
  EXPECT_TRUE(client.get("/api/v1/auth/me").json().at("must_change_password").as_bool());
}

TEST_F(MustChange, BlocksEveryOtherRoute) {
  for (const auto* target : {"/api/v1/plants/", "/api/v1/hierarchy/", "/api/v1/characteristics/", "/api/v1/samples/",
                             "/api/v1/violations/", "/api/v1/violations/stats"}) {
    const Reply reply = client.get(target);
    EXPECT_EQ(reply.status, 403) << target;
    EXPECT_EQ(reply.json(), boost::json::value({{"detail", "Password change required"}}));
  }
  EXPECT_EQ(client.post("/api/v1/plants/", {{"name", "P"}, {"code", "P"}}).status, 403);
  EXPECT_EQ(client.post("/api/v1/auth/ws-ticket", {}).status, 403);
}

TEST_F(MustChange, BlocksTheWebSocket) {
  WebSocketClient live(server.port(), "/ws/samples?token=" + client.token);
  EXPECT_TRUE(live.receive_type("error"));
  EXPECT_FALSE(live.receive());
  EXPECT_EQ(live.close_code(), 4001);
}

TEST_F(MustChange, IsNotEscapedByARefresh) {
  const Reply reply = require(client.post("/api/v1/auth/refresh", {}), 200);
  client.token = access_token(reply);
  EXPECT_TRUE(reply.json().at("must_change_password").as_bool());
  EXPECT_EQ(client.get("/api/v1/plants/").status, 403);
}

TEST_F(MustChange, EndsAtOnceWithTheChange) {
  const auto change = [&](const std::string& from, const std::string& to) {
    return client.post("/api/v1/auth/change-password", {{"current_password", from}, {"new_password", to}}).status;
  };
  const std::string first = ServerProcess::admin_password;
  EXPECT_EQ(change("wrong", "a-new-password-1"), 400);
  EXPECT_EQ(change(first, first), 400);
  EXPECT_EQ(change(first, "short"), 422);
  EXPECT_EQ(client.get("/api/v1/plants/").status, 403);
  EXPECT_EQ(change(first, "a-new-password-1"), 200);
  EXPECT_EQ(client.get("/api/v1/plants/").status, 200);
}

/// Claims as the server writes them, so that only what a test alters is wrong.
boost::json::object good_claims(ServerProcess& server, std::string_view type = "access") {
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  const auto session = SqliteFile(server.database()).text("SELECT id FROM auth_session LIMIT 1");
  return {{"sub", "1"}, {"username", "admin"}, {"type", type}, {"iat", now}, {"exp", now + 600}, {"sid", session}};
}

std::string with_header(const boost::json::object& header, const boost::json::object& claims,
                        const std::string& signature) {
  return base::base64url_encode(boost::json::serialize(header)) + "." +
         base::base64url_encode(boost::json::serialize(claims)) + "." + signature;
}

class Forgery : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<ServerProcess>(strict()); }
  static void TearDownTestSuite() { server_.reset(); }
  Forgery() { token_ = access_token(require(login(client), 200)); }
  [[nodiscard]] int status(const std::string& token) const { return status_of_me(server, token); }

  static std::unique_ptr<ServerProcess> server_;
  ServerProcess& server = *server_;
  HttpClient client{server.port()};
  std::string token_;
};

std::unique_ptr<ServerProcess> Forgery::server_;

TEST_F(Forgery, TheTestMakesTokensThatAreGood) {
  EXPECT_EQ(status(base::jwt::sign(good_claims(server), secret)), 200);
}

TEST_F(Forgery, WithoutASignatureIsRefused) {
  const auto claims = good_claims(server);
  for (const auto* algorithm : {"none", "None", "NONE", "nOnE", ""}) {
    EXPECT_EQ(status(with_header({{"alg", algorithm}, {"typ", "JWT"}}, claims, "")), 401) << algorithm;
  }
  EXPECT_EQ(status(with_header({{"alg", "HS256"}, {"typ", "JWT"}}, claims, "")), 401);
}

TEST_F(Forgery, WithAnotherAlgorithmOrKeyIsRefused) {
  const auto claims = good_claims(server);
  const auto good = base::jwt::sign(claims, secret);
  const auto signature = good.substr(good.rfind('.') + 1);
  for (const auto* algorithm : {"HS384", "HS512", "RS256", "ES256", "hs256"})
    EXPECT_EQ(status(with_header({{"alg", algorithm}, {"typ", "JWT"}}, claims, signature)), 401) << algorithm;
  EXPECT_EQ(status(base::jwt::sign(claims, "another secret")), 401);
  EXPECT_EQ(status(base::jwt::sign(claims, "")), 401);
}

TEST_F(Forgery, WithAnAlteredPayloadIsRefused) {
  auto claims = good_claims(server);
  const auto good = base::jwt::sign(claims, secret);
  claims["sub"] = "2";
  const auto altered = base::base64url_encode(boost::json::serialize(claims));
  EXPECT_EQ(status(good.substr(0, good.find('.') + 1) + altered + good.substr(good.rfind('.'))), 401);
}

TEST_F(Forgery, RefreshAndAccessTokensAreNoGoodForEachOther) {
  require(login(client), 200);
  const std::string refresh_token = client.cookie.substr(client.cookie.find('=') + 1);
  EXPECT_EQ(status(refresh_token), 401);
  EXPECT_EQ(refresh(server, "refresh_token=" + token_).status, 401);
  EXPECT_EQ(status(base::jwt::sign(good_claims(server, "refresh"), secret)), 401);
  EXPECT_EQ(status(base::jwt::sign(good_claims(server, "admin"), secret)), 401);
}

TEST_F(Forgery, AnExpiredTokenIsRefused) {
  auto claims = good_claims(server);
  claims["exp"] = static_cast<std::int64_t>(std::time(nullptr)) - 1;
  EXPECT_EQ(status(base::jwt::sign(claims, secret)), 401);
}

TEST_F(Forgery, ClaimsOfAWrongKindAreRefused) {
  const auto altered = [&](const char* name, const boost::json::value& value) {
    auto claims = good_claims(server);
    claims[name] = value;
    return status(base::jwt::sign(claims, secret));
  };
  EXPECT_EQ(altered("sub", 1), 401);
  EXPECT_EQ(altered("sub", "1; DROP TABLE user"), 401);
  EXPECT_EQ(altered("sub", "99999999999999999999999"), 401);
  EXPECT_EQ(altered("sub", "4711"), 401) << "nobody";
  EXPECT_EQ(altered("exp", "tomorrow"), 401);
  EXPECT_EQ(altered("exp", nullptr), 401);
  EXPECT_EQ(altered("exp", 1e300), 401);
  EXPECT_EQ(altered("sid", "not-a-session"), 401);
  EXPECT_EQ(altered("sid", 7), 401);
}

TEST_F(Forgery, NoiseIsRefused) {
  for (const std::string& noise :
       {std::string("x"), std::string("a.b.c"), std::string(".."), std::string("..."), token_ + "x", token_ + ".x",
        " " + token_, std::string(8000, 'A'), "eyJhbGciOiJIUzI1NiJ9." + std::string(3000, '.')})
    EXPECT_EQ(status(noise), 401) << noise.substr(0, 40);
}

TEST_F(Forgery, OnlyTheBearerSchemeCounts) {
  HttpClient plain(server.port());
  for (const std::string& value :
       {token_, "bearer " + token_, "Basic " + token_, std::string("Bearer"), std::string("Bearer ")})
    EXPECT_EQ(plain.get("/api/v1/auth/me", {{"Authorization", value}}).status, 401) << value.substr(0, 10);
}

TEST_F(Sessions, EndWithinTwoSecondsForAUserWhoWasDeactivated) {
  const std::string token = access_token(require(login(client), 200));
  EXPECT_EQ(status_of_me(server, token), 200);
  SqliteFile(server.database()).execute("UPDATE \"user\" SET is_active = 0");
  std::this_thread::sleep_for(2100ms);
  EXPECT_EQ(status_of_me(server, token), 401);
  EXPECT_EQ(login(client).status, 401);
}

}  // namespace
}  // namespace openspc::test
