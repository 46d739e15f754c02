#include "notify/delivery/retry.h"

#include <gtest/gtest.h>

namespace openspc::notify {
namespace {

using namespace std::chrono_literals;
using net::TransferResult;

constexpr bool kHttp = false, mail = true;

TransferResult failed(int status) {
  return {.status = status, .error = "failed"};
}

TEST(Retry, SuccessIsTheEnd) {
  EXPECT_EQ(
      judge({.succeeded = true, .status = 204}, {.is_mail = kHttp, .number = 1, .in_a_row = 1, .chance = 0}).verdict,
      Verdict::delivered);
}

TEST(Retry, TroubleOfTheServerOrTheNetworkPasses) {
  for (const int status : {0, 408, 425, 429, 500, 502, 503, 599})
    EXPECT_EQ(judge(failed(status), {.is_mail = kHttp, .number = 1, .in_a_row = 1, .chance = 0}).verdict,
              Verdict::retry)
        << status;
}

TEST(Retry, RefusalIsDeadAtOnce) {
  for (const int status : {301, 302, 307, 400, 401, 403, 404, 410, 422})
    EXPECT_EQ(judge(failed(status), {.is_mail = kHttp, .number = 1, .in_a_row = 1, .chance = 0}).verdict, Verdict::dead)
        << status;
}

TEST(Retry, MailServersRefuseForGoodWithFiveHundreds) {
  EXPECT_EQ(judge(failed(450), {.is_mail = mail, .number = 1, .in_a_row = 1, .chance = 0}).verdict, Verdict::retry);
  EXPECT_EQ(judge(failed(550), {.is_mail = mail, .number = 1, .in_a_row = 1, .chance = 0}).verdict, Verdict::dead);
  EXPECT_EQ(judge(failed(354), {.is_mail = mail, .number = 1, .in_a_row = 1, .chance = 0}).verdict, Verdict::retry);
}

TEST(Retry, PausesDoubleUpToALimit) {
  EXPECT_EQ(judge(failed(500), {.is_mail = kHttp, .number = 1, .in_a_row = 1, .chance = 0}).pause, 2s);
  EXPECT_EQ(judge(failed(500), {.is_mail = kHttp, .number = 2, .in_a_row = 2, .chance = 0}).pause, 4s);
  EXPECT_EQ(judge(failed(500), {.is_mail = kHttp, .number = 5, .in_a_row = 5, .chance = 0}).pause, 32s);
  EXPECT_EQ(judge(failed(500), {.is_mail = kHttp, .number = 14, .in_a_row = 14, .chance = 0}).pause, 15min);
}

TEST(Retry, ChanceShortensAPauseByAThirdAtMost) {
  EXPECT_EQ(judge(failed(500), {.is_mail = kHttp, .number = 2, .in_a_row = 2, .chance = 0.5}).pause, 3'333ms);
  EXPECT_GE(judge(failed(500), {.is_mail = kHttp, .number = 2, .in_a_row = 2, .chance = 0.999}).pause, 2'600ms);
}

TEST(Retry, LastAttemptIsFollowedByNone) {
  EXPECT_EQ(
      judge(failed(500), {.is_mail = kHttp, .number = kMostAttempts - 1, .in_a_row = kMostAttempts - 1, .chance = 0})
          .verdict,
      Verdict::retry);
  EXPECT_EQ(
      judge(failed(500), {.is_mail = kHttp, .number = kMostAttempts, .in_a_row = kMostAttempts, .chance = 0}).verdict,
      Verdict::dead);
}

TEST(Retry, BusyReceiverCostsNoAttempt) {
  TransferResult busy = failed(503);
  busy.retry_after = 1s;
  EXPECT_FALSE(judge(busy, {.number = kMostAttempts}).counts);
  EXPECT_EQ(judge(busy, {.number = kMostAttempts}).verdict, Verdict::retry);
  EXPECT_FALSE(judge(failed(429), {.number = kMostAttempts}).counts);
  EXPECT_FALSE(judge(failed(421), {.is_mail = true, .number = kMostAttempts}).counts);
  EXPECT_TRUE(judge(failed(503), {}).counts);
}

TEST(Retry, WhatWeHeldBackOurselvesCostsNoAttempt) {
  const TransferResult held{.is_held_back = true, .error = "no mail server is set"};
  const Judgement judgement = judge(held, {.is_mail = true, .number = kMostAttempts, .in_a_row = 1'000});
  EXPECT_EQ(judgement.verdict, Verdict::retry);
  EXPECT_FALSE(judgement.counts);
  EXPECT_EQ(judgement.pause, kOwnPause);
}

TEST(Retry, WhatWeHeldBackOurselvesWaitsForAsLongAsItsReasonSays) {
  const TransferResult held{.is_held_back = true, .retry_after = 60s};
  EXPECT_EQ(judge(held, {.is_mail = true}).pause, 60s);
}

TEST(Retry, ReceiverThatIsBusyForAWeekIsNotWell) {
  EXPECT_EQ(judge(failed(429), {.age = kLongestWait}).verdict, Verdict::retry);
  EXPECT_EQ(judge(failed(429), {.age = kLongestWait + 1h}).verdict, Verdict::dead);
}

TEST(Retry, ReceiverInTroubleKeepsTheOrderUntilTheMessageItselfIsSuspect) {
  EXPECT_TRUE(judge(failed(0), {.number = kAttemptsInOrder}).pauses_channel);
  EXPECT_FALSE(judge(failed(0), {.number = kAttemptsInOrder + 1}).pauses_channel);
  EXPECT_FALSE(judge(failed(450), {.is_mail = true}).pauses_channel) << "the refusal of one recipient";
}

TEST(Retry, PausesOfAReceiverInTroubleGrowFromMessageToMessage) {
  EXPECT_EQ(judge(failed(500), {.number = 1, .in_a_row = 5}).pause, 32s);
}

TEST(Retry, ReceiverMayAskForALongerPauseButNotForever) {
  TransferResult busy = failed(503);
  busy.retry_after = 120s;
  const Judgement judgement = judge(busy, {.is_mail = kHttp, .number = 1, .in_a_row = 1, .chance = 0});
  EXPECT_EQ(judgement.pause, 120s);
  EXPECT_TRUE(judgement.pauses_channel);
  busy.retry_after = std::chrono::hours(24 * 365);
  EXPECT_EQ(judge(busy, {.is_mail = kHttp, .number = 1, .in_a_row = 1, .chance = 0}).pause, kLongestAskedPause);
  busy.retry_after = 1s;
  EXPECT_EQ(judge(busy, {.is_mail = kHttp, .number = 3, .in_a_row = 3, .chance = 0}).pause, 8s);
}

}  // namespace
}  // namespace openspc::notify
