// Counts requests in fixed windows for each key: whom a route counts, and its path. Any thread. Memory is bounded:
// expired windows are dropped as new ones come. The clock is given, so that tests move time. Private to net.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/guarded.h"
#include "base/rate.h"
#include "base/time.h"

namespace openspc::net::detail {

class RateLimiter {
 public:
  static constexpr std::size_t max_windows = 100'000;

  explicit RateLimiter(const base::Clock& clock) : clock_(clock) {}

  /// Throws RetryLater when the window is used up, and counts nothing: to be asked before a request causes work.
  void check(const base::Rate& rate, const std::string& key) const;
  /// The same, and counts. A window begins with its first request.
  void count(const base::Rate& rate, const std::string& key);
  std::size_t windows() const;

 private:
  struct Window {
    base::Timestamp ends;
    int used = 0;
  };

  struct Windows {
    std::unordered_map<std::string, Window> by_key;
    std::size_t sweep_at = 1024;

    void make_room(base::Timestamp now);
  };

  const base::Clock& clock_;
  base::Guarded<Windows> windows_;
};

}  // namespace openspc::net::detail
