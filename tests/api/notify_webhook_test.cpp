// Webhooks in the way of their receivers: headers, a token, a body of its own.
#include <gtest/gtest.h>

#include "base/crypto.h"
#include "support/server/notify_workshop.h"

namespace openspc::test {
namespace {

using boost::json::array;
using boost::json::object;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr const char* kChannels = "/api/v1/notifications/channels";

class NotifyWebhook : public testing::Test {
 protected:
  Reply post(object members) {
    object body{{"name", "Alarm"}, {"kind", "webhook"}, {"plant_id", workshop.plant}, {"url", sink.url()}};
    for (const auto& member : members) body[member.key()] = member.value();
    return workshop.admin.post(kChannels, body);
  }
  void send_test(std::int64_t channel) {
    const auto result =
        require(workshop.admin.post(path(std::string(kChannels) + "/", channel, "/test"), {}), 200).json();
    ASSERT_TRUE(result.at("success").as_bool()) << result;
  }

  HttpSink sink;
  NotifyWorkshop workshop;
};

TEST_F(NotifyWebhook, SendsTheHeadersAndTheToken) {
  const auto id = workshop.new_webhook(
      sink.url(),
      {{"headers", array{object{{"name", "X-Gotify-Key"}, {"value", "AbC"}}}}, {"bearer_token", "tk_hush"}});
  send_test(id);
  const auto headers = sink.wait(1)[0].headers;
  EXPECT_EQ(headers.at("x-gotify-key"), "AbC");
  EXPECT_EQ(headers.at("authorization"), "Bearer tk_hush");
}

TEST_F(NotifyWebhook, TokenIsEncryptedAndNeverReturned) {
  const auto reply = require(post({{"bearer_token", "tk_hush"}}), 201);
  EXPECT_TRUE(reply.json().at("has_bearer_token").as_bool());
  EXPECT_THAT(reply.body, Not(HasSubstr("tk_hush")));
  StoredData file = workshop.server.stored();
  EXPECT_THAT(file.text("SELECT bearer_token FROM notification_channel"), testing::StartsWith("gAAAAA"));
}

TEST_F(NotifyWebhook, TokenStaysUntilItIsReplacedOrRemoved) {
  const auto id = workshop.new_webhook(sink.url(), {{"bearer_token", "first"}});
  const std::string where = path(std::string(kChannels) + "/", id);
  require(workshop.admin.patch(where, {{"name", "Renamed"}}), 200);
  send_test(id);
  require(workshop.admin.patch(where, {{"bearer_token", "second"}}), 200);
  send_test(id);
  EXPECT_FALSE(
      require(workshop.admin.patch(where, {{"bearer_token", nullptr}}), 200).json().at("has_bearer_token").as_bool());
  send_test(id);
  const auto requests = sink.wait(3);
  EXPECT_EQ(requests[0].headers.at("authorization"), "Bearer first");
  EXPECT_EQ(requests[1].headers.at("authorization"), "Bearer second");
  EXPECT_FALSE(requests[2].headers.contains("authorization"));
}

TEST_F(NotifyWebhook, TokenGoesToNoOtherReceiver) {
  const auto id = workshop.new_webhook(sink.url(), {{"bearer_token", "tk_hush"}});
  const std::string where = path(std::string(kChannels) + "/", id);
  EXPECT_THAT(wrong_fields(workshop.admin.patch(where, {{"url", "https://evil.example/x"}})),
              ElementsAre("bearer_token"));
  EXPECT_THAT(wrong_fields(workshop.admin.patch(where, {{"verify_certificate", false}, {"url", sink.url()}})),
              ElementsAre("bearer_token"));
}

TEST_F(NotifyWebhook, TokenIsNotSentInTheClearToOtherMachines) {
  EXPECT_THAT(wrong_fields(post({{"bearer_token", "tk"}, {"url", "http://ntfy.example/alarms"}})), ElementsAre("url"));
  require(post({{"bearer_token", "tk"}, {"url", "https://ntfy.example/alarms"}}), 201);
}

TEST_F(NotifyWebhook, HostileHeadersAreRefusedOneByOne) {
  const array hostile{object{{"name", "Host"}, {"value", "evil"}}, object{{"name", "X-A"}, {"value", "a\r\nHost: b"}},
                      object{{"name", "X-OpenSPC-Signature"}, {"value", "t=1"}},
                      object{{"name", "X B"}, {"value", "b"}}, object{{"name", "X-Fine"}, {"value", "c"}}};
  EXPECT_THAT(wrong_fields(post({{"headers", hostile}})),
              ElementsAre("headers.0.name", "headers.1.value", "headers.2.name", "headers.3.name"));
  array many;
  for (int i = 0; i < 21; ++i) many.push_back(object{{"name", "X-" + std::to_string(i)}, {"value", "x"}});
  EXPECT_THAT(wrong_fields(post({{"headers", many}})), ElementsAre("headers"));
  EXPECT_THAT(wrong_fields(post({{"headers", array{object{{"name", "X-A"}, {"value", std::string(1'001, 'x')}}}}})),
              ElementsAre("headers.0.value"));
}

TEST_F(NotifyWebhook, ChatsAndMailTakeNoneOfIt) {
  const object extras{{"headers", array{object{{"name", "X-A"}, {"value", "x"}}}},
                      {"bearer_token", "tk"},
                      {"body_format", "text"},
                      {"body_template", "{{text}}"}};
  object slack = extras;
  slack["kind"] = "slack";
  slack["url"] = "https://hooks.example/x";
  EXPECT_THAT(wrong_fields(post(slack)),
              UnorderedElementsAre("headers", "bearer_token", "body_format", "body_template"));
}

TEST_F(NotifyWebhook, SendsItsTemplateWithTheEvent) {
  const auto id = workshop.new_webhook(
      sink.url(), {{"body_template", R"({"text": "{{text}}", "value": {{alert.value}}, "by": {{alert.user}}})"}});
  workshop.new_rule(id);
  workshop.new_violation();
  const auto request = sink.wait(1)[0];
  EXPECT_EQ(request.headers.at("content-type"), "application/json");
  const auto body = request.json().as_object();
  EXPECT_THAT(std::string(body.at("text").as_string()), HasSubstr("CRITICAL"));
  EXPECT_EQ(body.at("value").to_number<double>(), 25);
  EXPECT_TRUE(body.at("by").is_null());
}

TEST_F(NotifyWebhook, SaysWhatItsBodyIs) {
  const auto text = workshop.new_webhook(sink.url("/text"), {{"body_format", "text"}, {"body_template", "{{text}}"}});
  const auto form = workshop.new_webhook(sink.url("/form"), {{"body_format", "form"}, {"body_template", "m={{text}}"}});
  send_test(text);
  send_test(form);
  const auto plain = sink.wait(1, "/text")[0];
  EXPECT_EQ(plain.headers.at("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(plain.body, "Test message of OpenSPC");
  const auto encoded = sink.wait(1, "/form")[0];
  EXPECT_EQ(encoded.headers.at("content-type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(encoded.body, "m=Test%20message%20of%20OpenSPC");
}

TEST_F(NotifyWebhook, SignsTheBodyThatItSends) {
  const std::string secret = "sixteen characters";
  const auto id =
      workshop.new_webhook(sink.url(), {{"secret", secret}, {"body_format", "text"}, {"body_template", "{{text}}"}});
  send_test(id);
  const auto request = sink.wait(1)[0];
  const std::string signature = request.headers.at("x-openspc-signature");
  const std::string time = signature.substr(2, signature.find(',') - 2);
  EXPECT_EQ(signature, "t=" + time + ",v1=" + base::to_hex(base::hmac_sha256(secret, time + "." + request.body)));
}

TEST_F(NotifyWebhook, UnusableTemplateIsRefusedWithTheReason) {
  const auto unknown = post({{"body_template", R"({"text": "{{txet}}"})"}});
  EXPECT_THAT(wrong_fields(unknown), ElementsAre("body_template"));
  EXPECT_THAT(unknown.body, HasSubstr("line 1, column 11"));
  EXPECT_THAT(unknown.body, HasSubstr("did you mean \\\"text\\\"?"));
  EXPECT_THAT(wrong_fields(post({{"body_template", R"({"text": {{text}})"}})), ElementsAre("body_template"));
  EXPECT_THAT(wrong_fields(post({{"body_format", "form"}})), ElementsAre("body_format"));
}

TEST_F(NotifyWebhook, TemplateIsCheckedAgainWhenItsFormatChanges) {
  const auto id = workshop.new_webhook(sink.url(), {{"body_format", "text"}, {"body_template", "{{text}}!"}});
  const std::string where = path(std::string(kChannels) + "/", id);
  EXPECT_THAT(wrong_fields(workshop.admin.patch(where, {{"body_format", "json"}})), ElementsAre("body_template"));
  const auto cleared =
      require(workshop.admin.patch(where, {{"body_format", "json"}, {"body_template", nullptr}}), 200).json();
  EXPECT_TRUE(cleared.at("body_template").is_null());
}

TEST_F(NotifyWebhook, PreviewShowsTheBodyOfAViolation) {
  const auto preview =
      require(workshop.admin.post(std::string(kChannels) + "/preview",
                                  {{"body_format", "form"}, {"body_template", "r={{rule}}&v={{alert.value}}"}}),
              200)
          .json();
  EXPECT_EQ(preview.at("body"), "r=Night%20shift&v=8.0525");
  EXPECT_EQ(preview.at("content_type"), "application/x-www-form-urlencoded");
  EXPECT_THAT(wrong_fields(workshop.admin.post(std::string(kChannels) + "/preview", {{"body_template", "{{x"}})),
              ElementsAre("body_template"));
}

}  // namespace
}  // namespace openspc::test
