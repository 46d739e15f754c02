// Rates that are shown and waits between attempts.
#include <gtest/gtest.h>

#include "connect/source/backoff.h"
#include "connect/source/rate_meter.h"

namespace openspc::connect::source {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const base::Timestamp kNoon = std::chrono::sys_days(std::chrono::year(2026) / 5 / 1) + std::chrono::hours(12);

TEST(RateMeter, CountsTheTenSecondsBeforeThisOne) {
  RateMeter meter;
  for (int second = 0; second < 10; ++second) meter.add(5, kNoon + seconds(second));
  EXPECT_DOUBLE_EQ(meter.per_second(kNoon + seconds(10)), 5);
}

TEST(RateMeter, ForgetsWhatIsOlder) {
  RateMeter meter;
  meter.add(100, kNoon);
  EXPECT_DOUBLE_EQ(meter.per_second(kNoon + seconds(10)), 10);
  EXPECT_DOUBLE_EQ(meter.per_second(kNoon + seconds(11)), 0);
}

TEST(RateMeter, IsZeroBeforeAnything) {
  EXPECT_DOUBLE_EQ(RateMeter().per_second(kNoon), 0);
}

TEST(Backoff, DoublesUpToItsLimitWithinAThird) {
  Backoff backoff(seconds(10));
  for (const int full : {1'000, 2'000, 4'000, 8'000, 10'000, 10'000}) {
    const auto pause = backoff.next();
    EXPECT_LE(pause, milliseconds(full));
    EXPECT_GE(pause, milliseconds(full * 2 / 3));
  }
}

TEST(Backoff, BeginsAgainAfterASuccess) {
  Backoff backoff(seconds(60));
  for (int i = 0; i < 5; ++i) backoff.next();
  backoff.reset();
  EXPECT_LE(backoff.next(), seconds(1));
}

TEST(Backoff, LimitBelowTheFirstWaitHolds) {
  Backoff backoff(milliseconds(300));
  EXPECT_LE(backoff.next(), milliseconds(300));
}

}  // namespace
}  // namespace openspc::connect::source
