#include "base/time_zone.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openspc::base {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

Timestamp utc(std::string_view text) {
  return parse_timestamp(text).value();
}
LocalTime local(year_month_day day, minutes time) {
  return LocalTime(local_days(day).time_since_epoch() + time);
}
TimeZone zone(std::string_view name) {
  return TimeZone::find(name).value();
}

TEST(TimeZone, IsFoundByItsName) {
  EXPECT_TRUE(TimeZone::find("Europe/Berlin"));
  EXPECT_TRUE(TimeZone::find("UTC"));
}

TEST(TimeZone, NameThatIsNoneIsNotFound) {
  for (const char* name : {"", "Europe/Atlantis", "../../etc/passwd", "/etc/passwd"})
    EXPECT_FALSE(TimeZone::find(name));
}

TEST(TimeZone, SummerIsAnHourAheadOfWinter) {
  const auto berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.to_local(utc("2026-01-15T12:00:00Z")), local(2026y / 1 / 15, 13h));
  EXPECT_EQ(berlin.to_local(utc("2026-07-15T12:00:00Z")), local(2026y / 7 / 15, 14h));
  EXPECT_EQ(berlin.to_utc(local(2026y / 7 / 15, 14h)), utc("2026-07-15T12:00:00Z"));
}

TEST(TimeZone, TimeThatIsLeftOutIsTheInstantOfTheChange) {
  EXPECT_EQ(zone("Europe/Berlin").to_utc(local(2026y / 3 / 29, 2h + 30min)), utc("2026-03-29T01:00:00Z"));
}

TEST(TimeZone, TimeThatComesTwiceIsTheFirstOfBoth) {
  EXPECT_EQ(zone("America/New_York").to_utc(local(2026y / 11 / 1, 1h + 30min)), utc("2026-11-01T05:30:00Z"));
}

TEST(TimeZone, SaysHowOftenALocalTimeComes) {
  const auto berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.occurrence_of(local(2026y / 3 / 29, 2h + 30min)), TimeZone::Occurrence::never);
  EXPECT_EQ(berlin.occurrence_of(local(2026y / 3 / 29, 3h)), TimeZone::Occurrence::once);
  EXPECT_EQ(berlin.occurrence_of(local(2026y / 10 / 25, 2h + 30min)), TimeZone::Occurrence::twice);
  EXPECT_EQ(berlin.occurrence_of(local(2026y / 10 / 25, 3h)), TimeZone::Occurrence::once);
}

TEST(TimeZone, HalvesAndQuartersOfHoursCount) {
  EXPECT_EQ(zone("Asia/Kathmandu").to_local(utc("2026-01-01T00:00:00Z")), local(2026y / 1 / 1, 5h + 45min));
}

}  // namespace
}  // namespace openspc::base
