#include "notify/retry.h"

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

milliseconds pause_after(std::int64_t attempts, double chance) {
  const auto doublings = std::min<std::int64_t>(attempts - 1, 20);
  const milliseconds full = std::min<milliseconds>(first_pause * (std::int64_t{1} << doublings), longest_pause);
  return std::chrono::duration_cast<milliseconds>(full * (1 - chance / 3));
}

}  // namespace

Judgement judge(const net::TransferResult& result, bool is_mail, std::int64_t attempts, double chance) {
  if (result.succeeded) return {.verdict = Verdict::delivered};
  if (is_final(result, is_mail) || attempts >= most_attempts) return {.verdict = Verdict::dead};
  Judgement judgement{.verdict = Verdict::retry, .pause = pause_after(attempts, chance)};
  if (result.retry_after) {
    judgement.pauses_channel = true;
    judgement.pause = std::max<milliseconds>(judgement.pause,
                                             std::min<std::chrono::seconds>(*result.retry_after, longest_asked_pause));
  }
  return judgement;
}

}  // namespace openspc::notify
