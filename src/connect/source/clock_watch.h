// Whether the clock of a machine is steadily off: its readings all seem as old as each other, by far more than any way
// takes, or to come from as far ahead. A backlog that is sent late shows another age with each reading. Fed by
// SubgroupCollector with every reading that has a time; remembers nothing across a restart. One thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>

#include "base/time.h"

namespace openspc::connect::source {

class ClockWatch {
 public:
  /// Clocks within it are right enough.
  static constexpr std::chrono::minutes tolerance{5};

  /// A reading of that time, by the machine's clock, arrived.
  void note(base::Timestamp time, base::Timestamp arrived) {
    const auto ahead = time - arrived;
    if (count_ == 0 || std::max(most_, ahead) - std::min(least_, ahead) > unsteady) {
      began_ = arrived;
      least_ = most_ = ahead;
      count_ = 0;
    }
    least_ = std::min(least_, ahead);
    most_ = std::max(most_, ahead);
    newest_ = arrived;
    ++count_;
  }

  /// By how much the clock is ahead, negative when it is behind; nothing while it is right or nothing can be said.
  std::optional<std::chrono::seconds> offset() const {
    if (count_ < enough || newest_ - began_ < long_enough) return std::nullopt;
    // What arrives was measured before: the least delay is nearest to the truth.
    const auto off = std::chrono::round<std::chrono::seconds>(most_);
    if (std::chrono::abs(off) <= tolerance) return std::nullopt;
    return off;
  }

 private:
  static constexpr std::size_t enough = 5;
  static constexpr std::chrono::seconds long_enough{10}, unsteady{5};

  base::Timestamp began_{}, newest_{};
  std::chrono::microseconds least_{}, most_{};
  std::size_t count_ = 0;
};

}  // namespace openspc::connect::source
