// A trial and intake hear the same messages: what the trial says would be stored is what is stored.
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "support/server/factory.h"

namespace openspc::test {
namespace {

using Samples = std::vector<std::vector<double>>;

struct Said {
  std::string topic, payload;
};

class TrialAndIntake : public testing::Test {
 protected:
  void SetUp() override {
    broker = factory.connect();
    publisher = std::make_unique<MqttPublisher>(factory.broker.port());
  }

  struct Heard {
    std::int64_t characteristic = 0;
    boost::json::value trial;
  };
  /// Maps a new characteristic, tries the same rule meanwhile, and publishes into both; again, when the trial began to
  /// listen too late. `expected` messages are heard.
  Heard hear(const boost::json::object& members, const std::string& topic, const boost::json::object& rule,
             const std::vector<Said>& said, std::size_t expected) {
    for (int attempt = 0; attempt < 10; ++attempt) {
      const auto characteristic = factory.new_characteristic(members);
      factory.map(broker, characteristic, topic, rule);
      auto trial = std::async(std::launch::async, [&] { return try_rule(characteristic, topic, rule); });
      std::this_thread::sleep_for(std::chrono::seconds(1 + attempt));
      for (const Said& message : said) publisher->publish(message.topic, message.payload);
      publisher->finish();
      auto heard = trial.get();
      if (heard.at("message_count").as_int64() == static_cast<std::int64_t>(expected))
        return {characteristic, std::move(heard)};
    }
    throw std::runtime_error("the trial did not hear what was said");
  }
  boost::json::value try_rule(std::int64_t characteristic, const std::string& topic, const boost::json::object& rule) {
    boost::json::object body{
        {"broker_id", broker}, {"mqtt_topic", topic}, {"characteristic_id", characteristic}, {"duration_seconds", 4}};
    for (const auto& member : rule) body[member.key()] = member.value();
    HttpClient admin(factory.server.port());
    admin.token = factory.admin.token;
    return require(admin.post("/api/v1/tags/test", body), 200).json();
  }
  static Samples samples_of(const boost::json::value& trial) {
    Samples samples;
    for (const auto& sample : trial.at("samples").as_array()) {
      if (!sample.at("problem").is_null()) continue;
      auto& values = samples.emplace_back();
      for (const auto& value : sample.at("values").as_array()) values.push_back(value.to_number<double>());
    }
    return samples;
  }

  Factory factory;
  std::int64_t broker = 0;
  std::unique_ptr<MqttPublisher> publisher;
};

TEST_F(TrialAndIntake, AgreeOnEqualPartsOfOneSecond) {
  const boost::json::object by_sequence{
      {"payload_format", "json"}, {"value_path", "v"}, {"timestamp_path", "t"}, {"sequence_path", "n"}};
  const auto [characteristic, trial] = hear({{"subgroup_size", 1}}, "press", by_sequence,
                                            {{"press", R"({"v":1,"t":"2026-05-01T12:00:00Z","n":1})"},
                                             {"press", R"({"v":1,"t":"2026-05-01T12:00:00Z","n":2})"},
                                             {"press", R"({"v":1,"t":"2026-05-01T12:00:00Z","n":2})"}},
                                            3);
  factory.wait_counted(characteristic, 2);
  EXPECT_EQ(samples_of(trial), factory.samples(characteristic));
  EXPECT_EQ(factory.mapping(characteristic).at("duplicates_dropped").as_int64(), 1);
}

TEST_F(TrialAndIntake, AgreeOnArrays) {
  const auto [characteristic, trial] = hear(
      {{"subgroup_size", 3}}, "gauge", {{"payload_format", "json"}, {"value_path", "v"}, {"array_values", "subgroup"}},
      {{"gauge", R"({"v":[1,2,3]})"}, {"gauge", R"({"v":[4,"x",6]})"}, {"gauge", R"({"v":[7,8,9]})"}}, 3);
  factory.wait_samples(characteristic, 2);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1, 2, 3}, {7, 8, 9}}));
  EXPECT_EQ(samples_of(trial), factory.samples(characteristic));
}

TEST_F(TrialAndIntake, AgreeOnScaledNumbersWithADecimalComma) {
  const auto [characteristic, trial] =
      hear({{"subgroup_size", 1}}, "gauge", {{"decimal_comma", true}, {"scale", 0.001}, {"offset", 2}},
           {{"gauge", "1500,5"}, {"gauge", "1500.5"}, {"gauge", "-500"}}, 3);
  factory.wait_samples(characteristic, 2);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{3.5005}, {1.5}}));
  EXPECT_EQ(samples_of(trial), factory.samples(characteristic));
}

