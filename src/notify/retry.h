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

struct Judgement {
  Verdict verdict = Verdict::delivered;
  std::chrono::milliseconds pause{};  // before the next attempt
  bool pauses_channel = false;        // the receiver asked for it: nothing else is sent to it before
};

inline constexpr std::int64_t most_attempts = 15;
inline constexpr std::chrono::seconds first_pause{2};
inline constexpr std::chrono::minutes longest_pause{15};
inline constexpr std::chrono::hours longest_asked_pause{6};

/// After attempt number `attempts`, counted from 1. `chance` in [0, 1) shortens the pause by up to a third, so that
/// many letters to one receiver do not come back all at once. Refusals that no repetition mends are dead at once.
Judgement judge(const net::TransferResult& result, bool is_mail, std::int64_t attempts, double chance);

}  // namespace openspc::notify
