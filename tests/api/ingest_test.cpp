// Measurements that machines publish over MQTT: what becomes a sample, and what is said of the rest.
#include <gtest/gtest.h>

#include <thread>

#include "support/server/factory.h"

namespace openspc::test {
namespace {

using Samples = std::vector<std::vector<double>>;

class Ingest : public testing::Test {
 protected:
  void SetUp() override {
    broker = factory.connect();
    publisher = std::make_unique<MqttPublisher>(factory.broker.port());
  }

  void publish(const std::string& topic, const std::string& payload) { publisher->publish(topic, payload); }

  Factory factory;
  std::int64_t broker = 0;
  std::unique_ptr<MqttPublisher> publisher;
};

TEST_F(Ingest, PlainNumberBecomesASample) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  publish("line/temp", " 20.5\n");
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{20.5}}));
}

TEST_F(Ingest, SubgroupIsCompleteWithItsLastReading) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 3}});
  factory.map(broker, characteristic, "line/width");
  for (const char* value : {"1", "2", "3", "4", "5", "6", "7"}) publish("line/width", value);
  factory.wait_samples(characteristic, 2);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1, 2, 3}, {4, 5, 6}}));
  wait_for([&] { return factory.mapping(characteristic).at("pending_values").as_int64() == 1; }, "one reading waits");
}

TEST_F(Ingest, OneTopicFeedsSeveralCharacteristics) {
  const auto one = factory.new_characteristic(), other = factory.new_characteristic();
  factory.map(broker, one, "line/temp");
  factory.map(broker, other, "line/+");
  publish("line/temp", "5");
  factory.wait_samples(one, 1);
  factory.wait_samples(other, 1);
  EXPECT_EQ(factory.samples(one), (Samples{{5}}));
  EXPECT_EQ(factory.samples(other), (Samples{{5}}));
}

TEST_F(Ingest, OverlappingWildcardsCountAMessageOnce) {
  const auto one = factory.new_characteristic(), other = factory.new_characteristic();
  factory.map(broker, one, "line/+/temp");
  factory.map(broker, other, "+/1/temp");
  for (const char* value : {"1", "2", "3"}) publish("line/1/temp", value);
  publish("line/2/temp", "4");
  publish("hall/1/temp", "5");
  factory.wait_samples(one, 4);
  factory.wait_samples(other, 4);
  EXPECT_EQ(factory.samples(one), (Samples{{1}, {2}, {3}, {4}}));
  EXPECT_EQ(factory.samples(other), (Samples{{1}, {2}, {3}, {5}}));
}

TEST_F(Ingest, JsonPathsLeadToValueTimeBatchOperatorAndSerial) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "cell",
              {{"payload_format", "json"},
               {"value_path", "/data/0/value"},
               {"timestamp_path", "time"},
               {"batch_path", "lot"},
               {"operator_path", "by"},
               {"serial_path", "part.serial"}});
  publish("cell",
          R"({"data": [{"value": 7.25}], "time": "2026-03-01T08:00:00Z", "lot": "L-7", "by": "ada",
              "part": {"serial": "SN1"}})");
  factory.wait_samples(characteristic, 1);
  StoredData file = factory.server.stored();
  EXPECT_EQ(file.rows("SELECT s.timestamp, s.batch_number, s.operator_id, n.serial_number, m.value FROM sample s "
                      "JOIN measurement m ON m.sample_id = s.id LEFT JOIN sample_serial n ON n.sample_id = s.id"),
            (std::vector<std::vector<std::string>>{{"2026-03-01 08:00:00.000000", "L-7", "ada", "SN1", "7.25"}}));
}

TEST_F(Ingest, LateReadingTakesItsPlaceInTime) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "cell",
              {{"payload_format", "json"}, {"value_path", "v"}, {"timestamp_path", "t"}});
  publish("cell", R"({"v": 1, "t": "2026-03-01T08:00:00Z"})");
  publish("cell", R"({"v": 3, "t": "2026-03-01T10:00:00Z"})");
  publish("cell", R"({"v": 2, "t": "2026-03-01T09:00:00Z"})");
  factory.wait_samples(characteristic, 3);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1}, {2}, {3}}));
}

TEST_F(Ingest, MeasurementThatIsSentAgainWithItsTimeIsNotCountedAgain) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "cell",
              {{"payload_format", "json"}, {"value_path", "v"}, {"timestamp_path", "t"}});
  for (int i = 0; i < 3; ++i) publish("cell", R"({"v": 1, "t": "2026-03-01T08:00:00Z"})");
  publish("cell", R"({"v": 1, "t": "2026-03-01T08:00:01Z"})");
  factory.wait_samples(characteristic, 2);
  EXPECT_EQ(factory.samples(characteristic).size(), 2U);
  wait_for([&] { return factory.mapping(characteristic).at("duplicates_dropped").as_int64() == 2; },
           "two repetitions are counted");
}

