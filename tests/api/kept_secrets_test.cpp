// A stored secret goes where it was entered for: whoever changes an address, or what protects the way there, enters the
// secret again or removes it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/server/notify_workshop.h"

namespace openspc::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kSecret = "hush-hush-hush-hush";

class KeptSecrets : public testing::Test {
 protected:
  static Workshop& shop() {
    static Workshop one;
    return one;
  }
  static std::string fresh(const std::string& name) {
    static int made = 0;
    return name + " " + std::to_string(++made);
  }
  static std::string new_broker() {
    return path("/api/v1/brokers/", id_of(require(shop().admin.post("/api/v1/brokers/", {{"name", fresh("Broker")},
                                                                                         {"host", "broker.example"},
                                                                                         {"username", "spc"},
                                                                                         {"password", kSecret},
                                                                                         {"is_active", false},
                                                                                         {"plant_id", shop().plant}}),
                                                  201)));
  }
  static std::string new_server() {
    return path("/api/v1/opcua-servers/",
                id_of(require(shop().admin.post("/api/v1/opcua-servers/", {{"name", fresh("Server")},
                                                                           {"endpoint_url", "opc.tcp://plc:4840"},
                                                                           {"security_policy", "Basic256Sha256"},
                                                                           {"security_mode", "SignAndEncrypt"},
                                                                           {"auth_mode", "username_password"},
                                                                           {"username", "spc"},
                                                                           {"password", kSecret},
                                                                           {"is_active", false},
                                                                           {"plant_id", shop().plant}}),
                              201)));
  }
  static std::string new_webhook() {
    return path("/api/v1/notifications/channels/",
                id_of(require(shop().admin.post("/api/v1/notifications/channels", {{"name", fresh("Hook")},
                                                                                   {"kind", "webhook"},
                                                                                   {"url", "https://hooks.example/a"},
                                                                                   {"secret", kSecret},
                                                                                   {"plant_id", shop().plant}}),
                              201)));
  }
  static bool has(const std::string& target, const char* member) {
    return require(shop().admin.get(target), 200).json().at(member).as_bool();
  }
  static std::vector<std::string> refused(const std::string& target, boost::json::object body) {
    const Reply reply = require(shop().admin.patch(target, std::move(body)), 422);
    EXPECT_THAT(reply.body, HasSubstr("enter it again, or send null to remove it"));
    EXPECT_THAT(reply.body, testing::Not(HasSubstr(kSecret)));
    return wrong_fields(reply);
  }
};

TEST_F(KeptSecrets, BrokersPasswordFollowsNoChangeOfItsAddress) {
  const std::string broker = new_broker();
  EXPECT_THAT(refused(broker, {{"host", "evil.example"}}), ElementsAre("password"));
  EXPECT_THAT(refused(broker, {{"port", 1884}}), ElementsAre("password"));
  EXPECT_THAT(refused(broker, {{"use_tls", true}}), ElementsAre("password"));
  EXPECT_THAT(refused(broker, {{"verify_certificate", false}}), ElementsAre("password"));
  EXPECT_EQ(require(shop().admin.get(broker), 200).json().at("host"), "broker.example");
  EXPECT_TRUE(has(broker, "has_password"));
}

TEST_F(KeptSecrets, BrokerMovesWithItsPasswordEnteredAgainOrRemoved) {
  const std::string broker = new_broker();
  require(shop().admin.patch(broker, {{"host", "other.example"}, {"password", "another"}}), 200);
  EXPECT_TRUE(has(broker, "has_password"));
  require(shop().admin.patch(broker, {{"host", "third.example"}, {"password", nullptr}}), 200);
  EXPECT_FALSE(has(broker, "has_password"));
  require(shop().admin.patch(broker, {{"host", "fourth.example"}}), 200);
}

TEST_F(KeptSecrets, WhatIsNoAddressChangesWithoutThePassword) {
  const std::string broker = new_broker();
  require(shop().admin.patch(broker, {{"name", fresh("Renamed")}, {"host", "broker.example"}, {"keepalive", 30}}), 200);
  EXPECT_TRUE(has(broker, "has_password"));
}

TEST_F(KeptSecrets, OpcuaPasswordFollowsNoChangeOfEndpointOrSecurity) {
  const std::string server = new_server();
  EXPECT_THAT(refused(server, {{"endpoint_url", "opc.tcp://evil:4840"}}), ElementsAre("password"));
  EXPECT_THAT(refused(server, {{"security_mode", "Sign"}}), ElementsAre("password"));
  EXPECT_THAT(refused(server, {{"security_policy", "None"}, {"security_mode", "None"}}), ElementsAre("password"));
  EXPECT_THAT(refused(server, {{"auth_mode", "anonymous"}, {"endpoint_url", "opc.tcp://evil:4840"}}),
              ElementsAre("password"));
  require(shop().admin.patch(server, {{"endpoint_url", "opc.tcp://new:4840"}, {"password", "another"}}), 200);
  require(shop().admin.patch(server, {{"sampling_interval", 100}}), 200);
}

TEST_F(KeptSecrets, SigningSecretFollowsNoOtherWebhook) {
  const std::string hook = new_webhook();
  EXPECT_THAT(refused(hook, {{"url", "https://evil.example/a"}}), ElementsAre("secret"));
  require(shop().admin.patch(hook, {{"url", "https://hooks.example/a"}}), 200);
  require(shop().admin.patch(hook, {{"url", "https://evil.example/a"}, {"secret", nullptr}}), 200);
}

TEST_F(KeptSecrets, WebhooksAddressIsASecretThatItsCertificateProtects) {
  const std::string hook = new_webhook();
  EXPECT_THAT(refused(hook, {{"verify_certificate", false}}), ElementsAre("url"));
  require(shop().admin.patch(hook,
                             {{"verify_certificate", false}, {"url", "https://hooks.example/a"}, {"secret", kSecret}}),
          200);
}

TEST_F(KeptSecrets, MailPasswordFollowsNoOtherServerUserOrEncryption) {
  const auto put = [&](boost::json::object members) {
    boost::json::object body{{"host", "mail.example"}, {"sender", "spc@example.com"}, {"username", "spc"}};
    for (const auto& member : members) body[member.key()] = member.value();
    return shop().admin.put("/api/v1/notifications/smtp", body);
  };
  require(put({{"password", kSecret}}), 200);
  EXPECT_TRUE(require(put({{"sender", "other@example.com"}}), 200).json().at("has_password").as_bool());
  for (const boost::json::object& change : std::initializer_list<boost::json::object>{
           {{"host", "evil.example"}}, {{"port", 25}}, {{"username", "other"}}, {{"verify_certificate", false}}})
    EXPECT_THAT(wrong_fields(require(put(change), 422)), ElementsAre("password")) << boost::json::serialize(change);
  EXPECT_FALSE(require(put({{"host", "new.example"}, {"password", nullptr}}), 200).json().at("has_password").as_bool());
}

}  // namespace
}  // namespace openspc::test
