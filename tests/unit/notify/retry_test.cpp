#include "notify/retry.h"

#include <gtest/gtest.h>

namespace openspc::notify {
namespace {

using namespace std::chrono_literals;
using net::TransferResult;

constexpr bool http = false, mail = true;

TransferResult failed(int status) {
  return {.status = status, .error = "failed"};
}

TEST(Retry, SuccessIsTheEnd) {
  EXPECT_EQ(judge({.succeeded = true, .status = 204}, http, 1, 0).verdict, Verdict::delivered);
}

TEST(Retry, TroubleOfTheServerOrTheNetworkPasses) {
  for (const int status : {0, 408, 425, 429, 500, 502, 503, 599})
    EXPECT_EQ(judge(failed(status), http, 1, 0).verdict, Verdict::retry) << status;
}

TEST(Retry, RefusalIsDeadAtOnce) {
  for (const int status : {301, 302, 307, 400, 401, 403, 404, 410, 422})
    EXPECT_EQ(judge(failed(status), http, 1, 0).verdict, Verdict::dead) << status;
}

TEST(Retry, MailServersRefuseForGoodWithFiveHundreds) {
  EXPECT_EQ(judge(failed(450), mail, 1, 0).verdict, Verdict::retry);
  EXPECT_EQ(judge(failed(550), mail, 1, 0).verdict, Verdict::dead);
  EXPECT_EQ(judge(failed(354), mail, 1, 0).verdict, Verdict::retry);
}

TEST(Retry, PausesDoubleUpToALimit) {
  EXPECT_EQ(judge(failed(500), http, 1, 0).pause, 2s);
  EXPECT_EQ(judge(failed(500), http, 2, 0).pause, 4s);
  EXPECT_EQ(judge(failed(500), http, 5, 0).pause, 32s);
  EXPECT_EQ(judge(failed(500), http, 14, 0).pause, 15min);
}

TEST(Retry, ChanceShortensAPauseByAThirdAtMost) {
  EXPECT_EQ(judge(failed(500), http, 2, 0.5).pause, 3'333ms);
  EXPECT_GE(judge(failed(500), http, 2, 0.999).pause, 2'600ms);
}

TEST(Retry, LastAttemptIsFollowedByNone) {
  EXPECT_EQ(judge(failed(500), http, most_attempts - 1, 0).verdict, Verdict::retry);
  EXPECT_EQ(judge(failed(500), http, most_attempts, 0).verdict, Verdict::dead);
}

TEST(Retry, ReceiverMayAskForALongerPauseButNotForever) {
  TransferResult busy = failed(503);
  busy.retry_after = 120s;
  const Judgement judgement = judge(busy, http, 1, 0);
  EXPECT_EQ(judgement.pause, 120s);
  EXPECT_TRUE(judgement.pauses_channel);
  busy.retry_after = std::chrono::hours(24 * 365);
  EXPECT_EQ(judge(busy, http, 1, 0).pause, longest_asked_pause);
  busy.retry_after = 1s;
  EXPECT_EQ(judge(busy, http, 3, 0).pause, 8s);
}

}  // namespace
}  // namespace openspc::notify
