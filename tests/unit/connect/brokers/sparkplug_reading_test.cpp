// What the quality of a Sparkplug metric makes of its value. The table is that of docs/mqtt.md.
#include "connect/brokers/sparkplug_reading.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "connect/sparkplug/payload.h"

namespace openspc::connect::brokers {
namespace {

using enum SparkplugQuality;

class Quality : public testing::TestWithParam<std::pair<std::int32_t, SparkplugQuality>> {};

TEST_P(Quality, IsJudgedAsTheTableSays) {
  EXPECT_EQ(sparkplug_quality(GetParam().first), GetParam().second);
}

auto all(SparkplugQuality quality, const std::vector<std::int32_t>& codes) {
  std::vector<std::pair<std::int32_t, SparkplugQuality>> pairs;
  for (const std::int32_t code : codes) pairs.emplace_back(code, quality);
  return testing::ValuesIn(pairs);
}

INSTANTIATE_TEST_SUITE_P(Good, Quality, all(good, {192, 193, 200, 203, 216, 255}));
INSTANTIATE_TEST_SUITE_P(UncertainOfIgnition, Quality,
                         all(uncertain, {1'073'741'824, 1'073'742'080, 1'073'742'085, 2'147'483'647}));
INSTANTIATE_TEST_SUITE_P(Stale, Quality, all(stale, {500, -2'147'483'132}));
INSTANTIATE_TEST_SUITE_P(Bad, Quality, all(bad, {0, 1, 2, 63}));
INSTANTIATE_TEST_SUITE_P(BadOfIgnition, Quality, all(bad, {-2'147'483'136, -2'147'483'133, -1'073'741'056, -1}));
INSTANTIATE_TEST_SUITE_P(WhatNobodyVouchesFor, Quality,
                         all(bad,
                             {64, 127, 191, 256, 257, 499, 501, 512, 515, 600, 768, 1'024, 65'535, 1'073'741'823}));

TEST(SparkplugReading, OfUncertainQualityIsMarked) {
  const auto outcome = sparkplug_reading(1.5, sparkplug::DataType::float64, 1'073'742'081);
  ASSERT_TRUE(std::holds_alternative<payload::Reading>(outcome));
  EXPECT_TRUE(std::get<payload::Reading>(outcome).is_uncertain);
}

TEST(SparkplugReading, OfGoodOrUnsaidQualityIsNotMarked) {
  for (const std::optional<std::int32_t> quality : {std::optional<std::int32_t>(192), std::optional<std::int32_t>()})
    EXPECT_FALSE(
        std::get<payload::Reading>(sparkplug_reading(1.5, sparkplug::DataType::float64, quality)).is_uncertain);
}

TEST(SparkplugReading, NamesTheCodeThatIsBad) {
  const auto outcome = sparkplug_reading(1.5, sparkplug::DataType::float64, 515);
  ASSERT_TRUE(std::holds_alternative<payload::Unreadable>(outcome));
  EXPECT_EQ(std::get<payload::Unreadable>(outcome).reason, "quality 515 (bad)");
}

std::optional<std::int32_t> quality_in(const std::string& properties) {
  const auto payload = sparkplug::decode_sparkplug_json(
      R"({"timestamp": 1, "metrics": [{"name": "a", "value": 1, "properties": )" + properties + "}]}");
  return std::get<sparkplug::Payload>(payload).metrics.at(0).quality;
}

TEST(SparkplugJsonQuality, IsReadAsANumberOrAsAProperty) {
  EXPECT_EQ(quality_in(R"({"Quality": 0})"), 0);
  EXPECT_EQ(quality_in(R"({"Quality": {"type": "Int32", "value": 1073742080}})"), 1'073'742'080);
  EXPECT_EQ(quality_in(R"({"Unit": {"type": "String", "value": "mm"}})"), std::nullopt);
}

TEST(SparkplugJsonQuality, ThatCannotBeReadIsBad) {
  const auto quality = quality_in(R"({"Quality": "fair"})");
  ASSERT_TRUE(quality.has_value());
  EXPECT_EQ(sparkplug_quality(*quality), bad);
}

TEST(SparkplugReading, OfAnArrayIsWhatTheMappingSays) {
  const sparkplug::Value array = std::vector<float>{1.5F, 2.5F};
  const auto read = [&](const payload::NumberRule& rule) {
    return sparkplug_reading(array, sparkplug::DataType::float_array, std::nullopt, rule);
  };
  EXPECT_TRUE(std::holds_alternative<payload::Unreadable>(read({})));
  EXPECT_EQ(std::get<payload::Reading>(read({.arrays = payload::ArrayUse::element, .element = 1})).value, 2.5);
  EXPECT_EQ(std::get<payload::Reading>(read({.arrays = payload::ArrayUse::subgroup})).subgroup,
            (std::vector{1.5, 2.5}));
}

}  // namespace
}  // namespace openspc::connect::brokers
