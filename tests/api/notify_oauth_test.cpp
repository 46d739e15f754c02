// Mail through a server that takes OAuth 2 tokens: a mail server that speaks XOAUTH2, and a token server.
#include <gtest/gtest.h>

#include "support/peers/smtp_sink.h"
#include "support/server/notify_workshop.h"

namespace openspc::test {
namespace {

using boost::json::object;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr const char* kSmtp = "/api/v1/notifications/smtp";
constexpr const char* kTokens = "/token";

SinkAnswer token(const std::string& name, int lifetime = 3'600, const std::string& more = {}) {
  return {.body = R"({"access_token":")" + name + R"(","token_type":"Bearer","expires_in":)" +
                  std::to_string(lifetime) + more + "}"};
}

class NotifyOauth : public testing::Test {
 protected:
  Reply put(object oauth, object members = {}) {
    object settings{
        {"grant", "client_credentials"}, {"token_url", token_server.url(kTokens)}, {"client_id", "openspc"}};
    for (const auto& member : oauth) settings[member.key()] = member.value();
    object body{{"host", "127.0.0.1"},
                {"port", mail_server.port()},
                {"security", "starttls"},
                {"ca_certificate", text_of_file(authority.certificate())},
                {"username", "spc@plant.example"},
                {"sender", "spc@plant.example"},
                {"authentication", "oauth2"},
                {"oauth", settings}};
    for (const auto& member : members) body[member.key()] = member.value();
    return workshop.admin.put(kSmtp, body);
  }
  boost::json::value send_test() {
    return require(workshop.admin.post(std::string(kSmtp) + "/test", {{"recipient", "ada@plant.example"}}), 200).json();
  }
  void expect_sent() {
    const auto result = send_test();
    EXPECT_TRUE(result.at("success").as_bool()) << result;
  }
  std::string failure() {
    const auto result = send_test();
    EXPECT_FALSE(result.at("success").as_bool());
    return std::string(result.at("message").as_string());
  }