TEST_F(Ingest, ClockThatWasNeverSetIsNotBelieved) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "cell",
              {{"payload_format", "json"}, {"value_path", "v"}, {"timestamp_path", "t"}});
  publish("cell", R"({"v": 1, "t": "1970-01-01T00:00:12Z"})");
  publish("cell", R"({"v": 2, "t": "2100-01-01T00:00:00Z"})");
  factory.wait_samples(characteristic, 2);
  StoredData file = factory.server.stored();
  EXPECT_EQ(file.number("SELECT COUNT(*) FROM sample WHERE timestamp > '2026-01-01' AND timestamp < '2099-01-01'"), 2);
}

TEST_F(Ingest, PatternFindsTheNumberInAText) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "scale", {{"payload_format", "text"}, {"pattern", "ST,GS,([+-]?[0-9.]+)"}});
  publish("scale", "ST,GS,+12.75,kg");
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{12.75}}));
}

TEST_F(Ingest, PayloadThatIsNoNumberIsCountedAndShown) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  for (const char* payload : {"hot", "", "nan", "1e999"}) publish("line/temp", payload);
  publish("line/temp", "21");
  factory.wait_samples(characteristic, 1);
  wait_for([&] { return factory.mapping(characteristic).at("rejected_count").as_int64() == 4; }, "four are counted");
  const auto mapping = factory.mapping(characteristic);
  EXPECT_THAT(std::string(mapping.at("last_rejection").as_string()), testing::HasSubstr("line/temp"));
  EXPECT_EQ(factory.samples(characteristic), (Samples{{21}}));
}

TEST_F(Ingest, SampleThatDoesNotFitItsCharacteristicIsCountedAndShown) {
  const auto characteristic = factory.new_characteristic({{"data_type", "np"}, {"subgroup_size", 50}});
  factory.map(broker, characteristic, "defects");
  publish("defects", "2.5");
  publish("defects", "3");
  factory.wait_samples(characteristic, 1);
  wait_for([&] { return factory.mapping(characteristic).at("rejected_count").as_int64() == 1; }, "it is counted");
}

TEST_F(Ingest, TriggerTopicCompletesASubgroup) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 5}});
  factory.map(broker, characteristic, "press/force",
              {{"trigger_strategy", "on_trigger"}, {"trigger_tag", "press/cycle"}});
  for (const char* value : {"1", "2", "3"}) publish("press/force", value);
  publish("press/cycle", "end");
  publish("press/cycle", "end");
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1, 2, 3}}));
}

TEST_F(Ingest, TimerCompletesASubgroupWithTheNewestReadings) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 2}});
  factory.map(broker, characteristic, "oven", {{"trigger_strategy", "on_timer"}, {"timeout_seconds", 1}});
  for (const char* value : {"1", "2", "3"}) publish("oven", value);
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{2, 3}}));
}

TEST_F(Ingest, DeadBandLeavesOutWhatDidNotChange) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "tank", {{"dead_band", 0.5}});
  for (const char* value : {"10", "10.2", "10.4", "10.6", "10.6", "9"}) publish("tank", value);
  factory.wait_samples(characteristic, 3);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{10}, {10.6}, {9}}));
}

TEST_F(Ingest, RetainedValueOfYesterdayIsNoMeasurement) {
  publisher->publish("line/temp", "99", 1, true);
  publisher->finish();
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  publish("line/temp", "20");
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{20}}));
}

TEST_F(Ingest, WatchersSeeTheNewPoint) {
  const auto characteristic = factory.new_judged_characteristic();
  factory.map(broker, characteristic, "line/temp");
  WebSocketClient watcher(factory.server.port(), "/ws/samples?token=" + factory.admin.token);
  watcher.send({{"type", "subscribe"}, {"characteristic_ids", {characteristic}}});
  watcher.receive_type("subscribed");
  publish("line/temp", "25");
  const auto frame = watcher.receive_type("sample");
  ASSERT_TRUE(frame.has_value());
  EXPECT_TRUE(watcher.receive_type("violation").has_value());
}

