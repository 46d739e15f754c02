// No forged token is believed, whatever of it is altered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <memory>

#include "base/crypto.h"
#include "base/jwt.h"
#include "session_fixture.h"

namespace openspc::test {
namespace {

/// Claims as the server writes them, so that only what a test alters is wrong.
boost::json::object good_claims(ServerProcess& server, std::string_view type = "access") {
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  const auto session = server.stored().text("SELECT id FROM auth_session LIMIT 1");
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
  EXPECT_EQ(status(base::jwt::sign(good_claims(server), kSecret)), 200);
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
  const auto good = base::jwt::sign(claims, kSecret);
  const auto signature = good.substr(good.rfind('.') + 1);
  for (const auto* algorithm : {"HS384", "HS512", "RS256", "ES256", "hs256"})
    EXPECT_EQ(status(with_header({{"alg", algorithm}, {"typ", "JWT"}}, claims, signature)), 401) << algorithm;
  EXPECT_EQ(status(base::jwt::sign(claims, "another secret")), 401);
  EXPECT_EQ(status(base::jwt::sign(claims, "")), 401);
}

TEST_F(Forgery, WithAnAlteredPayloadIsRefused) {
  auto claims = good_claims(server);
  const auto good = base::jwt::sign(claims, kSecret);
  claims["sub"] = "2";
  const auto altered = base::base64url_encode(boost::json::serialize(claims));
  EXPECT_EQ(status(good.substr(0, good.find('.') + 1) + altered + good.substr(good.rfind('.'))), 401);
}

TEST_F(Forgery, RefreshAndAccessTokensAreNoGoodForEachOther) {
  require(login(client), 200);
  const std::string refresh_token = client.cookie.substr(client.cookie.find('=') + 1);
  EXPECT_EQ(status(refresh_token), 401);
  EXPECT_EQ(refresh(server, "refresh_token=" + token_).status, 401);
  EXPECT_EQ(status(base::jwt::sign(good_claims(server, "refresh"), kSecret)), 401);
  EXPECT_EQ(status(base::jwt::sign(good_claims(server, "admin"), kSecret)), 401);
}

TEST_F(Forgery, AnExpiredTokenIsRefused) {
  auto claims = good_claims(server);
  claims["exp"] = static_cast<std::int64_t>(std::time(nullptr)) - 1;
  EXPECT_EQ(status(base::jwt::sign(claims, kSecret)), 401);
}

TEST_F(Forgery, ClaimsOfAWrongKindAreRefused) {
  const auto altered = [&](const char* name, const boost::json::value& value) {
    auto claims = good_claims(server);
    claims[name] = value;
    return status(base::jwt::sign(claims, kSecret));
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
  for (const std::string& value : {token_, "Basic " + token_, std::string("Bearer"), std::string("Bearer ")})
    EXPECT_EQ(plain.get("/api/v1/auth/me", {{"Authorization", value}}).status, 401) << value.substr(0, 10);
  EXPECT_EQ(plain.get("/api/v1/auth/me", {{"Authorization", "bearer " + token_}}).status, 200);
}

}  // namespace
}  // namespace openspc::test
