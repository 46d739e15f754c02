// Several machines behind one mapping, machines that share a subscription with others, and clocks that cannot be used.
#include <gtest/gtest.h>

#include "support/server/factory.h"

namespace openspc::test {
namespace {

using Samples = std::vector<std::vector<double>>;

class IngestSources : public testing::Test {
 protected:
  void SetUp() override {
    broker = factory.connect();
    publisher = std::make_unique<MqttPublisher>(factory.broker.port());
  }

  void publish(const std::string& topic, const std::string& payload) { publisher->publish(topic, payload); }
  std::int64_t count(std::int64_t characteristic, const char* member) {
    return factory.mapping(characteristic).at(member).as_int64();
  }
  std::string text(std::int64_t characteristic, const char* member) {
    const auto value = factory.mapping(characteristic).at(member);
    return value.is_null() ? "" : std::string(value.as_string());
  }

  Factory factory;
  std::int64_t broker = 0;
  std::unique_ptr<MqttPublisher> publisher;
  static inline const boost::json::object timed{
      {"payload_format", "json"}, {"value_path", "v"}, {"timestamp_path", "t"}};
};

TEST_F(IngestSources, MachinesThatSayTheSameAtTheSameTimeAreThreeMeasurements) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/+/bore", timed);
  const std::string measured = R"({"v": 5.5, "t": "2026-03-01T08:00:00Z"})";
  for (const char* topic : {"line/1/bore", "line/2/bore", "line/3/bore", "line/2/bore"}) publish(topic, measured);
  factory.wait_samples(characteristic, 3);
  wait_for([&] { return count(characteristic, "duplicates_dropped") == 1; }, "one is a repetition");
  EXPECT_EQ(factory.samples(characteristic), (Samples{{5.5}, {5.5}, {5.5}}));
}

TEST_F(IngestSources, MachinesAreNotMixedInOneSubgroup) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 2}});
  factory.map(broker, characteristic, "line/+/bore");
  for (const char* value : {"1", "2"}) {
    publish("line/1/bore", value);
    publish("line/2/bore", std::string(value) + "0");
  }
  publish("line/3/bore", "300");
  factory.wait_samples(characteristic, 2);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1, 2}, {10, 20}}));
  wait_for([&] { return count(characteristic, "open_subgroups") == 1; }, "the third machine's subgroup is open");
}

TEST_F(IngestSources, MachinesAreMixedWhenTheMappingSaysSo) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 2}});
  const auto mapping = factory.map(broker, characteristic, "line/+/bore", {{"subgroup_across_sources", true}});
  EXPECT_EQ(mapping.at("subgroup_across_sources"), boost::json::value(true));
  publish("line/1/bore", "1");
  publish("line/2/bore", "10");
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1, 10}}));
}

TEST_F(IngestSources, TriggerOfAMachineCompletesItsOwnSubgroup) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 5}});
  factory.map(broker, characteristic, "line/+/force",
              {{"trigger_strategy", "on_trigger"}, {"trigger_tag", "line/+/cycle"}});
  publish("line/1/force", "1");
  publish("line/2/force", "10");
  publish("line/2/cycle", "end");
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{10}}));
  // A sample can be seen a moment before the counters of its source follow.
  wait_for([&] { return count(characteristic, "pending_values") == 1; }, "the other machine's reading waits");
}

TEST_F(IngestSources, SubgroupsOfSeveralMachinesSurviveAKilledServer) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 2}});
  factory.map(broker, characteristic, "line/+/bore");
  publish("line/1/bore", "1");
  publish("line/2/bore", "10");
  wait_for([&] { return count(characteristic, "pending_values") == 2; }, "both wait");
  factory.server.kill_hard();
  factory.server.start();
  factory.wait_connected(broker);
  publish("line/2/bore", "20");
  publish("line/1/bore", "2");
  factory.wait_samples(characteristic, 2);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{10, 20}, {1, 2}}));
}

