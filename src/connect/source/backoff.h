// Waiting times between attempts: 1, 2, 4 ... seconds up to a limit, each shortened by up to a third at random, so that
// many clients of one broker do not come back all at once.
#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace openspc::connect::source {

class Backoff {
 public:
  explicit Backoff(std::chrono::milliseconds limit) : limit_(limit), random_(std::random_device{}()) {}

  std::chrono::milliseconds next() {
    const auto full = std::min(next_, limit_);
    next_ = std::min(full * 2, limit_);
    std::uniform_real_distribution<double> share(2.0 / 3.0, 1.0);
    return std::chrono::duration_cast<std::chrono::milliseconds>(full * share(random_));
  }
  void reset() { next_ = first; }

 private:
  static constexpr std::chrono::milliseconds first{1'000};
  std::chrono::milliseconds limit_;
  std::chrono::milliseconds next_ = first;
  std::minstd_rand random_;
};

}  // namespace openspc::connect::source
