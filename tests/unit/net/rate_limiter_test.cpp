// Fixed windows for each client and path, on a clock that the test moves.
#include "net/detail/rate_limiter.h"

#include <gtest/gtest.h>

#include "base/retry_later.h"

namespace openspc::net::detail {
namespace {

using std::chrono::seconds;

class Limiting : public testing::Test {
 protected:
  bool allowed(std::string_view client = "10.0.0.1", std::string_view path = "/login") {
    try {
      const std::string key = std::string(client) + ' ' + std::string(path);
      limiter.check(rate, key);
      limiter.count(rate, key);
      return true;
    } catch (const base::RetryLater& error) {
      EXPECT_EQ(error.status(), 429);
      message = error.detail();
      after = error.after();
      return false;
    }
  }

  base::ManualClock clock{*base::parse_timestamp("2026-01-01")};
  base::Rate rate = *base::parse_rate("2/minute");
  RateLimiter limiter{clock};
  std::string message;
  seconds after{0};
};

TEST_F(Limiting, RefusesWhatExceedsTheWindow) {
  EXPECT_TRUE(allowed());
  EXPECT_TRUE(allowed());
  EXPECT_FALSE(allowed());
  EXPECT_EQ(message, "Rate limit exceeded: 2 per 1 minute");
}

TEST_F(Limiting, AWindowEndsAfterItsLengthFromItsFirstRequest) {
  allowed();
  clock.advance(seconds(30));
  allowed();
  clock.advance(seconds(29));
  EXPECT_FALSE(allowed());
  clock.advance(seconds(1));
  EXPECT_TRUE(allowed());
}

TEST_F(Limiting, SaysWhenToTryAgainAndIsRightAboutIt) {
  allowed();
  clock.advance(seconds(12));
  allowed();
  EXPECT_FALSE(allowed());
  EXPECT_EQ(after, seconds(48));
  clock.advance(after);
  EXPECT_TRUE(allowed());
}

TEST_F(Limiting, AskingBeforeTheWorkCountsNothing) {
  for (int i = 0; i < 10; ++i) limiter.check(rate, "10.0.0.1 /login");
  EXPECT_TRUE(allowed());
  EXPECT_TRUE(allowed());
  EXPECT_THROW(limiter.check(rate, "10.0.0.1 /login"), base::RetryLater);
}

TEST_F(Limiting, RefusedRequestsDoNotProlongTheWindow) {
  allowed();
  allowed();
  for (int i = 0; i < 59; ++i) {
    clock.advance(seconds(1));
    EXPECT_FALSE(allowed());
  }
  clock.advance(seconds(1));
  EXPECT_TRUE(allowed());
}

TEST_F(Limiting, ClientsAndPathsAreCountedApart) {
  allowed();
  allowed();
  EXPECT_FALSE(allowed());
  EXPECT_TRUE(allowed("10.0.0.2"));
  EXPECT_TRUE(allowed("10.0.0.1", "/refresh"));
}

TEST_F(Limiting, CountsWhatAnotherServerCounted) {
  RateLimiter other{clock};
  other.count(rate, "10.0.0.1 /login");
  limiter.add(other.take_untold());
  EXPECT_TRUE(allowed());
  EXPECT_FALSE(allowed());
}

TEST_F(Limiting, TellsEachRequestOnce) {
  allowed();
  ASSERT_EQ(limiter.take_untold().counts.size(), 1u);
  EXPECT_TRUE(limiter.take_untold().counts.empty());
  allowed();
  EXPECT_EQ(limiter.take_untold().counts.at(0).count, 1);
}

TEST_F(Limiting, WhatWasToldByAnotherIsNotToldOn) {
  limiter.add({.counts = {{.key = "10.0.0.1 /login", .count = 1, .left_us = 1'000'000}}});
  EXPECT_TRUE(limiter.take_untold().counts.empty());
}

TEST_F(Limiting, WindowOfAnotherServerEndsAsItsOwn) {
  limiter.add({.counts = {{.key = "10.0.0.1 /login", .count = 2, .left_us = 5'000'000}}});
  EXPECT_FALSE(allowed());
  clock.advance(seconds(5));
  EXPECT_TRUE(allowed());
}

TEST_F(Limiting, NonsenseOfAnotherServerIsNotCounted) {
  limiter.add({.counts = {{.key = "10.0.0.1 /login", .count = -5, .left_us = 5'000'000},
                          {.key = "10.0.0.1 /login", .count = 5, .left_us = -1}}});
  EXPECT_TRUE(allowed());
  EXPECT_TRUE(allowed());
  EXPECT_FALSE(allowed());
}

TEST_F(Limiting, TellsOfManyCallersALittleAtATime) {
  for (std::size_t i = 0; i <= RateLimiter::told_at_once; ++i) allowed(std::to_string(i));
  EXPECT_EQ(limiter.take_untold().counts.size(), RateLimiter::told_at_once);
  EXPECT_EQ(limiter.take_untold().counts.size(), 1u);
}

TEST_F(Limiting, MemoryIsBoundedAndExpiredWindowsAreDropped) {
  for (int i = 0; i < 5000; ++i) allowed(std::to_string(i));
  EXPECT_EQ(limiter.windows(), 5000u);
  clock.advance(seconds(61));
  for (int i = 0; i < 5000; ++i) allowed("again " + std::to_string(i));
  EXPECT_LT(limiter.windows(), 10'000u);
}

}  // namespace
}  // namespace openspc::net::detail
