// Tokens: how they are renewed and how they end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <future>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "base/time.h"
#include "session_fixture.h"

namespace openspc::test {
namespace {

using namespace std::chrono_literals;

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

TEST_F(Sessions, TwoTabsThatRefreshAtOnceGetTheSameSuccessorAndStaySignedIn) {
  const std::string first = access_token(require(login(client), 200));
  const std::string cookie = client.cookie;
  std::vector<std::future<std::pair<Reply, std::string>>> tabs;
  for (int i = 0; i < 8; ++i) {
    tabs.push_back(std::async(std::launch::async, [&] {
      HttpClient tab(server.port());
      tab.cookie = cookie;
      Reply reply = tab.post("/api/v1/auth/refresh", {});
      return std::pair(std::move(reply), tab.cookie);
    }));
  }
  std::set<std::string> successors;
  for (auto& tab : tabs) {
    const auto [reply, successor] = tab.get();
    EXPECT_EQ(status_of_me(server, access_token(require(reply, 200))), 200);
    successors.insert(successor);
  }
  ASSERT_EQ(successors.size(), 1U);
  EXPECT_EQ(status_of_me(server, first), 200);
  EXPECT_EQ(refresh(server, *successors.begin()).status, 200);
}

TEST_F(Sessions, ALostAnswerIsHadAgainEvenFromAServerThatWasKilledMeanwhile) {
  const std::string first = access_token(require(login(client), 200));
  const std::string cookie = client.cookie;
  RawSocket lost(server.port());
  lost.send("POST /api/v1/auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nCookie: " + cookie + "\r\n\r\n");
  const auto rotated = [&] {
    return server.stored().text("SELECT COUNT(*) FROM auth_session WHERE last_refreshed_at IS NOT NULL") == "1";
  };
  wait_for(rotated, "the new token is committed");
  server.kill_hard();
  server.start();

  const Reply again = require(refresh(server, cookie), 200);

  EXPECT_EQ(status_of_me(server, access_token(again)), 200);
  EXPECT_EQ(status_of_me(server, first), 200);
}

TEST_F(Sessions, ReuseOfARefreshTokenAfterHalfAMinuteRevokesTheWholeFamily) {
  require(login(client), 200);
  const std::string stolen = client.cookie;
  const std::string token = access_token(require(client.post("/api/v1/auth/refresh", {}), 200));
  server.stored().execute("UPDATE auth_session SET last_refreshed_at = '" +
                          base::to_database(base::SystemClock().now() - std::chrono::seconds(31)) + "'");

  EXPECT_EQ(refresh(server, stolen).status, 401);

  EXPECT_EQ(refresh(server, client.cookie).status, 401) << "the rightful holder must sign in again";
  EXPECT_EQ(status_of_me(server, token), 401) << "and so must every access token of the session";
}

TEST_F(Sessions, ATokenOlderThanThePreviousOneRevokesTheWholeFamilyAtOnce) {
  require(login(client), 200);
  const std::string stolen = client.cookie;
  require(client.post("/api/v1/auth/refresh", {}), 200);
  require(client.post("/api/v1/auth/refresh", {}), 200);

  EXPECT_EQ(refresh(server, stolen).status, 401);

  EXPECT_EQ(refresh(server, client.cookie).status, 401);
}

TEST_F(Sessions, TheRefreshesOfOneSessionAreLimitedAndNotThoseOfItsAddress) {
  std::vector<std::string> visitors;
  for (int i = 0; i < 3; ++i) {
    require(login(client), 200);
    visitors.push_back(client.cookie);
  }
  for (const std::string& cookie : visitors) {
    HttpClient visitor(server.port());
    visitor.cookie = cookie;
    for (int i = 0; i < 10; ++i) EXPECT_EQ(visitor.post("/api/v1/auth/refresh", {}).status, 200) << i;
    const Reply refused = visitor.post("/api/v1/auth/refresh", {});
    EXPECT_EQ(refused.status, 429);
    EXPECT_THAT(std::stoi(refused.header("retry-after")), testing::AllOf(testing::Ge(1), testing::Le(60)));
  }
  HttpClient nobody(server.port());
  for (int i = 0; i < 15; ++i)
    EXPECT_EQ(nobody.post("/api/v1/auth/refresh", {}).status, 401) << "no cookie costs nothing";
}

TEST_F(Sessions, AnswersWithTokensAreKeptNowhere) {
  const Reply signed_in = require(login(client), 200);
  const Reply refreshed = require(client.post("/api/v1/auth/refresh", {}), 200);
  for (const Reply& reply : {signed_in, refreshed}) {
    EXPECT_EQ(reply.header("cache-control"), "no-store");
    EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  }
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

/// Guesses until an answer is not 401.
Reply guess(HttpClient& client, const std::string& name, int most = 20) {
  for (int i = 0; i < most; ++i) {
    Reply reply = client.post("/api/v1/auth/login", {{"username", name}, {"password", "wrong"}});
    if (reply.status != 401) return reply;
  }
  return {};
}

TEST_F(Sessions, GuessingPausesTheAccountAlikeForNamesThatNobodyHas) {
  const Reply known = guess(client, "admin");
  const Reply unknown = guess(client, "nobody");
  EXPECT_EQ(known.status, 429);
  EXPECT_EQ(known.body, unknown.body);
  EXPECT_EQ(known.header("retry-after"), "1");
}

TEST_F(Sessions, ARestartDoesNotEndThePauseAndTimeDoes) {
  require(guess(client, "admin"), 429);
  server.stored().execute("UPDATE sign_in_failure SET paused_until = '2100-01-01 00:00:00.000000'");
  ASSERT_EQ(server.stop(), 0);
  server.start();
  EXPECT_EQ(login(client).status, 429);
  server.stored().execute("UPDATE sign_in_failure SET paused_until = '2020-01-01 00:00:00.000000'");
  EXPECT_EQ(login(client).status, 200);
}

TEST_F(Sessions, FailedSignInsAreInTheAuditTrail) {
  EXPECT_EQ(login(client, "wrong").status, 401);
  StoredData file = server.stored();
  EXPECT_EQ(file.text("SELECT COUNT(*) FROM audit_event WHERE action = 'auth.login_failed'"), "1");
  EXPECT_THAT(file.text("SELECT detail FROM audit_event WHERE action = 'auth.login_failed'"),
              testing::AllOf(testing::HasSubstr("127.0.0.1"), testing::HasSubstr("admin")));
}

TEST_F(Sessions, AForgottenPasswordIsResetBesideTheRunningServer) {
  const std::string token = access_token(require(login(client), 200));
  require(guess(client, "admin"), 429);
  const auto reset = [&](const std::string& name) {
    return run_openspc({"user", "reset-password", name, "--generate", "--data-dir", server.data_dir().string()},
                       server.replica().environment);
  };
  const CommandResult done = reset("admin");
  ASSERT_EQ(done.status, 0) << done.output;
  const auto begin = done.output.find("is new: ") + 8;
  const std::string password = done.output.substr(begin, done.output.find(' ', begin) - begin);
  EXPECT_TRUE(require(login(client, password), 200).json().at("must_change_password").as_bool()) << done.output;
  EXPECT_EQ(login(client).status, 401) << "the old one";
  wait_for([&] { return status_of_me(server, token) == 401; }, "the old session is over");
  const CommandResult unknown = reset("Admin");
  EXPECT_EQ(unknown.status, 1);
  EXPECT_THAT(unknown.output, testing::HasSubstr("There is no user 'Admin'; there are: admin"));
}

TEST(ShortSecret, IsNamedAtTheStart) {
  const ServerProcess server(strict({{"OPENSPC_JWT_SECRET", "short"}}));
  EXPECT_THAT(server.log(),
              testing::AllOf(testing::HasSubstr("secret_short"), testing::HasSubstr("OPENSPC_JWT_SECRET")));
}

/// The server behind a proxy: the test itself.
class BehindAProxy : public testing::Test {
 protected:
  ServerProcess server{strict({{"OPENSPC_TRUSTED_PROXIES", "127.0.0.0/8"}, {"OPENSPC_RATE_LIMIT_LOGIN", "2/minute"}})};
  HttpClient proxy{server.port()};

  Reply login_from(const HttpClient::Headers& headers) {
    return proxy.post("/api/v1/auth/login", {{"username", "admin"}, {"password", ServerProcess::admin_password}},
                      headers);
  }
};

TEST_F(BehindAProxy, EachClientHasItsOwnLimit) {
  for (const char* client : {"203.0.113.1", "203.0.113.2", "2001:db8::1"}) {
    for (int i = 0; i < 2; ++i) EXPECT_EQ(login_from({{"X-Forwarded-For", client}}).status, 200) << client;
    EXPECT_EQ(login_from({{"X-Forwarded-For", client}}).status, 429) << client;
    EXPECT_EQ(login_from({{"X-Forwarded-For", "198.51.100.7, " + std::string(client)}}).status, 429)
        << "what a client invents is no way out";
  }
}

TEST_F(BehindAProxy, TheClientIsInTheAuditTrailAndTheCookieIsSecureWhenItCameByHttps) {
  const Reply plain = require(login_from({{"X-Forwarded-For", "203.0.113.1"}, {"X-Forwarded-Proto", "http"}}), 200);
  EXPECT_THAT(plain.header("set-cookie"), testing::Not(testing::HasSubstr("Secure")));
  const Reply secure = require(login_from({{"X-Forwarded-For", "203.0.113.9"}, {"X-Forwarded-Proto", "https"}}), 200);
  EXPECT_THAT(secure.header("set-cookie"), testing::HasSubstr("Secure"));
  EXPECT_THAT(server.stored().text("SELECT detail FROM audit_event ORDER BY id DESC LIMIT 1"),
              testing::HasSubstr("203.0.113.9"));
}

TEST(WithoutAProxy, ForwardedAddressesAreIgnored) {
  ServerProcess server(strict({{"OPENSPC_RATE_LIMIT_LOGIN", "2/minute"}}));
  HttpClient client(server.port());
  const auto login_as = [&](const std::string& from) {
    return client
        .post("/api/v1/auth/login", {{"username", "admin"}, {"password", ServerProcess::admin_password}},
              {{"X-Forwarded-For", from}, {"Forwarded", "for=" + from}})
        .status;
  };
  EXPECT_EQ(login_as("203.0.113.1"), 200);
  EXPECT_EQ(login_as("203.0.113.2"), 200);
  EXPECT_EQ(login_as("203.0.113.3"), 429);
}

TEST(TrustedProxies, ThatAreNoneAreRefusedAtTheStart) {
  const CommandResult result = run_openspc({"serve", "--port", "0"}, {{"OPENSPC_TRUSTED_PROXIES", "10.0.0.0/8,proxy"}});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.output, testing::HasSubstr("OPENSPC_TRUSTED_PROXIES=\"proxy\": expected addresses and networks"));
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

TEST_F(Sessions, EndWithinTwoSecondsForAUserWhoWasDeactivated) {
  const std::string token = access_token(require(login(client), 200));
  EXPECT_EQ(status_of_me(server, token), 200);
  server.stored().execute("UPDATE \"user\" SET is_active = ${false}");
  std::this_thread::sleep_for(2100ms);
  EXPECT_EQ(status_of_me(server, token), 401);
  EXPECT_EQ(login(client).status, 401);
}

}  // namespace
}  // namespace openspc::test