TEST_F(Ingest, MappingThatIsSwitchedOffTakesNothing) {
  const auto characteristic = factory.new_characteristic(), other = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  factory.map(broker, other, "line/end");
  require(factory.admin.patch(path("/api/v1/tags/map/", characteristic), {{"is_active", false}}), 200);
  wait_for([&] { return factory.status(broker).at("subscribed_topics").as_array().size() == 1; }, "it is unsubscribed");
  publish("line/temp", "1");
  publish("line/end", "1");
  factory.wait_samples(other, 1);
  EXPECT_EQ(factory.samples(characteristic), Samples{});
}

TEST_F(Ingest, EditedBrokerIsConnectedAnewAtOnce) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  BrokerProcess second;
  require(factory.admin.patch(path("/api/v1/brokers/", broker), {{"port", second.port()}}), 200);
  wait_for([&] { return second.log().find("openspc-test") != std::string::npos; }, "the second broker is connected");
  factory.wait_connected(broker);
  MqttPublisher machine(second.port());
  machine.publish("line/temp", "8");
  factory.wait_samples(characteristic, 1);
}

TEST_F(Ingest, DisconnectAndConnectActOnTheLiveConnection) {
  require(factory.admin.post(path("/api/v1/brokers/", broker, "/disconnect"), {}), 200);
  EXPECT_EQ(factory.status(broker).at("error_message"), boost::json::value("Disconnected"));
  const auto connected = require(factory.admin.post(path("/api/v1/brokers/", broker, "/connect"), {}), 200).json();
  EXPECT_TRUE(connected.at("is_connected").as_bool());
}

TEST_F(Ingest, BrokerThatIsAwayIsTriedAgainUntilItIsThere) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  factory.broker.stop();
  factory.wait_connected(broker, false);
  EXPECT_THAT(std::string(factory.status(broker).at("error_message").as_string()),
              testing::HasSubstr("Connecting in background"));
  factory.broker.start();
  factory.wait_connected(broker);
  publish("line/temp", "8");
  factory.wait_samples(characteristic, 1);
}

TEST_F(Ingest, WhoConnectsDoesNotWaitForTheNextAttempt) {
  factory.broker.stop();
  factory.wait_connected(broker, false);
  factory.broker.start();
  const auto answer = require(factory.admin.post(path("/api/v1/brokers/", broker, "/connect"), {}), 200).json();
  EXPECT_TRUE(answer.at("is_connected").as_bool());
}

TEST_F(Ingest, DiscoveryListsTopicsAndLeavesIngestionAlone) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  require(factory.admin.post(path("/api/v1/brokers/", broker, "/discover"), {}), 202);
  const auto topics = path("/api/v1/brokers/", broker, "/topics?search=TEMP");
  wait_for(
      [&] {
        publish("line/temp", "1");
        return !require(factory.admin.get(topics), 200).json().as_array().empty();
      },
      "the topic is found");
  const auto tree = require(factory.admin.get(path("/api/v1/brokers/", broker, "/topics?format=tree")), 200).json();
  EXPECT_EQ(tree.at("children").at(0).at("children").at(0).at("full_topic"), boost::json::value("line/temp"));
  publisher->finish();
  const auto sent = factory.mapping(characteristic).at("messages_received").as_int64();
  require(factory.admin.remove(path("/api/v1/brokers/", broker, "/discover")), 200);
  wait_for([&] { return factory.samples(characteristic).size() >= static_cast<std::size_t>(sent); },
           "each counts once");
  EXPECT_TRUE(require(factory.admin.get(topics), 200).json().as_array().empty());
}

