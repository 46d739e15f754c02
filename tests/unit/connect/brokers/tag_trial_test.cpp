// What a trial says of messages before a mapping is saved. That intake says the same is tested with a broker, in
// tests/api/trial_test.cpp.
#include "connect/brokers/tag_trial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "unit/connect/sparkplug/script.h"

namespace openspc::connect::brokers {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const base::Timestamp kNoon = *base::parse_timestamp("2026-03-01T12:00:00Z");

mqtt::Message message(const std::string& topic, const std::string& payload, bool retained = false) {
  return {.topic = topic, .payload = payload, .retained = retained};
}

TagTrialRequest on_topic(const std::string& topic) {
  TagTrialRequest request;
  request.mqtt_topic = topic;
  return request;
}

TagTrialRequest timed_json() {
  TagTrialRequest request = on_topic("cell/+");
  request.payload_format = payload::PayloadFormat::json;
  request.value_path = "v";
  request.timestamp_path = "t";
  return request;
}

TrialGround for_characteristic(std::int64_t subgroup_size,
                               quality::judge::DataType type = quality::judge::DataType::variable) {
  TrialGround ground;
  ground.characteristic =
      quality::judge::Characteristic{.name = "Bore", .data_type = type, .subgroup_size = subgroup_size};
  return ground;
}

TagTrialReading only_reading(const TagTrialRequest& request, const mqtt::Message& said,
                             const TrialGround& ground = {}) {
  TagTrialRun run(request, ground);
  run.hear(said, kNoon);
  return run.result().readings.at(0);
}

TEST(Trial, ShowsTheValueScaled) {
  TagTrialRequest request = on_topic("line/temp");
  request.scale = 0.001;
  request.offset = -1;
  EXPECT_EQ(only_reading(request, message("line/temp", "20500")).value, 19.5);
}

TEST(Trial, SaysThatAScaledValueIsNoNumber) {
  TagTrialRequest request = on_topic("line/temp");
  request.scale = 1e300;
  EXPECT_THAT(only_reading(request, message("line/temp", "1e300")).problem.value_or(""),
              HasSubstr("not finite after scale"));
}

TEST(Trial, RefusesAScaleOfZero) {
  TagTrialRequest request = on_topic("line/temp");
  request.scale = 0;
  try {
    TagTrialRun run(request, {});
    FAIL();
  } catch (const base::Error& refusal) {
    EXPECT_EQ(refusal.fields().at(0).loc.at(1), "scale");
  }
}

TEST(Trial, TakesAnArrayForASubgroupOfItsOwnSize) {
  TagTrialRequest request = timed_json();
  request.array_values = payload::ArrayUse::subgroup;
  TagTrialRun run(request, for_characteristic(3));
  run.hear(message("cell/1", R"({"v": [1, 2, 3], "t": "2026-03-01T11:00:00Z"})"), kNoon);
  run.hear(message("cell/1", R"({"v": [1, 2, 4], "t": "2026-03-01T11:00:00Z"})"), kNoon);
  run.hear(message("cell/1", R"({"v": [1, 2, 3], "t": "2026-03-01T11:00:00Z"})"), kNoon);
  const TagTrial trial = run.result();
  ASSERT_THAT(trial.samples, SizeIs(2));
  EXPECT_THAT(trial.samples[0].values, ElementsAre(1, 2, 3));
  EXPECT_THAT(trial.samples[1].values, ElementsAre(1, 2, 4));
  EXPECT_THAT(trial.readings.at(2).problem.value_or(""), HasSubstr("came before"));
}

TEST(Trial, TakesEachOfAnArrayOfCountsForASample) {
  TagTrialRequest request = timed_json();
  request.array_values = payload::ArrayUse::subgroup;
  TagTrialRun run(request, for_characteristic(50, quality::judge::DataType::np));
  run.hear(message("cell/1", R"({"v": [1, 2], "t": "2026-03-01T11:00:00Z"})"), kNoon);
  EXPECT_THAT(run.result().samples, SizeIs(2));
}

TEST(Trial, RefusesADeadBandWithAnArrayThatIsASubgroup) {
  TagTrialRequest request = timed_json();
  request.array_values = payload::ArrayUse::subgroup;
  request.dead_band = 1;
  try {
    TagTrialRun run(request, {});
    FAIL();
  } catch (const base::Error& refusal) {
    EXPECT_EQ(refusal.fields().at(0).loc.at(1), "dead_band");
  }
}

TagTrial ten_equal_parts(const TagTrialRequest& request) {
  TagTrialRun run(request, {});
  for (int i = 0; i < 10; ++i)
    run.hear(message("cell/1", R"({"v": 1, "t": "2026-03-01T11:00:00Z", "n": )" + std::to_string(i) + "}"), kNoon);
  return run.result();
}

TEST(Trial, WarnsThatEqualPartsOfOneSecondAreTakenForRepetitions) {
  const TagTrial trial = ten_equal_parts(timed_json());
  EXPECT_EQ(trial.readable_count, 1);
  EXPECT_THAT(trial.identity_problem.value_or(""), HasSubstr("9 taken for what was sent again"));
}

TEST(Trial, TellsEqualPartsApartByTheirSequence) {
  TagTrialRequest request = timed_json();
  request.sequence_path = "n";
  const TagTrial trial = ten_equal_parts(request);
  EXPECT_EQ(trial.readable_count, 10);
  EXPECT_EQ(trial.identity_problem, std::nullopt);
}

TEST(Trial, TakesEveryMessageWhenThatIsAskedFor) {
  TagTrialRequest request = timed_json();
  request.every_message_counts = true;
  EXPECT_EQ(ten_equal_parts(request).readable_count, 10);
}

TEST(Trial, WarnsOfNoRepetitionThatIsSure) {
  TagTrialRun run(timed_json(), {});
  for (int i = 0; i < 2; ++i) run.hear(message("cell/1", R"({"v": 1, "t": "2026-03-01T11:00:00.125Z"})"), kNoon);
  EXPECT_EQ(run.result().identity_problem, std::nullopt);
}

TEST(Trial, RefusesASequenceWithoutATime) {
  TagTrialRequest request = timed_json();
  request.timestamp_path.reset();
  request.sequence_path = "n";
  try {
    TagTrialRun run(request, {});
    FAIL();
  } catch (const base::Error& refusal) {
    EXPECT_EQ(refusal.fields().at(0).loc.at(1), "sequence_path");
  }
}

TEST(Trial, ReadsADecimalCommaWhenThatIsAskedFor) {
  TagTrialRequest request = on_topic("line/temp");
  request.decimal_comma = true;
  EXPECT_EQ(only_reading(request, message("line/temp", "20,5")).value, 20.5);
}

TEST(Trial, TakesNoRetainedMessage) {
  const auto reading = only_reading(on_topic("line/temp"), message("line/temp", "20", true));
  EXPECT_EQ(reading.value, std::nullopt);
  EXPECT_THAT(reading.problem.value_or(""), HasSubstr("retained"));
}

TEST(Trial, SaysThatATimeAheadIsNotBelieved) {
  const auto reading = only_reading(timed_json(), message("cell/1", R"({"v": 1, "t": "2026-03-01T14:00:00Z"})"));
  EXPECT_EQ(reading.value, 1);
  EXPECT_EQ(reading.timestamp, std::nullopt);
  EXPECT_THAT(reading.time_problem.value_or(""), HasSubstr("2 h ahead"));
}

TEST(Trial, ReadsLocalTimesOfTheMappingsZone) {
  TagTrialRequest request = timed_json();
  request.timestamp_format = payload::TimestampFormat::day_first;
  request.time_zone = "Europe/Berlin";
  const auto reading = only_reading(request, message("cell/1", R"({"v": 1, "t": "01.03.2026 12:30:00"})"));
  EXPECT_EQ(reading.timestamp, base::parse_timestamp("2026-03-01T11:30:00Z"));
}

TEST(Trial, ReadsLocalTimesOfTheBrokersZoneWhereTheMappingNamesNone) {
  TagTrialRequest request = timed_json();
  const TrialGround ground{.time_zone = "Europe/Berlin"};
  const mqtt::Message said = message("cell/1", R"({"v": 1, "t": "2026-03-01T12:30:00"})");
  EXPECT_EQ(only_reading(request, said, ground).timestamp, base::parse_timestamp("2026-03-01T11:30:00Z"));
  request.time_zone = "Asia/Tokyo";
  EXPECT_EQ(only_reading(request, said, ground).timestamp, base::parse_timestamp("2026-03-01T03:30:00Z"));
}

TEST(Trial, SaysWhyALocalTimeIsNotBelieved) {
  TagTrialRequest request = timed_json();
  request.time_zone = "Europe/Berlin";
  const auto reading = only_reading(request, message("cell/1", R"({"v": 1, "t": "2025-10-26T02:30:00"})"));
  EXPECT_EQ(reading.timestamp, std::nullopt);
  EXPECT_THAT(reading.time_problem.value_or(""), HasSubstr("comes twice"));
}

TEST(Trial, RefusesATimeZoneThatNobodyKnows) {
  TagTrialRequest request = timed_json();
  request.time_zone = "Mars/Base";
  try {
    TagTrialRun run(request, {});
    FAIL();
  } catch (const base::Error& refusal) {
    EXPECT_EQ(refusal.fields().at(0).loc.at(1), "time_zone");
  }
}

TEST(Trial, SaysThatAClockIsSteadilyOff) {
  TagTrialRun run(timed_json(), {});
  for (int i = 0; i < 5; ++i) {
    const auto now = kNoon + i * 3s;
    run.hear(message("cell/7", R"({"v": 1, "t": ")" + base::to_iso8601(now - 3h) + "\"}"), now);
  }
  EXPECT_THAT(run.result().clock_problem.value_or(""), HasSubstr("cell/7: its machine's clock is 3 h behind"));
}

