// What an OPC UA value is worth as a measurement, and what is said of its time.
#include <gtest/gtest.h>

#include "connect/opcua/sources.h"

namespace openspc::connect::opcua {
namespace {

const base::Timestamp kNoon = *base::parse_timestamp("2026-03-01T12:00:00Z");

payload::Reading reading_at(std::optional<base::Timestamp> source, std::optional<base::Timestamp> server) {
  return std::get<payload::Reading>(reading_of(
      {}, Value{.shown = 1.5, .number = 1.5, .type = "Double", .source_time = source, .server_time = server}));
}

TEST(OpcuaReadingTime, IsThatOfTheSource) {
  const payload::Reading reading = reading_at(kNoon, kNoon + std::chrono::seconds(1));
  EXPECT_EQ(reading.timestamp, kNoon);
  EXPECT_EQ(reading.time_problem, std::nullopt);
}

TEST(OpcuaReadingTime, OfTheServerIsTold) {
  const payload::Reading reading = reading_at(std::nullopt, kNoon);
  EXPECT_EQ(reading.timestamp, kNoon);
  EXPECT_EQ(reading.time_problem, "no source time: the server's counts");
}

TEST(OpcuaReadingTime, ThatIsMissingIsTold) {
  const payload::Reading reading = reading_at(std::nullopt, std::nullopt);
  EXPECT_EQ(reading.timestamp, std::nullopt);
  EXPECT_EQ(reading.time_problem, "no time");
}

Value text_value(const std::string& text) {
  return {.shown = boost::json::string(text), .text = text, .type = "String"};
}

TEST(OpcuaReading, OfATextIsTheNumberThatItHolds) {
  EXPECT_EQ(std::get<payload::Reading>(reading_of({}, text_value("12.5"))).value, 12.5);
  EXPECT_EQ(std::get<payload::Unreadable>(reading_of({}, text_value("hot"))).reason, "no number: 'hot'");
}

TEST(OpcuaReading, OfATextHasADecimalCommaWhereTheMappingSaysSo) {
  source::ValueRule comma;
  comma.decimal_comma = true;
  EXPECT_EQ(std::get<payload::Reading>(reading_of(comma, text_value("12,5"))).value, 12.5);
  EXPECT_TRUE(std::holds_alternative<payload::Unreadable>(reading_of({}, text_value("12,5"))));
}

TEST(OpcuaReading, IsScaled) {
  source::ValueRule rule;
  rule.scale = 0.5;
  rule.offset = 1;
  const Value value{.shown = 3.0, .number = 3.0, .type = "Double", .source_time = kNoon};
  EXPECT_EQ(std::get<payload::Reading>(reading_of(rule, value)).value, 2.5);
}

TEST(OpcuaReading, IsTheDoubleNearestToTheScaledNumber) {
  source::ValueRule rule;
  rule.scale = 0.001;
  rule.offset = 2;
  const Value value{.shown = 1500.5, .number = 1500.5, .type = "Double", .source_time = kNoon};
  EXPECT_EQ(std::get<payload::Reading>(reading_of(rule, value)).value, 3.5005);
}

TEST(OpcuaReading, OfAnArrayIsWhatTheMappingSays) {
  Value value{.shown = "{1,2}", .numbers = std::vector{1.0, 2.0}, .type = "Double[]"};
  EXPECT_TRUE(std::holds_alternative<payload::Unreadable>(reading_of({}, value)));
  source::ValueRule rule;
  rule.array_values = payload::ArrayUse::element;
  rule.array_index = 1;
  EXPECT_EQ(std::get<payload::Reading>(reading_of(rule, value)).value, 2);
  rule.array_values = payload::ArrayUse::subgroup;
  rule.scale = 10;
  EXPECT_EQ(std::get<payload::Reading>(reading_of(rule, value)).subgroup, (std::vector{10.0, 20.0}));
}

TEST(OpcuaMonitor, HasTheDeadBandInTheNumbersOfTheServer) {
  Rule rule;
  rule.dead_band = 0.2;
  rule.scale = -0.5;
  EXPECT_EQ(monitor_of(rule, OpcuaServer{}, 1).dead_band, 0.4);
}

}  // namespace
}  // namespace openspc::connect::opcua
