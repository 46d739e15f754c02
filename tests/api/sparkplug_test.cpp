// Values of Sparkplug metrics that become samples, and what is said of the rest.
#include "sparkplug_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

namespace openspc::test {
namespace {

class Sparkplug : public SparkplugFactory {
 protected:
  std::string last_rejection(std::int64_t characteristic) {
    const auto value = factory.mapping(characteristic).at("last_rejection");
    return value.is_null() ? "" : std::string(value.as_string());
  }
};

TEST_F(Sparkplug, MetricOfADeviceBecomesASampleByItsAlias) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {connect::sparkplug::int32_metric("Force", 5, 7)}));
  say(node.ddata("cell", {connect::sparkplug::by_alias(7, std::uint64_t{0xFFFFFFFE})}));
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{-2}}));
}

TEST_F(Sparkplug, MetricOfTheEdgeNodeItselfBecomesASample) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kNodeTopic, "Temp");
  play();
  say(node.nbirth({number("Temp", 1)}));
  say(node.ndata({number("Temp", 20.5)}));
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{20.5}}));
}

TEST_F(Sparkplug, AMetricThatTheBirthDoesNotNameIsToldWithTheNearest) {
  const auto misspelt = factory.new_characteristic();
  const auto right = factory.new_characteristic();
  map(misspelt, kDeviceTopic, "Forse");
  map(right, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 1), number("Line 1/Forse", 2), number("Speed", 3)}));
  wait_for([&] { return factory.mapping(misspelt).at("metric_problem").is_string(); }, "it is told");
  EXPECT_THAT(std::string(factory.mapping(misspelt).at("metric_problem").as_string()),
              testing::HasSubstr("has no metric 'Forse'. Nearest: 'Line 1/Forse', 'Force'"));
  EXPECT_TRUE(factory.mapping(right).at("metric_problem").is_null());
}

TEST_F(Sparkplug, WildcardsMapAMetricOfManyDevices) {
  const auto characteristic = factory.new_characteristic();
  map(factory.new_characteristic(), kDeviceTopic, "Other");
  require(factory.admin.post("/api/v1/tags/map", {{"characteristic_id", characteristic},
                                                  {"mqtt_topic", "spBv1.0/+/DDATA/+/+"},
                                                  {"metric_name", "Force"},
                                                  {"broker_id", broker}}),
          200);
  play();
  say(node.nbirth());
  say(node.dbirth("one", {number("Force", 0)}));
  say(node.dbirth("two", {number("Force", 0)}));
  // The mapping may come into force a moment later: what is said before that is not counted.
  double said = 0;
  wait_for(
      [&] {
        say(node.ddata(++said > 1 ? "two" : "one", {number("Force", said)}));
        return factory.samples(characteristic).size() >= 2;
      },
      "both devices feed it");
}

TEST_F(Sparkplug, ABirthIsNoMeasurement) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 1)}));
  say(node.ddata("cell", {number("Force", 2)}));
  say(node.dbirth("cell", {number("Force", 3)}));
  say(node.ddata("cell", {number("Force", 4)}));
  factory.wait_samples(characteristic, 2);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{2}, {4}}));
}

TEST_F(Sparkplug, SubgroupsAreFilledAsFromAnyOtherSource) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 3}});
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  for (const double value : {1., 2., 3., 4.}) say(node.ddata("cell", {number("Force", value)}));
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1, 2, 3}}));
}

TEST_F(Sparkplug, APlainTopicMayCompleteASubgroup) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 5}, {"min_measurements", 1}});
  map(characteristic, kDeviceTopic, "Force", {{"trigger_strategy", "on_trigger"}, {"trigger_tag", "press/cycle"}});
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  say(node.ddata("cell", {number("Force", 1)}));
  say(node.ddata("cell", {number("Force", 2)}));
  edge->publish({.topic = "press/cycle", .payload = "1"});
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1, 2}}));
}

