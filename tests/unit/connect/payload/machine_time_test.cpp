// Which point in time a machine means.
#include "connect/payload/machine_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace openspc::connect::payload {
namespace {

using testing::HasSubstr;

std::optional<base::TimeZone> berlin() {
  return base::TimeZone::find("Europe/Berlin");
}

/// In ISO 8601, or "none: " and why.
std::string meant(std::string_view text, TimestampFormat format = TimestampFormat::iso,
                  std::optional<base::TimeZone> zone = std::nullopt) {
  const auto outcome = TimeReader(format, zone).read(text);
  if (const auto* time = std::get_if<base::Timestamp>(&outcome)) return base::to_iso8601(*time);
  return "none: " + std::get<TimeReader::NoTime>(outcome).reason;
}

TEST(MachineTime, OfANumberHasTheUnitOfItsSize) {
  for (const char* text : {"1770884130.25", "1770884130250", "1770884130250000", "1770884130250000000"})
    EXPECT_EQ(meant(text), "2026-02-12T08:15:30.250000Z") << text;
}

TEST(MachineTime, OfANumberIsTheSameByItsDigitsAndByItsDouble) {
  const std::int64_t nanoseconds = 1'770'884'130'250'000'000;
  EXPECT_EQ(time_since_1970(nanoseconds), time_since_1970(static_cast<double>(nanoseconds)));
  EXPECT_EQ(time_since_1970(std::int64_t{1'770'884'130'250'001'999}),
            base::parse_timestamp("2026-02-12T08:15:30.250001Z"));
}

TEST(MachineTime, OfANumberBeyondAllYearsIsNone) {
  EXPECT_EQ(time_since_1970(1e300), std::nullopt);
  EXPECT_EQ(time_since_1970(std::nan("")), std::nullopt);
}

TEST(MachineTime, HasTheZoneThatItNames) {
  EXPECT_EQ(meant("2026-05-01T12:00:00-03:00", TimestampFormat::iso, berlin()), "2026-05-01T15:00:00Z");
  EXPECT_EQ(meant("2026-05-01 12:00:00Z", TimestampFormat::iso, berlin()), "2026-05-01T12:00:00Z");
}

TEST(MachineTime, WithoutAZoneIsThatOfTheMapping) {
  EXPECT_EQ(meant("2026-05-01T12:00:00.5", TimestampFormat::iso, berlin()), "2026-05-01T10:00:00.500000Z");
  EXPECT_EQ(meant("2026-12-01T12:00:00", TimestampFormat::iso, berlin()), "2026-12-01T11:00:00Z");
  EXPECT_EQ(meant("2026-05-01T12:00:00"), "2026-05-01T12:00:00Z");
}

TEST(MachineTime, OfANumberKnowsNoZone) {
  EXPECT_EQ(meant("1770884130", TimestampFormat::iso, berlin()), "2026-02-12T08:15:30Z");
}

TEST(MachineTime, ThatComesTwiceOrNeverIsNone) {
  EXPECT_THAT(meant("2026-10-25T02:30:00", TimestampFormat::iso, berlin()), HasSubstr("comes twice"));
  EXPECT_THAT(meant("2026-03-29T02:30:00", TimestampFormat::iso, berlin()), HasSubstr("never comes"));
  EXPECT_EQ(meant("2026-10-25T02:30:00+01:00", TimestampFormat::iso, berlin()), "2026-10-25T01:30:00Z");
}

TEST(MachineTime, OfS7IsReadWithEveryFormat) {
  for (const auto format : {TimestampFormat::iso, TimestampFormat::day_first, TimestampFormat::month_first})
    EXPECT_EQ(meant("DT#2026-05-01-12:00:00", format), "2026-05-01T12:00:00Z");
  EXPECT_EQ(meant("DTL#2026-05-01-12:00:00.123456789", TimestampFormat::iso, berlin()), "2026-05-01T10:00:00.123456Z");
  EXPECT_EQ(meant("ldt#2026-05-01-12:00:00"), "2026-05-01T12:00:00Z");
}

TEST(MachineTime, HasTheDayFirstWhereThatIsChosen) {
  EXPECT_EQ(meant("01.05.2026 12:00:00", TimestampFormat::day_first, berlin()), "2026-05-01T10:00:00Z");
  EXPECT_EQ(meant("1.5.2026 8:05", TimestampFormat::day_first), "2026-05-01T08:05:00Z");
  EXPECT_EQ(meant("01/05/2026, 12:00:00.25", TimestampFormat::day_first), "2026-05-01T12:00:00.250000Z");
}

TEST(MachineTime, HasTheMonthFirstWhereThatIsChosen) {
  EXPECT_EQ(meant("05/01/2026 12:00:00 AM", TimestampFormat::month_first), "2026-05-01T00:00:00Z");
  EXPECT_EQ(meant("5/1/2026 12:15:00 pm", TimestampFormat::month_first), "2026-05-01T12:15:00Z");
  EXPECT_EQ(meant("05/01/2026 1:00 PM", TimestampFormat::month_first), "2026-05-01T13:00:00Z");
  EXPECT_EQ(meant("05/01/2026 13:00:00", TimestampFormat::month_first), "2026-05-01T13:00:00Z");
}

TEST(MachineTime, InTheOrderOfNoneThatIsChosenIsNone) {
  EXPECT_EQ(meant("05/13/2026 12:00:00", TimestampFormat::day_first), "none: ");
  EXPECT_EQ(meant("01.05.2026 12:00:00"), "none: ");
  EXPECT_EQ(meant("2026-05-01T12:00:00", TimestampFormat::day_first), "none: ");
}

TEST(MachineTime, ThatDoesNotExistIsNone) {
  for (const char* text : {"30.02.2026 12:00:00", "01.05.26 12:00:00", "01.05.2026 25:00:00", "01.05-2026",
                           "01.05.2026x", "01.05.2026 13:00 PM", "noon", "", "01.05.2026 0:00 AM"})
    EXPECT_EQ(meant(text, TimestampFormat::day_first), "none: ") << text;
}

}  // namespace
}  // namespace openspc::connect::payload
