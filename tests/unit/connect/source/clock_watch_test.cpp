// When the clock of a machine is told to be off.
#include "connect/source/clock_watch.h"

#include <gtest/gtest.h>

namespace openspc::connect::source {
namespace {

using namespace std::chrono_literals;

const base::Timestamp kNoon = *base::parse_timestamp("2026-03-01T12:00:00Z");

/// Readings that arrive every three seconds, with clocks that are ahead by `ahead` and by what `wobble` says.
std::optional<std::chrono::seconds> offset_after(int readings, std::chrono::microseconds ahead,
                                                 std::chrono::microseconds wobble = 0us) {
  ClockWatch watch;
  for (int i = 0; i < readings; ++i) {
    const auto arrived = kNoon + i * 3s;
    watch.note(arrived + ahead + (i % 2 == 0 ? 0us : wobble), arrived);
  }
  return watch.offset();
}

TEST(ClockWatch, TellsAClockThatIsBehindOrAhead) {
  EXPECT_EQ(offset_after(5, -3h), -3h);
  EXPECT_EQ(offset_after(5, 3h), 3h);
}

TEST(ClockWatch, LetsReadingsTakeALittleTime) {
  EXPECT_EQ(offset_after(6, -3h, -2s), -3h);
}

TEST(ClockWatch, SaysNothingOfARightClock) {
  EXPECT_EQ(offset_after(50, -5min), std::nullopt);
  EXPECT_EQ(offset_after(50, 5min), std::nullopt);
}

TEST(ClockWatch, SaysNothingOfAFewReadings) {
  EXPECT_EQ(offset_after(4, -3h), std::nullopt);
}

TEST(ClockWatch, SaysNothingOfABacklog) {
  ClockWatch watch;
  for (int i = 0; i < 3'000; ++i) watch.note(kNoon - 3h + i * 1s, kNoon + i * 10ms);
  EXPECT_EQ(watch.offset(), std::nullopt);
}

TEST(ClockWatch, ForgetsAClockThatWasSet) {
  ClockWatch watch;
  for (int i = 0; i < 5; ++i) watch.note(kNoon - 3h + i * 3s, kNoon + i * 3s);
  watch.note(kNoon + 15s, kNoon + 15s);
  EXPECT_EQ(watch.offset(), std::nullopt);
}

}  // namespace
}  // namespace openspc::connect::source
