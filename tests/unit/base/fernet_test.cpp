// Tokens of the public Fernet specification, against its published vectors (github.com/fernet/spec).

#include "base/fernet.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <stdexcept>

#include "base/crypto.h"
#include "base/error.h"

namespace openspc::base {
namespace {

constexpr std::string_view kPublishedKey = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
constexpr std::string_view kPublishedToken =
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

TEST(Fernet, MakesThePublishedToken) {  // generate.json, at 1985-10-26T01:20:00-07:00
  const std::string initialization("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F", 16);
  EXPECT_EQ(Fernet(kPublishedKey).encrypt_at("hello", 499'162'800, initialization), kPublishedToken);
}

TEST(Fernet, ReadsThePublishedToken) {  // verify.json
  EXPECT_EQ(Fernet(kPublishedKey).decrypt(kPublishedToken), "hello");
}

TEST(Fernet, ReadsATokenOfAnotherImplementation) {  // made with Python's cryptography 48
  EXPECT_EQ(Fernet("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
                .decrypt("gAAAAABpjYwiDdCzk4e16xMc7Pfyr7uLE1Hyvwh6wKEFypL7wNX5dI-"
                         "4vAMZUNm11V4VxZYgZ3mp6iLBFXdAAODnISRHNTEnIcikHDfCbwp93M1HA61ATVw="),
            "pa\xC3\x9Fwort of the broker");
}

TEST(Fernet, ReadsTokensOfAnyAge) {  // invalid.json refuses these two for their time only
  const Fernet fernet(kPublishedKey);
  EXPECT_EQ(
      fernet.decrypt("gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_"
                     "qXQcw=="),
      "");
  EXPECT_EQ(
      fernet.decrypt("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1Ys"
                     "UD2Q=="),
      "");
}

TEST(Fernet, RefusesThePublishedTokensThatAreWrong) {  // invalid.json
  const std::map<std::string_view, std::string_view> tokens = {
      {"incorrect mac",
       "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ=="},
      {"too short", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA=="},
      {"invalid base64",
       "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q=="},
      {"size not multiple of block",
       "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm"},
      {"padding error",
       "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw=="},
      {"incorrect iv",
       "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ=="},
      {"trailing characters",
       "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="
       "trailingdata"},
      {"invalid characters",
       "*gAAAAAAdwJ6wAAECAwQFBgcI!CQoLDA0ODy021?cpGVWKZ_eEwC@GM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="},
      {"not urlsafe characters",
       "gAAAAAAdwJ6wAAEC/AwQFBgcICQoLDA0ODy+021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="},
  };
  for (const auto& [wrong, token] : tokens) EXPECT_EQ(Fernet(kPublishedKey).decrypt(token), std::nullopt) << wrong;
}

TEST(Fernet, RefusesWhatIsNoToken) {
  const Fernet fernet(kPublishedKey);
  for (const char* text : {"", "=", "==", "====", "a", "password", "gAAAAA==", "\xFF\xFF\xFF\xFF"}) {
    EXPECT_EQ(fernet.decrypt(text), std::nullopt) << text;
  }
}

TEST(Fernet, RefusesATokenWithoutItsPadding) {
  EXPECT_EQ(Fernet(kPublishedKey).decrypt(kPublishedToken.substr(0, 98)), std::nullopt);
}

TEST(Fernet, RefusesAnotherVersion) {
  const auto bytes = base64url_decode(kPublishedToken.substr(0, 98)).value();
  std::string content = '\x81' + bytes.substr(1, bytes.size() - 33);
  const auto signing_key = base64url_decode(kPublishedKey.substr(0, 43)).value().substr(0, 16);
  for (const auto byte : hmac_sha256(signing_key, content)) content += static_cast<char>(byte);
  EXPECT_EQ(Fernet(kPublishedKey).decrypt(base64url_encode(std::string_view(content)) + "=="), std::nullopt);
}

TEST(Fernet, RefusesTokensOfAnotherKey) {
  const auto token = Fernet(Fernet::generate_key()).encrypt("secret");
  EXPECT_EQ(Fernet(Fernet::generate_key()).decrypt(token), std::nullopt);
}

TEST(Fernet, TakesAKeyWithoutPadding) {
  EXPECT_EQ(Fernet(kPublishedKey.substr(0, 43)).decrypt(kPublishedToken), "hello");
}

TEST(Fernet, RefusesWhatIsNoKey) {
  for (const char* key :
       {"", "secret", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4Q==", "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4=",
        "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4==", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e7uAA=="}) {
    try {
      const Fernet fernet(key);
      ADD_FAILURE() << key;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::unavailable) << key;
    }
  }
}

TEST(Fernet, MakesKeysOf44CharactersThatDiffer) {
  EXPECT_EQ(Fernet::generate_key().size(), 44u);
  EXPECT_NE(Fernet::generate_key(), Fernet::generate_key());
}

TEST(Fernet, MakesATokenThatDiffersEachTime) {
  const Fernet fernet(kPublishedKey);
  EXPECT_NE(fernet.encrypt("same"), fernet.encrypt("same"));
}

TEST(Fernet, MakesTokensWhoseLengthTellsThatOfTheTextInBlocksOnly) {
  const Fernet fernet(kPublishedKey);
  EXPECT_EQ(fernet.encrypt("").size(), 100u);
  EXPECT_EQ(fernet.encrypt(std::string(15, 'a')).size(), 100u);
  EXPECT_EQ(fernet.encrypt(std::string(16, 'a')).size(), 120u);
}

TEST(Fernet, RefusesASecretThatIsNone) {
  EXPECT_THROW(Fernet(kPublishedKey).encrypt(std::string((1U << 20U) + 1, 'a')), std::length_error);
}

RC_GTEST_PROP(Fernet, ReadsWhatItWrote, (const std::string& plain)) {
  const Fernet fernet(kPublishedKey);
  RC_ASSERT(fernet.decrypt(fernet.encrypt(plain)) == plain);
}

RC_GTEST_PROP(Fernet, RefusesATokenWithOneCharacterChanged, (const std::string& plain)) {
  const Fernet fernet(kPublishedKey);
  std::string token = fernet.encrypt(plain);
  const auto at = *rc::gen::inRange<std::size_t>(0, token.size());
  const char other = *rc::gen::suchThat(rc::gen::arbitrary<char>(), [&](char c) { return c != token[at]; });
  token[at] = other;
  RC_ASSERT(fernet.decrypt(token) == std::nullopt);
}

}  // namespace
}  // namespace openspc::base
