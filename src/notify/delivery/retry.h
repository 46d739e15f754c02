// What follows from an attempt to deliver: done, another attempt later, or the list of dead letters. Pure but for the
// share of chance that the caller gives. Called by the courier.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "net/transfers.h"

namespace openspc::notify {

enum class Verdict { delivered, retry, dead };

/// An attempt as its channel saw it.
struct Attempt {
  bool is_mail = false;
  std::int64_t number = 1;          // of this message, from 1: those that counted, and this one
  std::int64_t in_a_row = 1;        // attempts of the channel that did not succeed, since one did
  std::chrono::milliseconds age{};  // of the message
  double chance = 0;                // in [0, 1)
};

struct Judgement {
  Verdict verdict = Verdict::delivered;
  std::chrono::milliseconds pause{};  // before the next attempt
  bool counts = true;                 // the receiver had its chance: it was neither busy nor kept from us by ourselves
  bool pauses_channel = false;        // nothing else is sent to the receiver before, so that the order is kept
};

inline constexpr std::int64_t kMostAttempts = 15;
/// From then on others are sent meanwhile: the trouble may be with this one message.
inline constexpr std::int64_t kAttemptsInOrder = 3;
inline constexpr std::chrono::seconds kFirstPause{2};
inline constexpr std::chrono::minutes kLongestPause{15};
inline constexpr std::chrono::hours kLongestAskedPause{6};
inline constexpr std::chrono::seconds kOwnPause{5};
/// A receiver that has been busy for so long is not well.
inline constexpr std::chrono::days kLongestWait{7};

/// Chance shortens a pause by up to a third, so that many servers do not come back to a receiver all at once. Refusals
/// that no repetition mends are dead at once; a busy receiver (429, Retry-After, SMTP's 421 and 452) costs no attempt.
Judgement judge(const net::TransferResult& result, const Attempt& attempt);

}  // namespace openspc::notify