TEST(Trial, SaysThatThePathOfTheTimeLeadsNowhere) {
  EXPECT_THAT(only_reading(timed_json(), message("cell/1", R"({"v": 1, "ts": 5})")).time_problem.value_or(""),
              HasSubstr("no time at 't'"));
  EXPECT_THAT(only_reading(timed_json(), message("cell/1", R"({"v": 1, "t": "noon"})")).time_problem.value_or(""),
              HasSubstr("no time: \"noon\""));
}

TEST(Trial, ShowsTheSamplesThatWouldBeStored) {
  TagTrialRun run(on_topic("line/+"), for_characteristic(2));
  for (const char* value : {"1", "2", "3"}) {
    run.hear(message("line/1", value), kNoon);
    run.hear(message("line/2", std::string(value) + "0"), kNoon);
  }
  const TagTrial trial = run.result();
  ASSERT_THAT(trial.samples, SizeIs(2));
  EXPECT_EQ(trial.samples[0].source, "line/1");
  EXPECT_THAT(trial.samples[0].values, ElementsAre(1, 2));
  EXPECT_THAT(trial.samples[1].values, ElementsAre(10, 20));
  EXPECT_EQ(trial.samples[0].timestamp, kNoon);
  EXPECT_EQ(trial.pending_values, 2);
}