TEST_F(Sparkplug, HistoryTakesItsPlaceInTimeAndCountsOnce) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  say(node.ddata("cell", {number("Force", 5)}));
  Metric earlier = number("Force", 4);
  earlier.timestamp = node.clock() - std::chrono::minutes(1);
  earlier.is_historical = true;
  say(node.ddata("cell", {earlier}));
  say(node.ddata("cell", {earlier}));
  wait_for([&] { return factory.mapping(characteristic).at("duplicates_dropped").as_int64() == 1; },
           "the repetition is left out");
  EXPECT_EQ(factory.samples(characteristic), (Samples{{4}, {5}}));
}

TEST_F(Sparkplug, WhatIsNoMeasurementIsCountedAndShown) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  Metric bad = number("Force", 1);
  bad.quality = 0;
  Metric null = number("Force", 1);
  null.value = {};
  Metric text{.name = "Force", .datatype = DataType::string, .value = std::string("hot")};
  const std::vector<std::pair<Metric, std::string>> cases = {
      {bad, "plant/press/cell: Force: quality 0 (bad)"},
      {null, "plant/press/cell: Force: null"},
      {number("Force", std::numeric_limits<double>::quiet_NaN()), "plant/press/cell: Force: not finite"},
      {text, "plant/press/cell: Force: no number, but a String"}};
  std::int64_t rejected = 0;
  for (const auto& [metric, reason] : cases) {
    say(node.ddata("cell", {metric}));
    ++rejected;
    wait_for([&] { return factory.mapping(characteristic).at("rejected_count").as_int64() == rejected; }, reason);
    EXPECT_EQ(last_rejection(characteristic), reason);
  }
}

TEST_F(Sparkplug, UncertainValuesMarkTheirSamplesAndWhatNobodyVouchesForIsRejected) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  double value = 0;
  for (const std::int32_t quality : {192, 1'073'742'080, 64, 256, 512, 515, 600, 768}) {
    Metric metric = number("Force", ++value);
    metric.quality = quality;
    say(node.ddata("cell", {metric}));
  }
  wait_for([&] { return factory.mapping(characteristic).at("rejected_count").as_int64() == 6; }, "six are rejected");
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1}, {2}}));
  EXPECT_EQ(factory.mapping(characteristic).at("uncertain_count").as_int64(), 1);
  StoredData file = factory.server.stored();
  EXPECT_EQ(file.number("SELECT COUNT(*) FROM sample WHERE is_uncertain"), 1);
}

// Ends and begins the edge node's session with a value that changed meanwhile.
TEST_F(Sparkplug, AValueThatChangedWhileThePeerWasAwayIsTakenWhenTheMappingSaysSo) {
  const auto with = factory.new_characteristic(), without = factory.new_characteristic();
  map(with, kDeviceTopic, "Force", {{"take_birth_values", true}});
  map(without, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  Metric before = number("Force", 1);
  before.timestamp = node.clock();
  say(node.ddata("cell", {before}));
  factory.wait_samples(without, 1);
  edge.reset();
  wait_peer(with, "offline");
  node.reconnect();
  play();
  Metric changed = number("Force", 2);
  changed.timestamp = node.clock() + std::chrono::seconds(1);
  say(node.nbirth());
  say(node.dbirth("cell", {changed}));
  factory.wait_samples(with, 2);
  EXPECT_EQ(factory.samples(with), (Samples{{1}, {2}}));
  wait_for([&] { return factory.mapping(without).at("birth_values_left_out").as_int64() == 1; }, "it is counted");
  EXPECT_EQ(factory.samples(without), (Samples{{1}}));
}

TEST_F(Sparkplug, ALostMessageCostsNoValueButItsOwnWhenAliasesAreBornAsBefore) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  const Metric born{.name = "Force", .alias = 7, .datatype = DataType::float64, .value = 0.0};
  say(node.nbirth());
  say(node.dbirth("cell", {born}));
  Samples expected;
  for (int i = 1; i <= 40; ++i) {
    const auto said = node.ddata("cell", {connect::sparkplug::by_alias(7, static_cast<double>(i))});
    if (i == 10) continue;  // lost on the way
    say(said);
    expected.push_back({static_cast<double>(i)});
  }
  wait_for([&] { return births_asked_for() == 1; }, "births are asked for");
  wait_for([&] { return sparkplug().at("nodes").at(0).at("held_values").as_int64() == 30; }, "values are held");
  say(node.nbirth());
  say(node.dbirth("cell", {born}));
  factory.wait_samples(characteristic, 39);
  EXPECT_EQ(factory.samples(characteristic), expected);
  EXPECT_EQ(sparkplug().at("nodes").at(0).at("unresolved_metrics").as_int64(), 0);
}

