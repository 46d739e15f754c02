// Channels and the mail server as people set them: checks, secrets, rights.
#include <gtest/gtest.h>

#include "support/server/notify_workshop.h"

namespace openspc::test {
namespace {

using boost::json::object;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class NotifyChannel : public testing::Test {
 protected:
  Reply post(object members) {
    object body{{"name", "Alarm"}, {"kind", "webhook"}, {"plant_id", workshop.plant}};
    for (const auto& member : members) body[member.key()] = member.value();
    return workshop.admin.post("/api/v1/notifications/channels", body);
  }
  Reply put_server(object members) {
    object body{{"host", "mail.plant.example"}, {"sender", "spc@plant.example"}};
    for (const auto& member : members) body[member.key()] = member.value();
    return workshop.admin.put("/api/v1/notifications/smtp", body);
  }

  NotifyWorkshop workshop;
};

TEST_F(NotifyChannel, SecretsAreEncryptedAndNeverReturned) {
  const auto reply = require(post({{"url", "https://hooks.example:8443/T123/very-secret?token=abc"},
                                   {"secret", "sixteen characters and more"}}),
                             201);
  EXPECT_EQ(reply.json().at("masked_url"), "https://hooks.example:8443/…");
  EXPECT_TRUE(reply.json().at("has_secret").as_bool());
  EXPECT_THAT(reply.body, Not(HasSubstr("very-secret")));
  EXPECT_THAT(reply.body, Not(HasSubstr("sixteen")));
  StoredData file = workshop.server.stored();
  EXPECT_THAT(file.text("SELECT url FROM notification_channel"), testing::StartsWith("gAAAAA"));
  EXPECT_THAT(file.text("SELECT secret FROM notification_channel"), testing::StartsWith("gAAAAA"));
}

TEST_F(NotifyChannel, WrongUrlIsNamedAndNotRepeated) {
  for (const char* url : {"ftp://example.com/x", "file:///etc/passwd", "https://", "hooks.example",
                          "https://u:p@example.com", "https://example.com/\r\nX: y", "gopher://example.com", ""}) {
    const auto reply = post({{"url", url}});
    EXPECT_THAT(wrong_fields(reply), ElementsAre("url")) << url;
  }
  EXPECT_THAT(wrong_fields(post({})), ElementsAre("url"));
  EXPECT_THAT(post({{"url", "https://user:hush-hush@example.com"}}).body, Not(HasSubstr("hush-hush")));
}

TEST_F(NotifyChannel, ChatsAreReachedOverTlsAlone) {
  for (const char* kind : {"discord", "slack", "teams"}) {
    EXPECT_THAT(wrong_fields(post({{"kind", kind}, {"url", "http://example.com/hook"}})), ElementsAre("url"));
    EXPECT_THAT(
        wrong_fields(post({{"kind", kind}, {"url", "https://example.com/hook"}, {"secret", "sixteen characters"}})),
        ElementsAre("secret"));
  }
}

TEST_F(NotifyChannel, EveryRecipientThatIsNoneIsNamed) {
  EXPECT_THAT(
      wrong_fields(post({{"kind", "email"},
                         {"recipients",
                          {"ada@plant.example", "ada@plant.example, eve@x.example", "a\r\nRCPT TO:<b@x.example>",
                           "<a@b>", "nobody", "ü@plant.example", "a@b@c..d"}}})),
      ElementsAre("recipients.1", "recipients.2", "recipients.3", "recipients.4", "recipients.5", "recipients.6"));
  EXPECT_THAT(wrong_fields(post({{"kind", "email"}})), ElementsAre("recipients"));
  EXPECT_THAT(wrong_fields(post({{"kind", "email"}, {"recipients", {"a@b.example"}}, {"url", "https://x.example"}})),
              ElementsAre("url"));
}

TEST_F(NotifyChannel, EveryWrongFieldIsNamedAtOnce) {
  EXPECT_THAT(wrong_fields(post({{"url", "nothing"}, {"recipients", {"a@b.example"}}, {"ca_certificate", "no PEM"}})),
              UnorderedElementsAre("url", "recipients", "ca_certificate"));
  EXPECT_THAT(wrong_fields(post({{"url", "https://x.example"}, {"secret", "short"}, {"kind", "pigeon"}, {"name", ""}})),
              UnorderedElementsAre("secret", "kind", "name"));
  EXPECT_THAT(wrong_fields(post({{"url", "https://x.example"}, {"plant_id", 999}})), ElementsAre("plant_id"));
}

TEST_F(NotifyChannel, UpdateKeepsWhatItDoesNotName) {
  HttpSink sink;
  const auto id = workshop.new_webhook(sink.url(), {{"secret", "sixteen characters"}});
  const std::string where = path("/api/v1/notifications/channels/", id);
  const auto renamed = require(workshop.admin.patch(where, {{"name", "Renamed"}}), 200).json();
  EXPECT_EQ(renamed.at("name"), "Renamed");
  EXPECT_TRUE(renamed.at("has_secret").as_bool());
  EXPECT_TRUE(require(workshop.admin.post(where + "/test", {}), 200).json().at("success").as_bool());
  EXPECT_TRUE(sink.requests()[0].headers.contains("x-openspc-signature"));
  EXPECT_FALSE(require(workshop.admin.patch(where, {{"secret", nullptr}}), 200).json().at("has_secret").as_bool());
  EXPECT_THAT(wrong_fields(workshop.admin.patch(where, {{"url", "nothing"}})), ElementsAre("url"));
}

TEST_F(NotifyChannel, ThatIsUsedCannotBeDeleted) {
  const auto id = workshop.new_webhook("https://hooks.example/x");
  const auto rule = workshop.new_rule(id, {{"name", "Shift B"}});
  const std::string where = path("/api/v1/notifications/channels/", id);
  const auto refused = workshop.admin.remove(where);
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("'Shift B'"));
  require(workshop.admin.remove(path("/api/v1/notifications/rules/", rule)), 204);
  require(workshop.admin.remove(where), 204);
  EXPECT_EQ(workshop.admin.get(where).status, 404);
}

TEST_F(NotifyChannel, SaysWhatWaitsAndWhatIsDead) {
  HttpSink sink;
  sink.answer("/hook", {{.status = 404}});
  const auto id = workshop.new_webhook(sink.url());
  workshop.new_rule(id);
  workshop.new_violation();
  workshop.wait_delivery(id, "dead");
  const auto channel = require(workshop.admin.get(path("/api/v1/notifications/channels/", id)), 200).json();
  EXPECT_EQ(channel.at("dead").as_int64(), 1);
  EXPECT_EQ(channel.at("waiting").as_int64(), 0);
}

TEST_F(NotifyChannel, BelongsToTheEngineersOfItsPlantAndThatOfEveryPlantToAdmins) {
  const auto other = workshop.new_plant("Other", "OTH");
  workshop.add_user("eve", "engineer", other);
  workshop.add_user("sam", "supervisor", workshop.plant);
  auto eve = workshop.signed_in("eve");
  auto sam = workshop.signed_in("sam");
  const auto own = workshop.new_webhook("https://hooks.example/x");
  const auto common = workshop.new_webhook("https://hooks.example/y", {{"plant_id", nullptr}});
  EXPECT_EQ(sam.get("/api/v1/notifications/channels").status, 403);
  EXPECT_THAT(eve.get("/api/v1/notifications/channels").json().at("items").as_array(), SizeIs(1));
  EXPECT_EQ(eve.patch(path("/api/v1/notifications/channels/", own), {{"name", "mine"}}).status, 404);
  EXPECT_EQ(eve.patch(path("/api/v1/notifications/channels/", common), {{"name", "mine"}}).status, 403);
  EXPECT_EQ(eve.post(path("/api/v1/notifications/channels/", common, "/test"), {}).status, 403);
  EXPECT_EQ(eve.get("/api/v1/notifications/smtp").status, 403);
}

TEST_F(NotifyChannel, MailServerIsCheckedFieldByField) {
  EXPECT_THAT(wrong_fields(put_server({{"host", "a/b?c"}, {"sender", "SPC <a@b.example>"}, {"ca_certificate", "x"}})),
              UnorderedElementsAre("host", "sender", "ca_certificate"));
  EXPECT_THAT(wrong_fields(put_server({{"security", "none"}, {"username", "spc"}, {"password", "x"}})),
              ElementsAre("security"));
  EXPECT_THAT(wrong_fields(put_server({{"password", "x"}})), ElementsAre("username"));
  EXPECT_THAT(wrong_fields(put_server({{"port", 0}, {"security", "maybe"}})), UnorderedElementsAre("port", "security"));
}

TEST_F(NotifyChannel, PasswordOfTheMailServerGoesToNoOtherServer) {
  EXPECT_EQ(workshop.admin.get("/api/v1/notifications/smtp").status, 404);
  const auto set = require(put_server({{"username", "spc"}, {"password", "hush-hush"}}), 200);
  EXPECT_THAT(set.body, Not(HasSubstr("hush-hush")));
  EXPECT_TRUE(require(put_server({{"username", "spc"}}), 200).json().at("has_password").as_bool());
  EXPECT_THAT(wrong_fields(put_server({{"username", "spc"}, {"host", "evil.example"}})), ElementsAre("password"));
  require(workshop.admin.remove("/api/v1/notifications/smtp"), 204);
  EXPECT_EQ(workshop.admin.get("/api/v1/notifications/smtp").status, 404);
}

}  // namespace
}  // namespace openspc::test