TEST(Trial, MixesSourcesWhenThatIsAskedFor) {
  TagTrialRequest request = on_topic("line/+");
  request.subgroup_across_sources = true;
  TagTrialRun run(request, for_characteristic(2));
  run.hear(message("line/1", "1"), kNoon);
  run.hear(message("line/2", "2"), kNoon);
  ASSERT_THAT(run.result().samples, SizeIs(1));
  EXPECT_THAT(run.result().samples[0].values, ElementsAre(1, 2));
}

TEST(Trial, SaysWhyTheCharacteristicWouldRefuseASample) {
  TagTrialRun run(on_topic("defects"), for_characteristic(50, quality::judge::DataType::np));
  run.hear(message("defects", "2.5"), kNoon);
  ASSERT_THAT(run.result().samples, SizeIs(1));
  EXPECT_THAT(run.result().samples[0].problem.value_or(""), HasSubstr("whole number"));
  EXPECT_EQ(run.result().sample_count, 0);
}

TEST(Trial, KnowsWhatComesAgain) {
  TagTrialRun run(timed_json(), {});
  const std::string measured = R"({"v": 1, "t": "2026-03-01T11:00:00Z"})";
  for (const char* machine : {"cell/1", "cell/2", "cell/1"}) run.hear(message(machine, measured), kNoon);
  EXPECT_EQ(run.result().readable_count, 2);
  EXPECT_THAT(run.result().readings.at(2).problem.value_or(""), HasSubstr("came before"));
}

