#include "base/jwt.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>

#include "base/crypto.h"

namespace openspc::base {
namespace {

const std::string kSecret = "a secret of some length";
const Timestamp kNow = *parse_timestamp("2026-02-12T08:00:00Z");
constexpr std::int64_t kNowSeconds = 1'770'883'200;

boost::json::object claims(std::int64_t expires_in = 900) {
  return {
      {"sub", "7"}, {"username", "anna"}, {"type", "access"}, {"iat", kNowSeconds}, {"exp", kNowSeconds + expires_in}};
}

std::string signed_by_hand(std::string_view header, std::string_view payload, std::string_view key) {
  const std::string head = base64url_encode(header) + "." + base64url_encode(payload);
  return head + "." + base64url_encode(std::span<const std::uint8_t>(hmac_sha256(key, head)));
}

TEST(Jwt, GivesBackTheClaims) {
  EXPECT_EQ(jwt::verify(jwt::sign(claims(), kSecret), kSecret, kNow), claims());
}

TEST(Jwt, MatchesTheExampleOfTheStandard) {  // RFC 7515 appendix A.1
  const auto key =
      base64url_decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  const std::string token =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
      ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
      ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const auto found = jwt::verify(token, *key, *parse_timestamp("2011-03-22"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at("iss"), "joe");
}

TEST(Jwt, ExpiresWithoutLeeway) {
  EXPECT_TRUE(jwt::verify(jwt::sign(claims(1), kSecret), kSecret, kNow));
  EXPECT_FALSE(jwt::verify(jwt::sign(claims(0), kSecret), kSecret, kNow));
  EXPECT_FALSE(jwt::verify(jwt::sign(claims(-1), kSecret), kSecret, kNow));
}

TEST(Jwt, NeedsANumericExpiry) {
  EXPECT_FALSE(jwt::verify(jwt::sign({{"sub", "7"}}, kSecret), kSecret, kNow));
  EXPECT_FALSE(jwt::verify(jwt::sign({{"exp", "9999999999"}}, kSecret), kSecret, kNow));
}

TEST(Jwt, OfAnotherSecretIsRefused) {
  EXPECT_FALSE(jwt::verify(jwt::sign(claims(), "other"), kSecret, kNow));
}

TEST(Jwt, IsNeverAcceptedWithAnEmptySecret) {
  EXPECT_FALSE(jwt::verify(jwt::sign(claims(), ""), "", kNow));
}

TEST(Jwt, OfAnyOtherAlgorithmIsRefusedHoweverItIsSigned) {
  const auto payload = boost::json::serialize(claims());
  EXPECT_TRUE(jwt::verify(signed_by_hand(R"({"alg":"HS256"})", payload, kSecret), kSecret, kNow));
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"HS512"})", R"({"alg":"RS256"})", R"({"alg":256})", "{}",
                             "[]", "", R"({"alg":"HS256","crit":["exp"]})"}) {
    EXPECT_FALSE(jwt::verify(signed_by_hand(header, payload, kSecret), kSecret, kNow)) << header;
  }
}

TEST(Jwt, WithoutSignatureIsRefused) {
  const auto token = base64url_encode(std::string_view(R"({"alg":"none"})")) + "." +
                     base64url_encode(std::string_view(boost::json::serialize(claims()))) + ".";
  EXPECT_FALSE(jwt::verify(token, kSecret, kNow));
}

TEST(Jwt, WhoseClaimsAreNoObjectIsRefused) {
  for (const char* payload : {"[]", "7", "null", "{", "", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]"}) {
    EXPECT_FALSE(jwt::verify(signed_by_hand(R"({"alg":"HS256"})", payload, kSecret), kSecret, kNow)) << payload;
  }
}

TEST(Jwt, OfTheWrongShapeIsRefused) {
  for (const char* token : {"", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d"}) {
    EXPECT_FALSE(jwt::verify(token, kSecret, kNow)) << token;
  }
  EXPECT_FALSE(jwt::verify(std::string(1 << 20, 'a'), kSecret, kNow));
}

RC_GTEST_PROP(Jwt, ChangedInAnyCharacterIsRefused, ()) {
  std::string token = jwt::sign(claims(), kSecret);
  const auto at = *rc::gen::inRange<std::size_t>(0, token.size());
  const char other = *rc::gen::arbitrary<char>();
  RC_PRE(token[at] != other);
  token[at] = other;
  RC_ASSERT(!jwt::verify(token, kSecret, kNow));
}

RC_GTEST_PROP(Jwt, SurvivesAnyText, (const std::string& text)) {
  RC_ASSERT(!jwt::verify(text, kSecret, kNow));
}

}  // namespace
}  // namespace openspc::base