TEST_F(TrialAndIntake, AgreeOnNumbersOfSeveralMachines) {
  const auto [characteristic, trial] = hear(
      {{"subgroup_size", 2}}, "line/+", {},
      {{"line/1", "1"}, {"line/2", "10"}, {"line/1", "hot"}, {"line/1", "2"}, {"line/2", "20"}, {"line/3", "5"}}, 6);
  factory.wait_counted(characteristic, 2);
  EXPECT_EQ(samples_of(trial), factory.samples(characteristic));
  const auto mapping = factory.mapping(characteristic);
  EXPECT_EQ(trial.at("pending_values"), mapping.at("pending_values"));
  EXPECT_EQ(trial.at("message_count").as_int64() - trial.at("readable_count").as_int64(),
            mapping.at("rejected_count").as_int64());
}

TEST_F(TrialAndIntake, AgreeOnASharedSubscriptionAndTheTrialTakesNothingFromIt) {
  const auto [characteristic, trial] =
      hear({}, "$share/spc/line/temp", {}, {{"line/temp", "1"}, {"line/temp", "2"}, {"line/temp", "3"}}, 3);
  factory.wait_samples(characteristic, 3);
  EXPECT_EQ(samples_of(trial), (Samples{{1}, {2}, {3}}));
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1}, {2}, {3}}));
}

TEST_F(TrialAndIntake, AgreeOnTimes) {
  const auto [characteristic, trial] =
      hear({}, "cell/+", {{"payload_format", "json"}, {"value_path", "v"}, {"timestamp_path", "t"}},
           {{"cell/1", R"({"v": 1, "t": "2026-03-01T08:00:00Z"})"},
            {"cell/2", R"({"v": 1, "t": "2026-03-01T08:00:00Z"})"},
            {"cell/1", R"({"v": 1, "t": "2026-03-01T08:00:00Z"})"},
            {"cell/1", R"({"v": 2, "t": "2100-01-01T00:00:00Z"})"},
            {"cell/1", R"({"v": 3, "wrong": "2026-03-01T08:00:00Z"})"}},
           5);
  factory.wait_counted(characteristic, 4);
  const auto mapping = factory.mapping(characteristic);
  EXPECT_EQ(trial.at("sample_count").as_int64(), 4);
  EXPECT_EQ(trial.at("time_fallback_count"), mapping.at("time_fallback_count"));
  EXPECT_EQ(mapping.at("duplicates_dropped").as_int64(), 1);
  std::int64_t then = 0;
  for (const auto& sample : trial.at("samples").as_array())
    if (sample.at("timestamp") == boost::json::value("2026-03-01T08:00:00Z")) ++then;
  EXPECT_EQ(then, 2);
  StoredData file = factory.server.stored();
  EXPECT_EQ(file.number("SELECT COUNT(*) FROM sample WHERE timestamp = '2026-03-01 08:00:00.000000' AND char_id = " +
                        std::to_string(characteristic)),
            2);
}

TEST_F(TrialAndIntake, AgreeOnLocalTimesOfTheBrokersZone) {
  require(factory.admin.patch(path("/api/v1/brokers/", broker), {{"time_zone", "Asia/Kolkata"}}), 200);
  wait_for([&] { return factory.status(broker).at("is_connected").as_bool(); }, "the broker is connected again");
  const auto [characteristic, trial] =
      hear({}, "cell", {{"payload_format", "json"}, {"value_path", "v"}, {"timestamp_path", "t"}},
           {{"cell", R"({"v": 1, "t": "2026-03-01T13:30:00"})"}}, 1);
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(trial.at("samples").at(0).at("timestamp"), boost::json::value("2026-03-01T08:00:00Z"));
  StoredData file = factory.server.stored();
  EXPECT_EQ(file.number("SELECT COUNT(*) FROM sample WHERE timestamp = '2026-03-01 08:00:00.000000' AND char_id = " +
                        std::to_string(characteristic)),
            1);
}

TEST_F(TrialAndIntake, TakeNoRetainedMessage) {
  publisher->publish("line/temp", "99", 1, true);
  publisher->finish();
  const auto [characteristic, trial] = hear({}, "line/temp", {}, {{"line/temp", "20"}}, 2);
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(samples_of(trial), (Samples{{20}}));
  EXPECT_EQ(factory.samples(characteristic), (Samples{{20}}));
  EXPECT_THAT(std::string(trial.at("readings").at(0).at("problem").as_string()), testing::HasSubstr("retained"));
}

TEST_F(TrialAndIntake, AgreeOnWhatTheCharacteristicRefuses) {
  const auto [characteristic, trial] = hear({{"data_type", "np"}, {"subgroup_size", 50}}, "defects", {},
                                            {{"defects", "2.5"}, {"defects", "3"}, {"defects", "51"}}, 3);
  factory.wait_samples(characteristic, 1);
  EXPECT_EQ(trial.at("sample_count").as_int64(), 1);
  wait_for([&, id = characteristic] { return factory.mapping(id).at("rejected_count").as_int64() == 2; },
           "two are refused");
}

}  // namespace
}  // namespace openspc::test