TEST(Trial, ClosesSubgroupsByTheTimeout) {
  TagTrialRequest request = on_topic("oven");
  request.trigger_strategy = source::TriggerStrategy::on_timer;
  request.timeout_seconds = 1;
  TagTrialRun run(request, for_characteristic(5));
  run.hear(message("oven", "1"), kNoon);
  run.pass(kNoon + 500ms);
  EXPECT_THAT(run.result().samples, IsEmpty());
  run.pass(kNoon + 1s);
  EXPECT_THAT(run.result().samples, SizeIs(1));
}

TEST(Trial, OfASharedSubscriptionListensWithoutTakingFromOthers) {
  TagTrialRun run(on_topic("$share/spc/line/temp"), {});
  ASSERT_THAT(run.subscriptions(), SizeIs(1));
  EXPECT_EQ(run.subscriptions()[0].filter, "line/temp");
  run.hear(message("line/temp", "20"), kNoon);
  EXPECT_EQ(run.result().readable_count, 1);
}

TEST(Trial, RefusesWhatCannotBeSaved) {
  for (const char* topic :
       {"a/#/b", "$share/spc", "$share//a", "$share/+/a", "$queue/a", "$share/g/spBv1.0/G/DDATA/N/D"})
    EXPECT_THROW(TagTrialRun(on_topic(topic), {}), base::Error) << topic;
}

TagTrialRequest force_of_cell() {
  TagTrialRequest request = on_topic("spBv1.0/plant/DDATA/press/cell");
  request.metric_name = "Force";
  return request;
}

struct SparkplugTrial {
  explicit SparkplugTrial(TrialGround ground = {}) : run(force_of_cell(), std::move(ground)) {}

  TagTrialReading hear(const sparkplug::ScriptedMessage& said, bool retained = false) {
    run.hear(message(said.topic, said.bytes, retained), kNoon);
    return run.result().readings.back();
  }

  sparkplug::ScriptedEdgeNode edge;
  TagTrialRun run;
};

sparkplug::Metric force(double value) {
  return {.name = "Force", .alias = 7, .datatype = sparkplug::DataType::float64, .value = value};
}

TEST(TrialOfSparkplug, TakesDataAndNoBirths) {
  SparkplugTrial trial;
  EXPECT_THAT(trial.hear(trial.edge.dbirth("cell", {force(1)})).problem.value_or(""), HasSubstr("of a birth"));
  EXPECT_EQ(trial.hear(trial.edge.ddata("cell", {sparkplug::by_alias(7, 2.0)})).value, 2);
  EXPECT_EQ(trial.run.result().readable_count, 1);
}

TEST(TrialOfSparkplug, SaysThatDataBeforeTheBirthDoNotCount) {
  SparkplugTrial trial;
  const auto reading = trial.hear(trial.edge.ddata("cell", {force(2)}));
  EXPECT_EQ(reading.value, std::nullopt);
  EXPECT_THAT(reading.problem.value_or(""), HasSubstr("no birth of plant/press/cell"));
}

TEST(TrialOfSparkplug, KnowsTheBirthsThatTheServerHeard) {
  TrialGround ground;
  ground.births = [](const sparkplug::Peer&) {
    return std::vector<sparkplug::MetricStatus>{
        {.name = "Force", .datatype = sparkplug::DataType::float64, .alias = 7}};
  };
  SparkplugTrial trial(std::move(ground));
  EXPECT_EQ(trial.hear(trial.edge.ddata("cell", {sparkplug::by_alias(7, 2.5)})).value, 2.5);
}

TEST(TrialOfSparkplug, TakesNoRetainedMessage) {
  SparkplugTrial trial;
  trial.hear(trial.edge.dbirth("cell", {force(1)}));
  EXPECT_THAT(trial.hear(trial.edge.ddata("cell", {force(2)}), true).problem.value_or(""), HasSubstr("retained"));
}

TEST(TrialOfSparkplug, JudgesQuality) {
  SparkplugTrial trial;
  trial.hear(trial.edge.dbirth("cell", {force(1)}));
  sparkplug::Metric metric = force(2);
  metric.quality = 512;
  EXPECT_THAT(trial.hear(trial.edge.ddata("cell", {metric})).problem.value_or(""), HasSubstr("quality 512 (bad)"));
  metric.quality = 1'073'742'080;
  const auto reading = trial.hear(trial.edge.ddata("cell", {metric}));
  EXPECT_EQ(reading.value, 2);
  EXPECT_TRUE(reading.is_uncertain);
}

}  // namespace
}  // namespace openspc::connect::brokers