TEST_F(IngestSources, SharedSubscriptionFeedsItsCharacteristic) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "$share/spc/line/+/temp");
  for (const char* value : {"1", "2", "3"}) publish("line/1/temp", value);
  factory.wait_samples(characteristic, 3);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1}, {2}, {3}}));
}

TEST_F(IngestSources, SharedSubscriptionBesideAPlainOneCountsNothingTwice) {
  const auto shared = factory.new_characteristic(), plain = factory.new_characteristic();
  factory.map(broker, shared, "$share/spc/line/temp");
  factory.map(broker, plain, "line/#");
  for (const char* value : {"1", "2", "3"}) publish("line/temp", value);
  factory.wait_samples(shared, 3);
  factory.wait_samples(plain, 3);
  EXPECT_EQ(factory.samples(shared).size(), 3U);
  EXPECT_EQ(factory.samples(plain).size(), 3U);
}

TEST_F(IngestSources, SharedSubscriptionWorksWithMqtt311) {
  const auto old = factory.connect({{"name", "Old"}, {"client_id", "old"}, {"protocol", "v311"}});
  const auto characteristic = factory.new_characteristic();
  factory.map(old, characteristic, "$share/spc/line/temp");
  publish("line/temp", "7");
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{7}}));
}

TEST_F(IngestSources, TopicsThatNothingComesByAreRefused) {
  const auto characteristic = factory.new_characteristic();
  for (const char* topic : {"$share/spc", "$share//line", "$share/+/line", "$queue/line", "a/#/b",
                            "$share/spc/spBv1.0/plant/DDATA/press/cell"}) {
    const boost::json::object body{
        {"characteristic_id", characteristic}, {"mqtt_topic", topic}, {"broker_id", broker}, {"metric_name", "Force"}};
    const auto reply = require(factory.admin.post("/api/v1/tags/map", body), 422).json();
    EXPECT_EQ(reply.at("detail").at(0).at("loc").at(1), boost::json::value("mqtt_topic")) << topic;
  }
}

TEST_F(IngestSources, TimesThatCannotBeUsedAreCountedAndToldWithTheLast) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "cell/+", timed);
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"v": 1})", "cell/1: no time at 't'"},
      {R"({"v": 2, "t": "yesterday"})", "cell/1: no time: \"yesterday\""},
      {R"({"v": 3, "t": "2000-01-01"})", ""},
      {R"({"v": 4, "t": 12})", "cell/1: 1970-01-01T00:00:12Z is before the year 2000"}};
  std::int64_t told = 0;
  for (const auto& [payload, why] : cases) {
    publish("cell/1", payload);
    if (why.empty()) continue;
    ++told;
    wait_for([&] { return count(characteristic, "time_fallback_count") == told; }, why);
    EXPECT_EQ(text(characteristic, "last_time_fallback"), why);
  }
  publish("cell/1", R"({"v": 5, "t": "2100-01-01T00:00:00Z"})");
  wait_for([&] { return count(characteristic, "time_fallback_count") == told + 1; }, "a time ahead is told");
  EXPECT_THAT(text(characteristic, "last_time_fallback"), testing::HasSubstr("days ahead of this server"));
  factory.wait_samples(characteristic, 5);
}

TEST_F(IngestSources, ExamplesAreBoundedWhateverMachinesSend) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "#", timed);
  publish("cell/" + std::string(5'000, 'x'), R"({"v": 1, "t": ")" + std::string(5'000, 'y') + "\"}");
  wait_for([&] { return count(characteristic, "time_fallback_count") == 1; }, "it is told");
  EXPECT_LE(text(characteristic, "last_time_fallback").size(), 500U);
  publish("cell/" + std::string(5'000, 'x'), "no json");
  wait_for([&] { return count(characteristic, "rejected_count") == 1; }, "it is rejected");
  EXPECT_LE(text(characteristic, "last_rejection").size(), 500U);
}

}  // namespace
}  // namespace openspc::test
