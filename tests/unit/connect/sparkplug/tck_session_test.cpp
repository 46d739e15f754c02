// The rules of the Eclipse Sparkplug 3.0 TCK for host applications that concern STATE messages, each by its id; those
// about packets and their order on a connection need a broker. docs/sparkplug-assertions.md has them all.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "connect/sparkplug/state.h"
#include "unit/connect/sparkplug/script.h"

namespace openspc::connect::sparkplug {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t kStartInMs = 1'770'883'200'000;

/// Exactly the two members of a STATE payload.
void expect_state(const Publication& message, bool is_online, std::int64_t timestamp) {
  const auto document = boost::json::parse(message.payload);
  EXPECT_EQ(document, (boost::json::value{{"online", is_online}, {"timestamp", timestamp}})) << message.payload;
}

Session session() {
  return Host({.host_id = "openspc"}).begin_session(kScriptStart);
}

Publication death() {
  Host host({.host_id = "openspc"});
  host.begin_session(kScriptStart);
  return host.end_session(kScriptStart + 1min);
}

TEST(SparkplugHost, tck_id_components_ph_state) {
  expect_state(session().birth, true, kStartInMs);
  expect_state(session().will, false, kStartInMs);
}

TEST(SparkplugHost, tck_id_intro_sparkplug_host_state) {
  Host host({.host_id = "openspc"});
  EXPECT_EQ(host.begin_session(kScriptStart).birth.topic, "spBv1.0/STATE/openspc");
  EXPECT_EQ(host.end_session(kScriptStart).topic, "spBv1.0/STATE/openspc");
}

TEST(SparkplugHost, tck_id_host_topic_phid_birth_payload) {
  expect_state(session().birth, true, kStartInMs);
}

TEST(SparkplugHost, tck_id_host_topic_phid_birth_payload_timestamp) {
  EXPECT_EQ(parse_sparkplug_state(session().birth.payload)->timestamp,
            parse_sparkplug_state(session().will.payload)->timestamp);
}

TEST(SparkplugHost, tck_id_host_topic_phid_birth_qos) {
  EXPECT_EQ(session().birth.qos, 1);
}

TEST(SparkplugHost, tck_id_host_topic_phid_birth_retain) {
  EXPECT_TRUE(session().birth.retain);
}

TEST(SparkplugHost, tck_id_host_topic_phid_birth_topic) {
  EXPECT_EQ(session().birth.topic, "spBv1.0/STATE/openspc");
}

TEST(SparkplugHost, tck_id_host_topic_phid_death_payload) {
  expect_state(death(), false, kStartInMs + 60'000);
}

TEST(SparkplugHost, tck_id_host_topic_phid_death_qos) {
  EXPECT_EQ(death().qos, 1);
  EXPECT_EQ(session().will.qos, 1);
}

TEST(SparkplugHost, tck_id_host_topic_phid_death_retain) {
  EXPECT_TRUE(death().retain);
  EXPECT_TRUE(session().will.retain);
}

TEST(SparkplugHost, tck_id_host_topic_phid_death_topic) {
  EXPECT_EQ(death().topic, "spBv1.0/STATE/openspc");
}

TEST(SparkplugHost, tck_id_message_flow_hid_sparkplug_state_message_delivered) {
  ListeningHost own;
  const auto birth = own.host.begin_session(own.now).birth;
  const auto late_will = sparkplug_host_death("openspc", own.now - 1h);
  const auto events = own.host.feed(late_will.topic, late_will.payload, false, own.now + 1min);
  EXPECT_THAT(only<Publication>(events), ElementsAre(birth));
}

TEST(SparkplugHost, tck_id_message_flow_phid_sparkplug_state_publish_payload) {
  expect_state(session().birth, true, kStartInMs);
}

TEST(SparkplugHost, tck_id_message_flow_phid_sparkplug_state_publish_payload_timestamp) {
  Host host({.host_id = "openspc"});
  host.begin_session(kScriptStart);
  const auto second = host.begin_session(kScriptStart + 1h);
  expect_state(second.will, false, kStartInMs + 3'600'000);
  expect_state(second.birth, true, kStartInMs + 3'600'000);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_connect_birth_payload) {
  expect_state(session().birth, true, kStartInMs);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_connect_birth_qos) {
  EXPECT_EQ(session().birth.qos, 1);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_connect_birth_retained) {
  EXPECT_TRUE(session().birth.retain);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_connect_birth_topic) {
  EXPECT_EQ(session().birth.topic, "spBv1.0/STATE/openspc");
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_connect_will_payload) {
  expect_state(session().will, false, kStartInMs);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_connect_will_qos) {
  EXPECT_EQ(session().will.qos, 1);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_connect_will_retained) {
  EXPECT_TRUE(session().will.retain);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_connect_will_topic) {
  EXPECT_EQ(session().will.topic, "spBv1.0/STATE/openspc");
}

TEST(SparkplugHost, tck_id_payloads_state_birth_payload) {
  expect_state(session().birth, true, kStartInMs);
}

TEST(SparkplugHost, tck_id_payloads_state_will_message_payload) {
  expect_state(session().will, false, kStartInMs);
}

TEST(SparkplugHost, tck_id_payloads_state_will_message_qos) {
  EXPECT_EQ(session().will.qos, 1);
}

TEST(SparkplugHost, tck_id_payloads_state_will_message_retain) {
  EXPECT_TRUE(session().will.retain);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_death_payload) {
  expect_state(session().will, false, kStartInMs);
  expect_state(death(), false, kStartInMs + 60'000);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_death_qos) {
  EXPECT_EQ(death().qos, 1);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_death_retained) {
  EXPECT_TRUE(death().retain);
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_death_topic) {
  EXPECT_EQ(death().topic, "spBv1.0/STATE/openspc");
}

TEST(SparkplugHost, tck_id_operational_behavior_host_application_multi_server_timestamp) {
  Host first({.host_id = "openspc"}), second({.host_id = "openspc"});
  const auto birth = first.begin_session(kScriptStart).birth;
  second.begin_session(kScriptStart + 1h);
  const auto gone = sparkplug_host_death("openspc", kScriptStart + 2h);
  const auto events = first.feed(gone.topic, gone.payload, true, kScriptStart + 2h);
  EXPECT_THAT(only<Publication>(events), ElementsAre(birth));
}

TEST(SparkplugHost, tck_id_operational_behavior_primary_application_state_with_multiple_servers_state_subs) {
  Host first({.host_id = "openspc"}), second({.host_id = "openspc"});
  EXPECT_EQ(first.begin_session(kScriptStart).birth, second.begin_session(kScriptStart).birth);
}

TEST(SparkplugHostState, SubscribesItsOwnBeforeEverythingElse) {
  EXPECT_THAT(session().subscriptions,
              ElementsAre(Subscription{"spBv1.0/STATE/openspc", 1}, Subscription{"spBv1.0/#", 1}));
}

TEST(SparkplugHostState, BeginsWithoutAnEarlierSession) {
  EXPECT_TRUE(session().clean_start);
  EXPECT_EQ(session().session_expiry, 0s);
}

TEST(SparkplugHostState, IsNotRepeatedAfterItsEnd) {
  ListeningHost own;
  own.host.begin_session(own.now);
  const auto death = own.host.end_session(own.now);
  EXPECT_THAT(own.host.feed(death.topic, death.payload, false, own.now), IsEmpty());
}

TEST(SparkplugHostState, IsNotRepeatedWhenItSaysOnline) {
  ListeningHost own;
  const auto birth = own.host.begin_session(own.now).birth;
  EXPECT_THAT(own.host.feed(birth.topic, birth.payload, true, own.now), IsEmpty());
}

TEST(SparkplugHostState, OfOthersIsKeptWhenItIsNotOlder) {
  ListeningHost own;
  const auto hear = [&](const Publication& state) {
    own.host.feed(state.topic, state.payload, true, own.now);
    return own.host.snapshot().hosts.at("scada");
  };
  EXPECT_TRUE(hear(sparkplug_host_birth("scada", kScriptStart)).is_online);
  EXPECT_TRUE(hear(sparkplug_host_death("scada", kScriptStart - 1ms)).is_online);
  EXPECT_FALSE(hear(sparkplug_host_death("scada", kScriptStart)).is_online);
}

TEST(SparkplugHostState, IsNoneUnlessItHasBothMembers) {
  for (const char* text : {"", "ONLINE", "{}", "[]", R"({"online":true})", R"({"online":1,"timestamp":1})",
                           R"({"online":true,"timestamp":"1"})", R"({"online":true,"timestamp":-1})",
                           R"({"online":true,"timestamp":1e300})"}) {
    EXPECT_FALSE(parse_sparkplug_state(text)) << text;
  }
}

}  // namespace
}  // namespace openspc::connect::sparkplug
