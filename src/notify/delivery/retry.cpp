#include "notify/delivery/retry.h"

#include <algorithm>

namespace openspc::notify {
namespace {

using std::chrono::milliseconds;

// HTTP's 5xx are the server's own trouble and pass; SMTP's 5xx are about the letter and stay.
bool is_final(const net::TransferResult& result, bool is_mail) {
  if (is_mail) return result.status >= 500 && result.status < 600;
  const bool is_refusal = result.status >= 300 && result.status < 500;
  return is_refusal && result.status != 408 && result.status != 425 && result.status != 429;
}

bool is_busy(const net::TransferResult& result, bool is_mail) {
  if (is_mail) return result.status == 421 || result.status == 452;
  return result.status == 429 || result.retry_after.has_value();
}

// SMTP refuses a recipient where HTTP can only refuse everybody.
bool concerns_everybody(const net::TransferResult& result, bool is_mail) {
  return !is_mail || result.status < 400;
}

milliseconds pause_after(std::int64_t attempts, double chance) {
  const auto doublings = std::clamp<std::int64_t>(attempts - 1, 0, 20);
  const milliseconds full = std::min<milliseconds>(kFirstPause * (std::int64_t{1} << doublings), kLongestPause);
  return std::chrono::duration_cast<milliseconds>(full * (1 - chance / 3));
}

Judgement wait_for_receiver(const net::TransferResult& result, const Attempt& attempt) {
  const auto asked =
      std::min<std::chrono::seconds>(result.retry_after.value_or(std::chrono::seconds(0)), kLongestAskedPause);
  return {.verdict = attempt.age > kLongestWait ? Verdict::dead : Verdict::retry,
          .pause = std::max<milliseconds>(pause_after(attempt.in_a_row, attempt.chance), asked),
          .counts = false,
          .pauses_channel = true};
}

}  // namespace

Judgement judge(const net::TransferResult& result, const Attempt& attempt) {
  if (result.succeeded) return {.verdict = Verdict::delivered};
  if (result.is_held_back)
    return {.verdict = Verdict::retry,
            .pause = std::max<milliseconds>(kOwnPause, result.retry_after.value_or(std::chrono::seconds(0))),
            .counts = false,
            .pauses_channel = true};
  if (is_final(result, attempt.is_mail)) return {.verdict = Verdict::dead};
  if (is_busy(result, attempt.is_mail)) return wait_for_receiver(result, attempt);
  if (attempt.number >= kMostAttempts) return {.verdict = Verdict::dead};
  Judgement judgement{.verdict = Verdict::retry, .pause = pause_after(attempt.number, attempt.chance)};
  judgement.pauses_channel = attempt.number <= kAttemptsInOrder && concerns_everybody(result, attempt.is_mail);
  if (judgement.pauses_channel)
    judgement.pause = std::max(judgement.pause, pause_after(attempt.in_a_row, attempt.chance));
  return judgement;
}

}  // namespace openspc::notify
