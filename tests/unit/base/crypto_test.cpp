#include "base/crypto.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace openspc::base {
namespace {

TEST(Sha256, MatchesThePublishedVectors) {  // FIPS 180-4 examples
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HmacSha256, MatchesThePublishedVector) {  // RFC 4231 test case 2
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HmacSha256, TakesAnEmptyKeyAndEmptyData) {
  EXPECT_EQ(to_hex(hmac_sha256("", "")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Base64url, MatchesThePublishedVectors) {  // RFC 4648 section 10, without padding
  EXPECT_EQ(base64url_encode(std::string_view("")), "");
  EXPECT_EQ(base64url_encode(std::string_view("f")), "Zg");
  EXPECT_EQ(base64url_encode(std::string_view("fo")), "Zm8");
  EXPECT_EQ(base64url_encode(std::string_view("foo")), "Zm9v");
  EXPECT_EQ(base64url_encode(std::string_view("\xfb\xff")), "-_8");
}

TEST(Base64url, RefusesWhatItWouldNotWrite) {
  for (const char* text : {"Z", "Zg==", "Zg=", "Zh", "Zm9", "Z+8", "Z/8", "Z g", "\xC3\xA9\xC3\xA9"}) {
    EXPECT_FALSE(base64url_decode(text)) << text;
  }
}

RC_GTEST_PROP(Base64url, SurvivesTheRoundTrip, (const std::string& bytes)) {
  RC_ASSERT(base64url_decode(base64url_encode(std::string_view(bytes))) == bytes);
}

RC_GTEST_PROP(Base64url, HasOneTextForEachValue, (const std::string& text)) {
  if (const auto bytes = base64url_decode(text)) RC_ASSERT(base64url_encode(std::string_view(*bytes)) == text);
}

TEST(ConstantTimeEqual, AgreesWithEquality) {
  EXPECT_TRUE(constant_time_equal("secret", "secret"));
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_FALSE(constant_time_equal("secret", "secreT"));
  EXPECT_FALSE(constant_time_equal("secret", "secre"));
}

TEST(Random, TokensHaveTheExpectedLengthAndDiffer) {
  EXPECT_EQ(random_token(32).size(), 43u);
  EXPECT_NE(random_token(), random_token());
  EXPECT_EQ(random_bytes(0), "");
}

constexpr PasswordCost kCheap{1, 64, 1};

TEST(Password, VerifiesItsOwnHashOnly) {
  const auto hash = hash_password("correct horse", kCheap);
  EXPECT_TRUE(verify_password("correct horse", hash));
  EXPECT_FALSE(verify_password("correct horsE", hash));
  EXPECT_FALSE(verify_password("", hash));
}

TEST(Password, IsSaltedAnew) {
  EXPECT_NE(hash_password("same", kCheap), hash_password("same", kCheap));
}

TEST(Password, DefaultCostIsThatOfTheReference) {
  EXPECT_TRUE(hash_password("x").starts_with("$argon2id$v=19$m=65536,t=3,p=4$"));
}

TEST(Password, MayHoldAnyBytes) {
  const std::string password("a\0b\xff", 4);
  EXPECT_TRUE(verify_password(password, hash_password(password, kCheap)));
}

TEST(Password, VerifiesThePublishedVector) {  // test vector of the Argon2 reference implementation
  EXPECT_TRUE(verify_password(
      "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
}

TEST(Password, RefusesTextThatIsNoHash) {
  for (const char* text : {"", "password", "$argon2id$", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA",
                           "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=64,t=1,p=1$!!$!!"}) {
    EXPECT_FALSE(verify_password("password", text)) << text;
  }
}

TEST(Password, RefusesAHashThatWouldCostTooMuch) {
  EXPECT_FALSE(verify_password("p",
                               "$argon2id$v=19$m=4294967295,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$"
                               "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
  EXPECT_FALSE(verify_password("p",
                               "$argon2id$v=19$m=64,t=4000000000,p=1$c29tZXNhbHRzb21lc2FsdA$"
                               "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
}

}  // namespace
}  // namespace openspc::base
