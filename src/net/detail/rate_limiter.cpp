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
  const auto windows = windows_.lock();
  const auto found = windows->by_key.find(key);
  if (found == windows->by_key.end() || now >= found->second.ends) return;
  refuse_when_used_up(rate, found->second.used, found->second.ends - now);
}

void RateLimiter::count(const base::Rate& rate, const std::string& key) {
  const base::Timestamp now = clock_.now();
  const auto windows = windows_.lock();
  auto found = windows->by_key.find(key);
  if (found == windows->by_key.end()) {
    windows->make_room(now);
    found = windows->by_key.emplace(key, Window{now + rate.window(), 0}).first;
  }
  Window& window = found->second;
  if (now >= window.ends) window = Window{now + rate.window(), 0};
  refuse_when_used_up(rate, window.used, window.ends - now);
  ++window.used;
}

std::size_t RateLimiter::windows() const {
  return windows_.lock()->by_key.size();
}

void RateLimiter::Windows::make_room(base::Timestamp now) {
  if (by_key.size() < sweep_at) return;
  std::erase_if(by_key, [&](const auto& entry) { return now >= entry.second.ends; });
  if (by_key.size() >= max_windows) by_key.erase(by_key.begin());
  sweep_at = std::min(max_windows, std::max<std::size_t>(1024, by_key.size() * 2));
}

}  // namespace openspc::net::detail