TEST_F(Sparkplug, DevicesAreNotMixedInOneSubgroupAndTheirEqualValuesAllCount) {
  const auto characteristic = factory.new_characteristic({{"subgroup_size", 2}});
  map(factory.new_characteristic(), kDeviceTopic, "Other");
  require(factory.admin.post("/api/v1/tags/map", {{"characteristic_id", characteristic},
                                                  {"mqtt_topic", "spBv1.0/plant/DDATA/press/+"},
                                                  {"metric_name", "Force"},
                                                  {"broker_id", broker}}),
          200);
  wait_for([&] { return factory.mapping(characteristic).at("broker_id").is_int64(); }, "it is mapped");
  play();
  say(node.nbirth());
  for (const char* device : {"one", "two"}) say(node.dbirth(device, {number("Force", 0)}));
  const base::Timestamp start = node.clock();
  const auto press = [&](const char* device, double value, int second) {
    Metric metric = number("Force", value);
    metric.timestamp = start + std::chrono::seconds(second);
    say(node.ddata(device, {metric}));
  };
  // The mapping may come into force a moment later.
  wait_for(
      [&, second = 0]() mutable {
        press("one", 1, ++second);
        return factory.mapping(characteristic).at("messages_received").as_int64() > 0;
      },
      "it is in force");
  press("two", 5, 100);
  press("one", 7, 100);
  press("two", 6, 101);
  press("one", 8, 101);
  press("two", 9, 102);
  press("one", 9, 102);
  wait_for([&] { return std::ranges::count(factory.samples(characteristic), std::vector<double>{5, 6}) == 1; },
           "the second device fills its own subgroup");
  EXPECT_EQ(factory.mapping(characteristic).at("duplicates_dropped").as_int64(), 0);
}

TEST_F(Sparkplug, JsonPayloadsAreReadToo) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kNodeTopic, "Temp");
  play();
  say(node.nbirth({number("Temp", 1)}));
  edge->publish(
      {.topic = kNodeTopic, .payload = R"({"timestamp": 1770000000000, "metrics": [{"name": "Temp", "value": 3.5}]})"});
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{3.5}}));
}

TEST_F(Sparkplug, HostilePayloadsAreCountedAndHarmNobody) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kDeviceTopic, "Force");
  play();
  say(node.nbirth());
  say(node.dbirth("cell", {number("Force", 0)}));
  std::string recursive;
  for (int i = 0; i < 10'000; ++i) recursive += "\x92\x01\x7f";
  const std::string whole = node.ddata("cell", {number("Force", 9)}).bytes;
  node.set_seq(node.seq() == 0 ? 255 : node.seq() - 1);
  const std::vector<std::string> payloads = {"\xff\xff\xff\xff\xff", recursive, whole.substr(0, whole.size() - 3),
                                             std::string(2U << 20U, '\x12'), ""};
  for (const std::string& payload : payloads) edge->publish({.topic = kDeviceTopic, .payload = payload});
  say(node.ddata("cell", {number("Force", 1)}));
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1}}));
  EXPECT_GE(sparkplug().at("invalid_payloads").as_int64(), 4);
  EXPECT_FALSE(sparkplug().at("last_invalid").is_null());
}

