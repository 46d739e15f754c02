#include "identity/token.h"

#include <gtest/gtest.h>

#include "base/jwt.h"

namespace openspc::identity {
namespace {

using namespace std::chrono_literals;

class TokenTest : public ::testing::Test {
 protected:
  std::int64_t now_seconds() const {
    return std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
  }
  boost::json::object claims(std::string_view type) const {
    return {{"sub", "7"}, {"username", "ann"}, {"type", type}, {"iat", now_seconds()}, {"exp", now_seconds() + 60}};
  }
  std::string forged(const boost::json::object& payload) const { return base::jwt::sign(payload, "secret"); }

  base::ManualClock clock{*base::parse_timestamp("2026-02-12T08:00:00.250Z")};
  TokenSigner signer{"secret", clock};
};

TEST_F(TokenTest, AccessTokenCarriesTheClaimsOfTheContract) {
  const auto payload = base::jwt::verify(signer.access({7}, "ann", "s1"), "secret", clock.now());
  ASSERT_TRUE(payload);
  EXPECT_EQ(payload->at("sub"), "7");
  EXPECT_EQ(payload->at("username"), "ann");
  EXPECT_EQ(payload->at("type"), "access");
  EXPECT_EQ(payload->at("iat").to_number<std::int64_t>(), now_seconds());
  EXPECT_EQ(payload->at("exp").to_number<std::int64_t>(), now_seconds() + 15 * 60);
  EXPECT_EQ(payload->at("sid"), "s1");
}

TEST_F(TokenTest, ReadsBackWhatItSigned) {
  const auto access = signer.read_access(signer.access({7}, "ann", "s1"));
  ASSERT_TRUE(access);
  EXPECT_EQ(access->user, base::UserId{7});
  EXPECT_EQ(access->session_id, "s1");
  EXPECT_EQ(access->expires_at - access->issued_at, kAccessLifetime);
  const auto refresh = signer.read_refresh(signer.refresh({7}, "s1", 24h));
  ASSERT_TRUE(refresh);
  EXPECT_EQ(refresh->user, base::UserId{7});
  EXPECT_EQ(refresh->session_id, "s1");
}

TEST_F(TokenTest, RefreshTokensOfTheSameSecondDiffer) {
  EXPECT_NE(signer.refresh({7}, "s1", 24h), signer.refresh({7}, "s1", 24h));
}

TEST_F(TokenTest, EachKindIsNoGoodAsTheOther) {
  EXPECT_FALSE(signer.read_refresh(signer.access({7}, "ann", "s1")));
  EXPECT_FALSE(signer.read_access(signer.refresh({7}, "s1", 24h)));
}

TEST_F(TokenTest, DiesAtItsExpiryWithoutLeeway) {
  const std::string token = signer.access({7}, "ann", "s1");
  clock.advance(15min - 1s);
  EXPECT_TRUE(signer.read_access(token));
  clock.advance(1s);
  EXPECT_FALSE(signer.read_access(token));
  EXPECT_TRUE(signer.read_access(token, Expiry::ignored));
}

TEST_F(TokenTest, RefusesAnotherSecret) {
  const TokenSigner other("another", clock);
  EXPECT_FALSE(other.read_access(signer.access({7}, "ann", "s1")));
}

TEST_F(TokenTest, AcceptsATokenOfTheReferenceWithoutASession) {
  const auto access = signer.read_access(forged(claims("access")));
  ASSERT_TRUE(access);
  EXPECT_EQ(access->session_id, "");
}

TEST_F(TokenTest, RefusesClaimsOfTheWrongForm) {
  for (const boost::json::value& sub : {boost::json::value(7), boost::json::value("seven"), boost::json::value("7x"),
                                        boost::json::value(""), boost::json::value("99999999999999999999")}) {
    auto payload = claims("access");
    payload["sub"] = sub;
    EXPECT_FALSE(signer.read_access(forged(payload))) << sub;
  }
  for (const char* missing : {"sub", "type", "iat", "exp"}) {
    auto payload = claims("access");
    payload.erase(missing);
    EXPECT_FALSE(signer.read_access(forged(payload))) << missing;
  }
  for (const boost::json::value& sid : {boost::json::value(1), boost::json::value(""), boost::json::value(nullptr),
                                        boost::json::value(std::string(65, 's'))}) {
    auto payload = claims("access");
    payload["sid"] = sid;
    EXPECT_FALSE(signer.read_access(forged(payload))) << sid;
  }
}

TEST_F(TokenTest, RefusesTextThatIsNoToken) {
  for (const std::string& text : {std::string(), std::string("x"), std::string("a.b.c"), std::string(5000, 'a')}) {
    EXPECT_FALSE(signer.read_access(text));
  }
}

}  // namespace
}  // namespace openspc::identity
