// Counts requests in fixed windows for each client address and path. Any thread. Memory is bounded: expired windows are
// dropped as new ones come. The clock is given, so that tests move time. Private to net.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/rate.h"
#include "base/time.h"

namespace openspc::net::detail {

class RateLimiter {
 public:
  static constexpr std::size_t max_windows = 100'000;

  explicit RateLimiter(const base::Clock& clock) : clock_(clock) {}

  /// Throws Error(too_many_requests) when the window is used up. A window begins with its first request.
  void count(const base::Rate& rate, std::string_view client, std::string_view path);
  std::size_t windows() const;

 private:
  struct Window {
    base::Timestamp ends;
    int used = 0;
  };

  void make_room(base::Timestamp now);

  const base::Clock& clock_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Window> windows_;
  std::size_t sweep_at_ = 1024;
};

}  // namespace openspc::net::detail
