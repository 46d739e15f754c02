#include "net/detail/rate_limiter.h"

#include <algorithm>

#include "base/error.h"

namespace openspc::net::detail {

void RateLimiter::count(const base::Rate& rate, std::string_view client, std::string_view path) {
  std::string key(client);
  key += ' ';
  key += path;
  const base::Timestamp now = clock_.now();
  const std::lock_guard lock(mutex_);
  auto found = windows_.find(key);
  if (found == windows_.end()) {
    make_room(now);
    found = windows_.emplace(std::move(key), Window{now + rate.window(), 0}).first;
  }
  Window& window = found->second;
  if (now >= window.ends) window = Window{now + rate.window(), 0};
  if (window.used >= rate.count) throw base::too_many_requests("Rate limit exceeded: " + rate.describe());
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