  CertificateAuthority authority;
  SmtpSink mail_server{{.encryption = SmtpSink::Encryption::starttls,
                        .certificate = authority.issue("mail", "IP:127.0.0.1"),
                        .user = "spc@plant.example",
                        .token = "first"}};
  HttpSink token_server;
  NotifyWorkshop workshop;
};

TEST_F(NotifyOauth, MailIsSentWithATokenThatServesUntilItExpires) {
  token_server.answer(kTokens, {token("first")});
  require(put({{"client_secret", "hush"}, {"scope", "mail.send"}}), 200);
  expect_sent();
  expect_sent();
  const auto mails = mail_server.wait(2);
  EXPECT_TRUE(mails[0].was_encrypted);
  EXPECT_EQ(mails[0].user, "spc@plant.example");
  const auto asked = token_server.requests(kTokens);
  ASSERT_THAT(asked, SizeIs(1));
  EXPECT_EQ(asked[0].body, "grant_type=client_credentials&client_id=openspc&client_secret=hush&scope=mail.send");
  EXPECT_EQ(asked[0].headers.at("content-type"), "application/x-www-form-urlencoded");
}

TEST_F(NotifyOauth, TokenWithoutLifeIsAskedForAgain) {
  token_server.answer(kTokens, {token("first", 0)});
  require(put({{"client_secret", "hush"}}), 200);
  expect_sent();
  expect_sent();
  EXPECT_THAT(token_server.requests(kTokens), SizeIs(2));
}

TEST_F(NotifyOauth, TokenThatTheMailServerDoesNotTakeIsReplacedOnce) {
  token_server.answer(kTokens, {token("first"), token("second")});
  mail_server.expect_token("second");
  require(put({{"client_secret", "hush"}}), 200);
  expect_sent();
  EXPECT_THAT(token_server.requests(kTokens), SizeIs(2));
}

TEST_F(NotifyOauth, MailServerThatRefusesEveryTokenIsQuoted) {
  token_server.answer(kTokens, {token("wrong")});
  require(put({{"client_secret", "hush"}}), 200);
  EXPECT_THAT(failure(), AllOf(HasSubstr("the mail server 127.0.0.1 does not take the token of http://127.0.0.1"),
                               HasSubstr("for spc@plant.example"), HasSubstr("535 5.7.3 the token is too old")));
  EXPECT_THAT(token_server.requests(kTokens), SizeIs(2));
}

TEST_F(NotifyOauth, TokenServerThatRefusesIsQuoted) {
  token_server.answer(
      kTokens, {{.status = 401, .body = R"({"error":"invalid_client","error_description":"The secret has expired"})"}});
  require(put({{"client_secret", "hush"}}), 200);
  EXPECT_THAT(failure(), AllOf(HasSubstr("the token server http://127.0.0.1"),
                               HasSubstr("refuses: invalid_client (The secret has expired)")));
}

TEST_F(NotifyOauth, MailWaitsWhileThereIsNoToken) {
  token_server.answer(kTokens, {{.status = 400, .body = R"({"error":"invalid_grant"})"}, token("first")});
  require(put({{"client_secret", "hush"}}), 200);
  const auto channel = workshop.new_channel("email", {{"recipients", {"ada@plant.example"}}});
  workshop.new_rule(channel);
  workshop.new_violation();
  const auto waiting = workshop.wait_delivery(channel, "retrying");
  EXPECT_EQ(waiting.at("attempts").as_int64(), 0);
  EXPECT_THAT(std::string(waiting.at("last_error").as_string()), HasSubstr("invalid_grant"));
  require(workshop.admin.post(path("/api/v1/notifications/deliveries/", waiting.at("id").as_int64(), "/retry"), {}),
          200);
  workshop.wait_delivery(channel, "delivered");
}

TEST_F(NotifyOauth, RefreshTokenThatIsReplacedIsKeptOverANewStart) {
  token_server.answer(kTokens, {token("first", 0, R"(,"refresh_token":"r2")"), token("first")});
  require(put({{"grant", "refresh_token"}, {"refresh_token", "r1"}}), 200);
  StoredData file = workshop.server.stored();
  const std::string stored = "SELECT oauth_refresh_token FROM notification_mail_server";
  const std::string before = file.text(stored);
  expect_sent();
  wait_for([&] { return file.text(stored) != before; }, "the new refresh token is stored");
  workshop.server.kill_hard();
  workshop.server.start();
  expect_sent();
  const auto asked = token_server.requests(kTokens);
  EXPECT_EQ(asked.front().body, "grant_type=refresh_token&refresh_token=r1&client_id=openspc");
  EXPECT_EQ(asked.back().body, "grant_type=refresh_token&refresh_token=r2&client_id=openspc");
}

TEST_F(NotifyOauth, SecretsAreEncryptedAndNeverReturned) {
  const auto reply =
      require(put({{"grant", "refresh_token"}, {"client_secret", "hush-a"}, {"refresh_token", "hush-b"}}), 200);
  EXPECT_THAT(reply.body, Not(HasSubstr("hush")));
  EXPECT_TRUE(reply.json().at("oauth").at("has_client_secret").as_bool());
  EXPECT_TRUE(reply.json().at("oauth").at("has_refresh_token").as_bool());
  EXPECT_EQ(reply.json().at("authentication"), "oauth2");
  StoredData file = workshop.server.stored();
  for (const char* column : {"oauth_client_secret", "oauth_refresh_token"})
    EXPECT_THAT(file.text("SELECT " + std::string(column) + " FROM notification_mail_server"),
                testing::StartsWith("gAAAAA"));
}

TEST_F(NotifyOauth, SecretsStayUntilTheyAreReplacedAndGoToNoOtherServer) {
  require(put({{"client_secret", "hush"}}), 200);
  EXPECT_TRUE(require(put({{"scope", "other"}}), 200).json().at("oauth").at("has_client_secret").as_bool());
  EXPECT_THAT(wrong_fields(put({{"token_url", "https://evil.example/token"}})), ElementsAre("oauth.client_secret"));
  EXPECT_THAT(wrong_fields(put({}, {{"host", "evil.example"}})), ElementsAre("oauth.client_secret"));
  EXPECT_THAT(wrong_fields(put({{"client_secret", nullptr}})), ElementsAre("oauth.client_secret"));
}

TEST_F(NotifyOauth, EveryWrongFieldIsNamed) {
  EXPECT_THAT(wrong_fields(put({{"token_url", "http://login.example/token"}, {"client_secret", "x"}})),
              ElementsAre("oauth.token_url"));
  EXPECT_THAT(wrong_fields(put({{"client_secret", "x"}, {"refresh_token", "y"}})), ElementsAre("oauth.refresh_token"));
  EXPECT_THAT(wrong_fields(put({{"grant", "refresh_token"}})), ElementsAre("oauth.refresh_token"));
  EXPECT_THAT(wrong_fields(put({{"client_secret", "x"}}, {{"security", "none"}, {"password", "p"}})),
              UnorderedElementsAre("security", "password"));
  EXPECT_THAT(wrong_fields(put({{"client_secret", "x"}}, {{"authentication", "password"}})), ElementsAre("oauth"));
  EXPECT_THAT(wrong_fields(put({}, {{"oauth", nullptr}})), ElementsAre("oauth"));
}

TEST_F(NotifyOauth, TokenServerIsNotCalledAtABannedAddress) {
  require(put({{"token_url", "https://169.254.169.254/token"}, {"client_secret", "x"}}), 200);
  EXPECT_THAT(failure(), HasSubstr("the token server https://169.254.169.254"));
}

TEST_F(NotifyOauth, SettingsFromBeforeSayHowTheySignIn) {
  const object body{{"host", "mail.plant.example"}, {"sender", "spc@plant.example"}};
  EXPECT_EQ(require(workshop.admin.put(kSmtp, body), 200).json().at("authentication"), "none");
  object signed_in = body;
  signed_in["username"] = "spc";
  signed_in["password"] = "x";
  EXPECT_EQ(require(workshop.admin.put(kSmtp, signed_in), 200).json().at("authentication"), "password");
}

}  // namespace
}  // namespace openspc::test
