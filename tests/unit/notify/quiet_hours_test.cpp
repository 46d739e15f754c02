#include "notify/rule/quiet_hours.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openspc::notify {
namespace {

using testing::Eq;
using testing::Optional;

base::Timestamp utc(std::string_view text) {
  return base::parse_timestamp(text).value();
}

const std::vector<std::int64_t> kEveryDay{1, 2, 3, 4, 5, 6, 7};

QuietHours hours(std::vector<QuietWindow> windows, std::string zone = "UTC") {
  return {.time_zone = std::move(zone), .windows = std::move(windows)};
}

TEST(QuietHours, HoldFromTheirBeginningUpToTheirEnd) {
  const auto noon = hours({{kEveryDay, "12:00", "13:00"}});
  EXPECT_EQ(quiet_until(noon, utc("2026-05-04T11:59:59Z")), std::nullopt);
  EXPECT_THAT(quiet_until(noon, utc("2026-05-04T12:00:00Z")), Optional(Eq(utc("2026-05-04T13:00:00Z"))));
  EXPECT_EQ(quiet_until(noon, utc("2026-05-04T13:00:00Z")), std::nullopt);
}

TEST(QuietHours, AcrossMidnightBelongToTheDayOnWhichTheyBegin) {
  const auto friday_night = hours({{{5}, "22:00", "06:00"}});
  EXPECT_THAT(quiet_until(friday_night, utc("2026-05-08T23:00:00Z")), Optional(Eq(utc("2026-05-09T06:00:00Z"))));
  EXPECT_THAT(quiet_until(friday_night, utc("2026-05-09T05:59:00Z")), Optional(Eq(utc("2026-05-09T06:00:00Z"))));
  EXPECT_EQ(quiet_until(friday_night, utc("2026-05-08T05:00:00Z")), std::nullopt);
  EXPECT_EQ(quiet_until(friday_night, utc("2026-05-09T23:00:00Z")), std::nullopt);
}

TEST(QuietHours, AreSaidInLocalTime) {
  const auto night = hours({{kEveryDay, "22:00", "06:00"}}, "Asia/Tokyo");
  EXPECT_THAT(quiet_until(night, utc("2026-05-04T13:00:00Z")), Optional(Eq(utc("2026-05-04T21:00:00Z"))));
  EXPECT_EQ(quiet_until(night, utc("2026-05-04T22:00:00Z")), std::nullopt);
}

TEST(QuietHours, NightOfTheChangeToSummerTimeIsAnHourShorter) {
  const auto night = hours({{kEveryDay, "22:00", "06:00"}}, "Europe/Berlin");
  EXPECT_THAT(quiet_until(night, utc("2026-03-28T21:00:00Z")), Optional(Eq(utc("2026-03-29T04:00:00Z"))));
}

TEST(QuietHours, NightOfTheChangeToWinterTimeIsAnHourLonger) {
  const auto night = hours({{kEveryDay, "22:00", "06:00"}}, "Europe/Berlin");
  EXPECT_THAT(quiet_until(night, utc("2026-10-24T20:00:00Z")), Optional(Eq(utc("2026-10-25T05:00:00Z"))));
}

TEST(QuietHours, EndThatTheChangeOfClocksLeavesOutIsTheChange) {
  const auto until_half_past_two = hours({{kEveryDay, "22:00", "02:30"}}, "Europe/Berlin");
  EXPECT_THAT(quiet_until(until_half_past_two, utc("2026-03-29T00:30:00Z")), Optional(Eq(utc("2026-03-29T01:00:00Z"))));
}

TEST(QuietHours, WindowsThatTouchAreOne) {
  const auto weekend = hours({{{5}, "18:00", "00:00"}, {{6, 7}, "00:00", "00:00"}, {{1}, "00:00", "06:00"}});
  EXPECT_THAT(quiet_until(weekend, utc("2026-05-08T19:00:00Z")), Optional(Eq(utc("2026-05-11T06:00:00Z"))));
}

TEST(QuietHours, ThatNeverEndEndAfterAWeek) {
  const auto always = hours({{kEveryDay, "00:00", "00:00"}});
  EXPECT_THAT(quiet_until(always, utc("2026-05-08T19:00:00Z")), Optional(Eq(utc("2026-05-15T19:00:00Z"))));
}

TEST(QuietHours, OfAZoneThatIsNoneHoldNothing) {
  EXPECT_EQ(quiet_until(hours({{kEveryDay, "00:00", "00:00"}}, "Mars/Olympus"), utc("2026-05-08T19:00:00Z")),
            std::nullopt);
}

}  // namespace
}  // namespace openspc::notify
