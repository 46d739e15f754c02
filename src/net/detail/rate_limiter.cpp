#include "net/detail/rate_limiter.h"

#include <algorithm>

#include "base/retry_later.h"

namespace openspc::net::detail {

namespace {

void refuse_when_used_up(const base::Rate& rate, int used, std::chrono::microseconds left) {
  if (used < rate.count) return;
  throw base::RetryLater(base::ErrorKind::too_many_requests, "Rate limit exceeded: " + rate.describe(), left);
}

}  // namespace

void RateLimiter::check(const base::Rate& rate, const std::string& key) const {
  const base::Timestamp now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto found = windows_.find(key);
  if (found == windows_.end() || now >= found->second.ends) return;
  refuse_when_used_up(rate, found->second.used, found->second.ends - now);
}

void RateLimiter::count(const base::Rate& rate, const std::string& key) {
  const base::Timestamp now = clock_.now();
  const std::lock_guard lock(mutex_);
  auto found = windows_.find(key);
  if (found == windows_.end()) {
    make_room(now);
    found = windows_.emplace(key, Window{now + rate.window(), 0}).first;
  }
  Window& window = found->second;
  if (now >= window.ends) window = Window{now + rate.window(), 0};
  refuse_when_used_up(rate, window.used, window.ends - now);
  ++window.used;
}

std::size_t RateLimiter::windows() const {
  const std::lock_guard lock(mutex_);
  return windows_.size();
}

void RateLimiter::make_room(base::Timestamp now) {
  if (windows_.size() < sweep_at_) return;
  std::erase_if(windows_, [&](const auto& entry) { return now >= entry.second.ends; });
  if (windows_.size() >= max_windows) windows_.erase(windows_.begin());
  sweep_at_ = std::min(max_windows, std::max<std::size_t>(1024, windows_.size() * 2));
}

}  // namespace openspc::net::detail