TEST_F(Ingest, TrialOfAMappingShowsValuesAndProblems) {
  std::jthread machine([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      publish("cell", R"({"v": 4.5})");
      publish("cell", R"({"w": 1})");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  const auto trial = require(factory.admin.post("/api/v1/tags/test", {{"broker_id", broker},
                                                                      {"mqtt_topic", "cell"},
                                                                      {"payload_format", "json"},
                                                                      {"value_path", "v"},
                                                                      {"duration_seconds", 1}}),
                             200)
                         .json();
  ASSERT_GE(trial.at("message_count").as_int64(), 2);
  bool value = false, problem = false;
  for (const auto& reading : trial.at("readings").as_array()) {
    value = value || reading.at("value") == boost::json::value(4.5);
    problem = problem || reading.at("problem").is_string();
  }
  EXPECT_TRUE(value && problem);
}

TEST_F(Ingest, MappingsComeFromCsvRowByRow) {
  const auto one = factory.new_characteristic(), other = factory.new_characteristic();
  const std::string csv = "characteristic_id,mqtt_topic,broker_id,payload_format,value_path\n" + std::to_string(one) +
                          ",line/a," + std::to_string(broker) + ",json,/v\n" + std::to_string(other) + ",line/#/b," +
                          std::to_string(broker) + ",,\n999999,line/c," + std::to_string(broker) + ",,\n";
  const auto result =
      require(factory.admin.request("POST", "/api/v1/tags/import", csv, {{"Content-Type", "text/csv"}}), 200).json();
  EXPECT_EQ(result.at("imported").as_int64(), 1);
  ASSERT_EQ(result.at("errors").as_array().size(), 2U);
  EXPECT_EQ(result.at("errors").at(0).at("row").as_int64(), 2);
  EXPECT_EQ(factory.mapping(one).at("value_path"), boost::json::value("/v"));
}

TEST_F(Ingest, CredentialsAreEncryptedAtRestAndNeverReturned) {
  const auto reply = require(
      factory.admin.patch(path("/api/v1/brokers/", broker), {{"username", "station-7"}, {"password", "pass-word-7"}}),
      200);
  EXPECT_EQ(reply.json().at("username"), boost::json::value("station-7"));
  EXPECT_EQ(reply.body.find("pass-word-7"), std::string::npos);
  StoredData file = factory.server.stored();
  EXPECT_TRUE(file.text("SELECT username FROM mqtt_broker").starts_with("gAAAAA"));
  EXPECT_TRUE(file.text("SELECT password FROM mqtt_broker").starts_with("gAAAAA"));
}

TEST_F(Ingest, MetricsCountWhatComesIn) {
  const auto characteristic = factory.new_characteristic();
  factory.map(broker, characteristic, "line/temp");
  publish("line/temp", "20");
  publish("line/temp", "warm");
  wait_for([&] { return factory.mapping(characteristic).at("rejected_count").as_int64() == 1; }, "both are taken");
  const auto page = require(HttpClient(factory.server.port()).get("/metrics"), 200);
  EXPECT_THAT(page.header("content-type"), testing::HasSubstr("version=0.0.4"));
  EXPECT_THAT(page.body, testing::HasSubstr("openspc_broker_connected{broker=\"1\"} 1"));
  EXPECT_THAT(page.body, testing::HasSubstr("openspc_source_samples_total{data_source=\"1\"} 1"));
  EXPECT_THAT(page.body, testing::HasSubstr("openspc_source_rejected_total{data_source=\"1\"} 1"));
}

TEST_F(Ingest, SimulatedMachinesAreTakenInLikeRealOnes) {
  const auto diameter = factory.new_characteristic({{"subgroup_size", 5}});
  const auto force = factory.new_characteristic();
  factory.map(broker, diameter, "machines/lathe-8/diameter");
  factory.map(broker, force, "machines/press-1/force",
              {{"payload_format", "json"}, {"value_path", "/value"}, {"timestamp_path", "/time"}});
  const auto port = std::to_string(factory.broker.port());
  EXPECT_EQ(run_openspc({"simulate", "mqtt", "--port", port, "--speed", "30", "--seconds", "3"}).status, 0);
  factory.wait_samples(diameter, 5);
  factory.wait_samples(force, 5);
}

TEST(Metrics, AreClosedToStrangersWhenTheyHaveAToken) {
  const ServerProcess server({.environment = {{"OPENSPC_METRICS_TOKEN", "scrape-me"}}});
  HttpClient client(server.port());
  EXPECT_EQ(client.get("/metrics").status, 401);
  client.token = "scrape-me";
  EXPECT_EQ(client.get("/metrics").status, 200);
}

TEST_F(Ingest, BadMappingsAreRefusedWithTheirField) {
  const auto characteristic = factory.new_characteristic();
  const auto refusal = [&](boost::json::object members) {
    boost::json::object body{{"characteristic_id", characteristic}, {"mqtt_topic", "a"}, {"broker_id", broker}};
    for (const auto& member : members) body[member.key()] = member.value();
    const auto reply = require(factory.admin.post("/api/v1/tags/map", body), 422).json();
    return std::string(reply.at("detail").at(0).at("loc").at(1).as_string());
  };
  EXPECT_EQ(refusal({{"mqtt_topic", "a/#/b"}}), "mqtt_topic");
  EXPECT_EQ(refusal({{"trigger_strategy", "on_trigger"}}), "trigger_tag");
  EXPECT_EQ(refusal({{"payload_format", "text"}, {"pattern", "("}}), "pattern");
  EXPECT_EQ(refusal({{"payload_format", "json"}, {"value_path", "/a~2"}}), "value_path");
  EXPECT_EQ(refusal({{"timeout_seconds", 0}}), "timeout_seconds");
}

}  // namespace
}  // namespace openspc::test
