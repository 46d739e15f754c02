// Messages on their way: over real sockets to receivers that take them, fail, refuse, redirect, fall silent or never
// stop talking.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "base/crypto.h"
#include "base/time.h"
#include "support/peers/smtp_sink.h"
#include "support/server/notify_workshop.h"

namespace openspc::test {
namespace {

using boost::json::object;
using boost::json::value;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using Manner = SinkAnswer::Manner;

class NotifyDelivery : public testing::Test {
 protected:
  void tell(std::int64_t channel) {
    workshop.new_rule(channel);
    workshop.new_violation();
  }

  NotifyWorkshop workshop;
  HttpSink sink;
};

TEST_F(NotifyDelivery, WebhookIsToldOfAViolationWithAllThatAReaderNeeds) {
  workshop.new_rule(workshop.new_webhook(sink.url()));
  const auto characteristic = workshop.new_judged_characteristic({{"name", "Bore"}});
  const auto sample = workshop.submit(characteristic, {25});
  const SinkRequest request = sink.wait(1).front();
  const value body = request.json();
  EXPECT_EQ(body.at("event"), "violation");
  EXPECT_EQ(body.at("text"), "CRITICAL: Outlier at Bore");
  EXPECT_EQ(request.headers.at("x-openspc-event"), "violation");
  EXPECT_EQ(request.headers.at("x-openspc-delivery"), std::string(body.at("id").as_string()));
  EXPECT_EQ(request.headers.at("content-type"), "application/json");
  const value& alert = body.at("alerts").at(0);
  EXPECT_EQ(alert.at("characteristic_id").as_int64(), characteristic);
  EXPECT_EQ(alert.at("violation_id"), sample.at("violations").at(0).at("violation_id"));
  EXPECT_EQ(alert.at("path"), "Line 1");
  EXPECT_EQ(alert.at("severity"), "CRITICAL");
  EXPECT_EQ(alert.at("rule_id").as_int64(), 1);
  EXPECT_EQ(alert.at("value").to_number<double>(), 25);
  EXPECT_EQ(alert.at("ucl").to_number<double>(), 13);
}

TEST(NotifyLinks, MessageLeadsToTheChartItIsAbout) {
  NotifyWorkshop workshop({.environment = {{"OPENSPC_PUBLIC_URL", "https://spc.example.com/"}}});
  HttpSink sink;
  workshop.new_rule(workshop.new_webhook(sink.url()));
  const auto characteristic = workshop.new_judged_characteristic();
  const auto sample = workshop.submit(characteristic, {25}).at("sample_id").as_int64();
  const std::string url = "https://spc.example.com/dashboard?plant=" + std::to_string(workshop.plant) +
                          "&c=" + std::to_string(characteristic) + "&sample=" + std::to_string(sample);
  EXPECT_EQ(sink.wait(1).front().json().at("alerts").at(0).at("url"), value(url));
}

TEST_F(NotifyDelivery, SignatureProvesTimeAndBody) {
  const std::string secret = "a secret of the receiver";
  tell(workshop.new_webhook(sink.url(), {{"secret", secret}}));
  const SinkRequest request = sink.wait(1).front();
  const std::string signature = request.headers.at("x-openspc-signature");
  const std::string time = signature.substr(2, signature.find(',') - 2);
  EXPECT_EQ(signature, "t=" + time + ",v1=" + base::to_hex(base::hmac_sha256(secret, time + "." + request.body)));
}

TEST_F(NotifyDelivery, ReceiverThatFailsIsTriedAgainUnderTheSameKey) {
  sink.answer("/hook", {{.status = 500}, {.status = 200}});
  const auto channel = workshop.new_webhook(sink.url());
  tell(channel);
  const auto requests = sink.wait(2);
  EXPECT_EQ(requests[0].headers.at("x-openspc-delivery"), requests[1].headers.at("x-openspc-delivery"));
  EXPECT_EQ(requests[0].headers.at("x-openspc-attempt"), "1");
  EXPECT_EQ(requests[1].headers.at("x-openspc-attempt"), "2");
  const value delivery = workshop.wait_delivery(channel, "delivered");
  EXPECT_EQ(delivery.at("attempts").as_int64(), 2);
  EXPECT_EQ(delivery.at("response_status").as_int64(), 200);
}

TEST_F(NotifyDelivery, ReceiverThatHangsUpIsTriedAgain) {
  sink.answer("/hook", {{.manner = Manner::hang_up}, {}});
  const auto channel = workshop.new_webhook(sink.url());
  tell(channel);
  EXPECT_EQ(workshop.wait_delivery(channel, "delivered").at("attempts").as_int64(), 2);
}

TEST_F(NotifyDelivery, PauseThatAReceiverAsksForIsKept) {
  sink.answer("/hook", {{.status = 429, .headers = "Retry-After: 3600\r\n"}});
  const auto channel = workshop.new_webhook(sink.url());
  tell(channel);
  const value delivery = workshop.wait_delivery(channel, "retrying");
  const auto time = [&](const char* member) {
    return base::parse_timestamp(std::string(delivery.at(member).as_string())).value();
  };
  EXPECT_GE(time("due_at") - time("created_at"), std::chrono::hours(1));
  EXPECT_EQ(delivery.at("response_status").as_int64(), 429);
}

TEST_F(NotifyDelivery, RefusedMessageIsADeadLetterAndCanBeSentAgain) {
  sink.answer("/hook", {{.status = 404, .body = "no such hook"}, {}});
  const auto channel = workshop.new_webhook(sink.url());
  tell(channel);
  const value dead = workshop.wait_delivery(channel, "dead");
  EXPECT_EQ(dead.at("last_error"), "the server answers 404, with less than 1 KiB");
  EXPECT_EQ(dead.at("attempts").as_int64(), 1);
  require(workshop.admin.post(path("/api/v1/notifications/deliveries/", dead.at("id").as_int64(), "/retry"), {}), 200);
  const value again = workshop.wait_delivery(channel, "delivered");
  EXPECT_EQ(again.at("delivery_key"), dead.at("delivery_key"));
}

TEST_F(NotifyDelivery, DeadLetterCanBeDismissedOnce) {
  sink.answer("/hook", {{.status = 410}});
  const auto channel = workshop.new_webhook(sink.url());
  tell(channel);
  const auto id = workshop.wait_delivery(channel, "dead").at("id").as_int64();
  const std::string dismiss = path("/api/v1/notifications/deliveries/", id, "/dismiss");
  EXPECT_EQ(require(workshop.admin.post(dismiss, {}), 200).json().at("state"), "dismissed");
  EXPECT_EQ(workshop.admin.post(dismiss, {}).status, 409);
}

TEST_F(NotifyDelivery, RedirectionIsNotFollowed) {
  sink.answer("/hook", {{.status = 302, .headers = "Location: " + sink.url("/elsewhere") + "\r\n"}});
  const auto channel = workshop.new_webhook(sink.url());
  tell(channel);
  EXPECT_THAT(std::string(workshop.wait_delivery(channel, "dead").at("last_error").as_string()),
              HasSubstr("redirection"));
  EXPECT_THAT(sink.requests("/elsewhere"), SizeIs(0));
}

TEST_F(NotifyDelivery, SilentReceiverHoldsUpNobodyElse) {
  sink.answer("/silent", {{.manner = Manner::silence}});
  const auto silent = workshop.new_webhook(sink.url("/silent")), quick = workshop.new_webhook(sink.url());
  workshop.new_rule(silent);
  workshop.new_rule(quick);
  workshop.new_violation();
  sink.wait(1, "/silent");
  for (int i = 0; i < 3; ++i) workshop.new_violation();
  sink.wait(4);
  EXPECT_THAT(sink.requests("/silent"), SizeIs(1));
  EXPECT_EQ(workshop.wait_delivery(silent, "retrying").at("last_error"), "no answer in time");
}

TEST_F(NotifyDelivery, AnswerWithoutAnEndIsCutOff) {
  sink.answer("/hook", {{.status = 500, .manner = Manner::endless}, {.status = 200, .manner = Manner::endless}});
  const auto channel = workshop.new_webhook(sink.url());
  tell(channel);
  EXPECT_EQ(workshop.wait_delivery(channel, "retrying").at("last_error"), "the answer is longer than 64 KiB");
  EXPECT_EQ(workshop.wait_delivery(channel, "delivered").at("response_status").as_int64(), 200);
}

TEST_F(NotifyDelivery, CertificateIsCheckedUnlessToldOtherwise) {
  CertificateAuthority authority;
  HttpSink secure(authority.issue("sink", "IP:127.0.0.1"));
  const auto trusting =
      workshop.new_webhook(secure.url("/ca"), {{"ca_certificate", text_of_file(authority.certificate())}});
  const auto careless = workshop.new_webhook(secure.url("/any"), {{"verify_certificate", false}});
  const auto careful = workshop.new_webhook(secure.url("/system"));
  for (const auto channel : {trusting, careless, careful}) workshop.new_rule(channel);
  workshop.new_violation();
  secure.wait(1, "/ca");
  secure.wait(1, "/any");
  EXPECT_THAT(std::string(workshop.wait_delivery(careful, "retrying").at("last_error").as_string()),
              HasSubstr("certificate"));
  EXPECT_THAT(secure.requests("/system"), SizeIs(0));
}

TEST_F(NotifyDelivery, ChatsGetTheirOwnFormats) {
  CertificateAuthority authority;
  HttpSink secure(authority.issue("sink", "IP:127.0.0.1"));
  for (const char* kind : {"discord", "slack", "teams"})
    workshop.new_rule(workshop.new_channel(kind, {{"url", secure.url(std::string("/") + kind)},
                                                  {"ca_certificate", text_of_file(authority.certificate())}}));
  workshop.new_violation();
  EXPECT_EQ(secure.wait(1, "/discord")[0].json().at("embeds").at(0).at("color").as_int64(), 0xD92D20);
  EXPECT_EQ(secure.wait(1, "/slack")[0].json().at("blocks").at(0).at("type"), "header");
  EXPECT_EQ(secure.wait(1, "/teams")[0].json().at("attachments").at(0).at("content").at("type"), "AdaptiveCard");
  EXPECT_FALSE(secure.requests("/discord")[0].headers.contains("x-openspc-delivery"));
}

TEST_F(NotifyDelivery, LinkLocalAddressesAreNeverCalled) {
  for (const char* url : {"http://169.254.169.254/latest", "http://[::ffff:169.254.169.254]/", "http://[fe80::1]/",
                          "http://0xa9fea9fe/", "http://2852039166/", "http://0251.0376.0251.0376/"}) {
    const auto channel = workshop.new_webhook(url);
    const auto result =
        require(workshop.admin.post(path("/api/v1/notifications/channels/", channel, "/test"), {}), 200).json();
    EXPECT_EQ(result.at("message"), "link-local addresses are not allowed") << url;
  }
}

TEST_F(NotifyDelivery, NothingOfAnAnswerIsQuoted) {
  sink.answer("/hook",
              {{.status = 404, .headers = "X-Inside: secret\r\n", .body = "secret " + std::string(5'000, 'x')}});
  const auto channel = workshop.new_webhook(sink.url());
  tell(channel);
  EXPECT_EQ(workshop.wait_delivery(channel, "dead").at("last_error"), "the server answers 404, with 1 KiB or more");
  const Reply test = require(workshop.admin.post(path("/api/v1/notifications/channels/", channel, "/test"), {}), 200);
  EXPECT_THAT(test.body, Not(HasSubstr("secret")));
}

TEST_F(NotifyDelivery, MailServerIsNotCalledAtLinkLocalAddresses) {
  require(workshop.admin.put(
              "/api/v1/notifications/smtp",
              {{"host", "169.254.169.254"}, {"port", 80}, {"security", "none"}, {"sender", "spc@plant.example"}}),
          200);
  const auto result =
      require(workshop.admin.post("/api/v1/notifications/smtp/test", {{"recipient", "ada@plant.example"}}), 200).json();
  EXPECT_EQ(result.at("message"), "link-local addresses are not allowed");
}

TEST(NotifyProxy, EnvironmentOpensNoWayAroundABan) {
  HttpSink proxy;
  NotifyWorkshop workshop({.environment = {{"http_proxy", proxy.url("")}, {"all_proxy", proxy.url("")}}});
  const auto channel = workshop.new_webhook("http://169.254.169.254/latest");
  const auto test = path("/api/v1/notifications/channels/", channel, "/test");
  EXPECT_EQ(require(workshop.admin.post(test, {}), 200).json().at("message"), "link-local addresses are not allowed");
}

TEST(NotifyProxy, ProxyThatIsSetCarriesWebhooksButNotToBannedAddresses) {
  HttpSink proxy;
  NotifyWorkshop workshop({.environment = {{"OPENSPC_WEBHOOK_PROXY", proxy.url("")}}});
  const auto test = [&](const std::string& url) {
    const auto channel = workshop.new_webhook(url);
    return require(workshop.admin.post(path("/api/v1/notifications/channels/", channel, "/test"), {}), 200).json();
  };
  EXPECT_TRUE(test("http://hooks.plant.example/in").at("success").as_bool());
  EXPECT_THAT(proxy.requests("http://hooks.plant.example/in"), SizeIs(1));
  EXPECT_EQ(test("http://0xa9fea9fe/latest").at("message"), "link-local addresses are not allowed");
}

TEST_F(NotifyDelivery, TestOfAChannelSaysHowItWent) {
  const auto good = workshop.new_webhook(sink.url()), bad = workshop.new_webhook(sink.url("/bad"));
  sink.answer("/bad", {{.status = 403, .body = "go away\n"}});
  const auto test = [&](std::int64_t channel) {
    return require(workshop.admin.post(path("/api/v1/notifications/channels/", channel, "/test"), {}), 200).json();
  };
  EXPECT_TRUE(test(good).at("success").as_bool());
  EXPECT_EQ(sink.requests()[0].json().at("event"), "test");
  EXPECT_FALSE(test(bad).at("success").as_bool());
  EXPECT_EQ(test(bad).at("message"), "the server answers 403, with less than 1 KiB");
  EXPECT_EQ(test(bad).at("status").as_int64(), 403);
  EXPECT_THAT(workshop.deliveries(), SizeIs(0));
}

class NotifyBurst : public testing::Test {
 protected:
  static constexpr int alarms = 1'500;

  std::int64_t count(const std::string& query) {
    return require(workshop.admin.get(std::string(kNotifications) + "/deliveries?limit=1" + query), 200)
        .json()
        .at("total")
        .as_int64();
  }
  /// Waits until every alarm was delivered; what is given up ends the waiting as well.
  void wait_delivered() {
    wait_for([&] { return count("&state=delivered") + count("&state=dead") == alarms; }, "the end of the burst",
             std::chrono::seconds(240));
    EXPECT_EQ(count("&state=dead"), 0);
  }
  void burst(std::int64_t channel) {
    workshop.new_rule(channel, {{"rule_ids", {1}}});
    workshop.new_violations(alarms);
    wait_delivered();
  }
  static std::vector<std::int64_t> violations_of(const std::vector<SinkRequest>& requests) {
    std::vector<std::int64_t> ids;
    for (const SinkRequest& request : requests)
      ids.push_back(request.json().at("alerts").at(0).at("violation_id").as_int64());
    return ids;
  }

  NotifyWorkshop workshop;
};

TEST_F(NotifyBurst, ReceiverThatTakesItsTimeGetsEveryAlarmOnceAndInOrder) {
  HttpSink sink;
  sink.answer("/hook", {{.delay = std::chrono::milliseconds(5)}});
  burst(workshop.new_webhook(sink.url()));
  const auto told = violations_of(sink.requests());
  EXPECT_THAT(told, SizeIs(alarms));
  EXPECT_TRUE(std::ranges::is_sorted(told, std::ranges::less_equal())) << "in order, none twice";
}

TEST_F(NotifyBurst, ReceiverThatIsBusyForAWhileLosesNothing) {
  HttpSink sink;
  const SinkAnswer taken, busy{.status = 429, .headers = "Retry-After: 1\r\n"}, full{.status = 429};
  sink.answer("/hook", {taken, busy, busy, taken, full, taken});
  const auto channel = workshop.new_webhook(sink.url());
  burst(channel);
  EXPECT_THAT(sink.requests(), SizeIs(alarms + 3));
  auto told = violations_of(sink.requests());
  EXPECT_TRUE(std::ranges::is_sorted(told)) << "what follows waits for what is tried again";
  told.erase(std::ranges::unique(told).begin(), told.end());
  EXPECT_THAT(told, SizeIs(alarms));
  EXPECT_EQ(workshop.deliveries("&channel_id=" + std::to_string(channel)).at(1).at("attempts").as_int64(), 1)
      << "being busy is no refusal";
}

TEST_F(NotifyBurst, MailServerGetsEveryAlarmOnce) {
  SmtpSink sink;
  require(workshop.admin.put(
              "/api/v1/notifications/smtp",
              {{"host", "127.0.0.1"}, {"port", sink.port()}, {"security", "none"}, {"sender", "spc@plant.example"}}),
          200);
  burst(workshop.new_channel("email", {{"recipients", {"ada@plant.example"}}}));
  std::set<std::string> heads;
  for (const SinkMail& mail : sink.mails()) heads.insert(mail.head.substr(mail.head.find("Message-ID")));
  EXPECT_THAT(sink.mails(), SizeIs(alarms));
  EXPECT_THAT(heads, SizeIs(alarms));
}

class NotifyMail : public testing::Test {
 protected:
  void set_server(const SmtpSink& sink, const std::string& security, object members = {}) {
    object body{{"host", "127.0.0.1"}, {"port", sink.port()}, {"security", security}, {"sender", "spc@plant.example"}};
    for (const auto& member : members) body[member.key()] = member.value();
    require(workshop.admin.put("/api/v1/notifications/smtp", body), 200);
  }
  std::int64_t tell(const boost::json::array& recipients, const std::string& name = "Bore") {
    const auto channel = workshop.new_channel("email", {{"recipients", recipients}});
    workshop.new_rule(channel);
    workshop.submit(workshop.new_judged_characteristic({{"name", name}}), {25});
    return channel;
  }

  NotifyWorkshop workshop;
  CertificateAuthority authority;
};

TEST_F(NotifyMail, EveryRecipientGetsAMailOfTheirOwn) {
  SmtpSink sink;
  set_server(sink, "none");
  tell({"ada@plant.example", "ben@plant.example"}, "Bohrung Ø 8");
  const auto mails = sink.wait(2);
  EXPECT_EQ(mails[0].recipient, "ada@plant.example");
  EXPECT_EQ(mails[1].recipient, "ben@plant.example");
  EXPECT_EQ(mails[0].from, "spc@plant.example");
  EXPECT_THAT(mails[0].head, HasSubstr("To: <ada@plant.example>\r\n"));
  EXPECT_THAT(mails[0].head, HasSubstr("Auto-Submitted: auto-generated\r\n"));
  EXPECT_THAT(mails[0].text, HasSubstr("CRITICAL: Outlier at Bohrung Ø 8"));
  EXPECT_THAT(mails[0].text, HasSubstr("Value: 25"));
}

TEST_F(NotifyMail, PasswordTravelsEncryptedAfterStartTls) {
  SmtpSink sink({.encryption = SmtpSink::Encryption::starttls,
                 .certificate = authority.issue("mail", "IP:127.0.0.1"),
                 .user = "spc",
                 .password = "pass word"});
  set_server(
      sink, "starttls",
      {{"username", "spc"}, {"password", "pass word"}, {"ca_certificate", text_of_file(authority.certificate())}});
  tell({"ada@plant.example"});
  const auto mail = sink.wait(1).front();
  EXPECT_TRUE(mail.was_encrypted);
  EXPECT_EQ(mail.user, "spc");
}

TEST_F(NotifyMail, TlsFromTheBeginningWorksAsWell) {
  SmtpSink sink({.encryption = SmtpSink::Encryption::tls, .certificate = authority.issue("mail", "IP:127.0.0.1")});
  set_server(sink, "tls", {{"ca_certificate", text_of_file(authority.certificate())}});
  tell({"ada@plant.example"});
  EXPECT_TRUE(sink.wait(1).front().was_encrypted);
}

TEST_F(NotifyMail, ServerWithoutEncryptionGetsNoMailThatNeedsIt) {
  SmtpSink sink;
  set_server(sink, "starttls");
  const auto channel = tell({"ada@plant.example"});
  workshop.wait_delivery(channel, "retrying");
  EXPECT_THAT(sink.mails(), SizeIs(0));
}

TEST_F(NotifyMail, UntrustedServerGetsNoMail) {
  SmtpSink sink({.encryption = SmtpSink::Encryption::tls, .certificate = authority.issue("mail", "IP:127.0.0.1")});
  set_server(sink, "tls");
  const auto channel = tell({"ada@plant.example"});
  EXPECT_THAT(std::string(workshop.wait_delivery(channel, "retrying").at("last_error").as_string()),
              HasSubstr("certificate"));
}

TEST_F(NotifyMail, RefusalForNowIsTriedAgainAndOneForGoodIsADeadLetter) {
  SmtpSink sink;
  set_server(sink, "none");
  sink.refuse({"450 try later", "550 nobody here"});
  const auto channel = tell({"ada@plant.example", "gone@plant.example"});
  const value dead = workshop.wait_delivery(channel, "dead");
  EXPECT_EQ(dead.at("recipient"), "gone@plant.example");
  EXPECT_EQ(dead.at("response_status").as_int64(), 550);
  EXPECT_EQ(sink.wait(1).front().recipient, "ada@plant.example");
}

TEST_F(NotifyMail, RefusalIsToldInTheWordsOfTheMailServerOnOneLine) {
  SmtpSink sink;
  set_server(sink, "none");
  sink.refuse({"550-5.7.1 relaying is denied,\r\n550 5.7.1 \x07sign in first"});
  const auto channel = tell({"ada@plant.example"});
  EXPECT_EQ(workshop.wait_delivery(channel, "dead").at("last_error"),
            "the mail server says: 550 5.7.1 relaying is denied, 5.7.1 sign in first");
}

TEST_F(NotifyMail, NameOfACharacteristicAddsNoLinesToAMailsHead) {
  SmtpSink sink;
  set_server(sink, "none");
  tell({"ada@plant.example"}, "Bore\r\nBcc: evil@elsewhere.example\r\n\r\nclick here");
  const auto mail = sink.wait(1).front();
  EXPECT_THAT(mail.head, Not(HasSubstr("Bcc")));
  EXPECT_EQ(mail.recipient, "ada@plant.example");
}

TEST_F(NotifyMail, WithoutAServerMailsWaitForOne) {
  const auto channel = tell({"ada@plant.example"});
  EXPECT_THAT(std::string(workshop.wait_delivery(channel, "retrying").at("last_error").as_string()),
              HasSubstr("no mail server is set"));
  SmtpSink sink;
  set_server(sink, "none");
  EXPECT_EQ(sink.wait(1).front().recipient, "ada@plant.example");
}

TEST_F(NotifyMail, TestMailGoesOutAtOnce) {
  SmtpSink sink;
  set_server(sink, "none");
  const auto result =
      require(workshop.admin.post("/api/v1/notifications/smtp/test", {{"recipient", "ada@plant.example"}}), 200).json();
  EXPECT_TRUE(result.at("success").as_bool());
  EXPECT_THAT(sink.mails(), SizeIs(1));
}

}  // namespace
}  // namespace openspc::test
