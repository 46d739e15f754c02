// What is said of the time of an OPC UA value.
#include <gtest/gtest.h>

#include "connect/opcua_sources.h"

namespace openspc::connect {
namespace {

const base::Timestamp noon = *base::parse_timestamp("2026-03-01T12:00:00Z");

Reading reading_at(std::optional<base::Timestamp> source, std::optional<base::Timestamp> server) {
  return std::get<Reading>(reading_of(
      OpcuaValue{.shown = 1.5, .number = 1.5, .type = "Double", .source_time = source, .server_time = server}));
}

TEST(OpcuaReadingTime, IsThatOfTheSource) {
  const Reading reading = reading_at(noon, noon + std::chrono::seconds(1));
  EXPECT_EQ(reading.timestamp, noon);
  EXPECT_EQ(reading.time_problem, std::nullopt);
}

TEST(OpcuaReadingTime, OfTheServerIsTold) {
  const Reading reading = reading_at(std::nullopt, noon);
  EXPECT_EQ(reading.timestamp, noon);
  EXPECT_EQ(reading.time_problem, "no source time: the server's counts");
}

TEST(OpcuaReadingTime, ThatIsMissingIsTold) {
  const Reading reading = reading_at(std::nullopt, std::nullopt);
  EXPECT_EQ(reading.timestamp, std::nullopt);
  EXPECT_EQ(reading.time_problem, "no time");
}

}  // namespace
}  // namespace openspc::connect