TEST_F(Sparkplug, RetainedDataIsOfAnotherTime) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, kNodeTopic, "Temp");
  factory.server.stop();
  play();
  edge->publish(message(node.nbirth({number("Temp", 0)})), true);
  edge->publish(message(node.ndata({number("Temp", 1)})), true);
  MqttPublisher witness(factory.broker.port(), "witness");
  witness.publish("after", "the retained ones");
  witness.finish();
  factory.server.start();
  wait_for([&] { return sparkplug().at("ignored_retained").as_int64() == 2; }, "the retained messages are left out");
  say(node.nbirth({number("Temp", 0)}));
  say(node.ndata({number("Temp", 2)}));
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{2}}));
}

TEST_F(Sparkplug, AMappingThatNothingCanComeByIsRefused) {
  const auto characteristic = factory.new_characteristic();
  const auto refused_field = [&](const std::string& topic, const boost::json::value& metric) {
    const auto reply = require(factory.admin.post("/api/v1/tags/map", {{"characteristic_id", characteristic},
                                                                       {"mqtt_topic", topic},
                                                                       {"metric_name", metric},
                                                                       {"broker_id", broker}}),
                               422)
                           .json();
    return std::string(reply.at("detail").at(0).at("loc").at(1).as_string());
  };
  EXPECT_EQ(refused_field(kDeviceTopic, nullptr), "metric_name");
  EXPECT_EQ(refused_field("spBv1.0/plant/DCMD/press/cell", "Force"), "mqtt_topic");
  EXPECT_EQ(refused_field("spBv1.0/plant/DDATA/press", "Force"), "mqtt_topic");
  EXPECT_EQ(refused_field("spBv1.0/STATE/quality", "Force"), "mqtt_topic");
}

TEST_F(Sparkplug, PreviewShowsEachMetricByItsName) {
  play();
  std::jthread talking([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      say(node.nbirth({{.name = "Temp", .alias = 3, .datatype = DataType::int32, .value = std::int64_t{1}}}));
      say(node.ndata({connect::sparkplug::by_alias(3, std::uint64_t{0xFFFFFFFF})}));
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  const auto preview =
      require(factory.admin.post("/api/v1/tags/preview",
                                 {{"broker_id", broker}, {"topic", "spBv1.0/plant/+/press"}, {"duration_seconds", 1}}),
              200)
          .json();
  bool found = false;
  for (const auto& value : preview.at("values").as_array())
    found = found || (value.at("metric_name") == boost::json::value("Temp") && value.at("value").is_number() &&
                      value.at("value").to_number<double>() == -1 &&
                      value.at("raw_payload") == boost::json::value("Temp (Int32)"));
  EXPECT_TRUE(found) << preview;
}

TEST_F(Sparkplug, DiscoveryNamesTheMetricsOfATopic) {
  play();
  require(factory.admin.post(path("/api/v1/brokers/", broker, "/discover"), {}), 202);
  const auto metrics_seen = [&] {
    say(node.nbirth({number("Temp", 1)}));
    const auto topics =
        require(factory.admin.get(path("/api/v1/brokers/", broker, "/topics?search=NBIRTH")), 200).json();
    for (const auto& topic : topics.as_array())
      for (const auto& metric : topic.at("sparkplug_metrics").as_array())
        if (metric.at("name") == boost::json::value("Temp"))
          return metric.at("data_type") == boost::json::value("Double");
    return false;
  };
  wait_for(metrics_seen, "discovery shows the metric");
}

TEST_F(Sparkplug, TrialReadsOneMetricWithoutSavingTheMapping) {
  play();
  std::jthread talking([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      say(node.nbirth({number("Temp", 1), number("Other", 1)}));
      say(node.ndata({number("Temp", 21.5), number("Other", 3)}));
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  const auto trial =
      require(
          factory.admin.post(
              "/api/v1/tags/test",
              {{"broker_id", broker}, {"mqtt_topic", kNodeTopic}, {"metric_name", "Temp"}, {"duration_seconds", 1}}),
          200)
          .json();
  ASSERT_GT(trial.at("readable_count").as_int64(), 0) << trial;
  for (const auto& reading : trial.at("readings").as_array())
    EXPECT_EQ(reading.at("raw_payload"), boost::json::value("Temp (Double)"));
}

}  // namespace
}  // namespace openspc::test
