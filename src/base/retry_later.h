// A refusal that passes by itself: it says when to come again. Thrown by whoever limits attempts, requests or memory;
// net/ turns it into Retry-After and words. Prefer base::Error for everything that repeating does not mend.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "base/error.h"

namespace openspc::base {

class RetryLater : public Error {
 public:
  /// `kind` is too_many_requests or unavailable. Told in whole seconds, rounded up, at least one.
  RetryLater(ErrorKind kind, std::string detail, std::chrono::microseconds after)
      : Error(kind, std::move(detail)),
        after_(std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(after))) {}

  std::chrono::seconds after() const noexcept { return after_; }
  /// "Try again in 42 seconds", or in minutes from two on.
  std::string advice() const {
    constexpr std::chrono::seconds spoken_in_seconds{120};
    if (after_ == std::chrono::seconds(1)) return "Try again in a second";
    if (after_ < spoken_in_seconds) return "Try again in " + std::to_string(after_.count()) + " seconds";
    return "Try again in " + std::to_string(std::chrono::ceil<std::chrono::minutes>(after_).count()) + " minutes";
  }

 private:
  std::chrono::seconds after_;
};

}  // namespace openspc::base
