// Counts requests in fixed windows for each key: whom a route counts, and its path. What other servers have counted is
// added as they tell it. Any thread. Memory is bounded: expired windows are dropped as new ones come. The clock is
// given, so that tests move time. Private to net.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/guarded.h"
#include "base/rate.h"
#include "base/time.h"
#include "net/rate_counts.h"

namespace openspc::net::detail {

class RateLimiter {
 public:
  static constexpr std::size_t max_windows = 100'000;
  static constexpr std::size_t told_at_once = 1'000;  // keys; further ones are told at the next time

  explicit RateLimiter(const base::Clock& clock) : clock_(clock) {}

  /// Throws RetryLater when the window is used up, and counts nothing: to be asked before a request causes work.
  void check(const base::Rate& rate, const std::string& key) const;
  /// The same, and counts. A window begins with its first request.
  void count(const base::Rate& rate, const std::string& key);
  /// What was counted here since the last call, of windows that have not ended.
  RateCounts take_untold();
  /// What another server took. Where no window is open it opens one that ends with the teller's.
  void add(const RateCounts& told);
  std::size_t windows() const;

 private:
  struct Window {
    base::Timestamp ends;
    std::int64_t used = 0;
    std::int64_t untold = 0;  // of `used`
  };

  struct Windows {
    std::unordered_map<std::string, Window> by_key;
    std::vector<std::string> untold;  // keys; one whose window ended untold may stand there twice
    std::size_t sweep_at = 1024;

    /// The window of the key that is open now, or is opened.
    Window& open(const std::string& key, base::Timestamp now, std::chrono::microseconds length);
    void make_room(base::Timestamp now);
  };

  const base::Clock& clock_;
  base::Guarded<Windows> windows_;
};

}  // namespace openspc::net::detail
