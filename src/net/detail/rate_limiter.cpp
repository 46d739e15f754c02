#include "net/detail/rate_limiter.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/retry_later.h"

namespace openspc::net::detail {

namespace {

void refuse_when_used_up(const base::Rate& rate, std::int64_t used, std::chrono::microseconds left) {
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
  Window& window = windows->open(key, now, rate.window());
  refuse_when_used_up(rate, window.used, window.ends - now);
  ++window.used;
  if (++window.untold == 1 && windows->untold.size() < max_windows) windows->untold.push_back(key);
}

RateCounts RateLimiter::take_untold() {
  const base::Timestamp now = clock_.now();
  const auto windows = windows_.lock();
  const auto keys = std::min(windows->untold.size(), told_at_once);
  RateCounts told;
  told.counts.reserve(keys);
  for (std::size_t i = 0; i < keys; ++i) {
    const auto window = windows->by_key.find(windows->untold[i]);
    if (window == windows->by_key.end()) continue;
    const std::int64_t count = std::exchange(window->second.untold, 0);
    if (count > 0 && now < window->second.ends)
      told.counts.push_back({windows->untold[i], count, (window->second.ends - now).count()});
  }
  windows->untold.erase(windows->untold.begin(), std::next(windows->untold.begin(), static_cast<std::ptrdiff_t>(keys)));
  return told;
}

void RateLimiter::add(const RateCounts& told) {
  const base::Timestamp now = clock_.now();
  const auto windows = windows_.lock();
  for (const RateCount& one : told.counts)
    if (one.count > 0 && one.left_us > 0)
      windows->open(one.key, now, std::chrono::microseconds(one.left_us)).used += one.count;
}

std::size_t RateLimiter::windows() const {
  return windows_.lock()->by_key.size();
}

RateLimiter::Window& RateLimiter::Windows::open(const std::string& key, base::Timestamp now,
                                                std::chrono::microseconds length) {
  auto found = by_key.find(key);
  if (found == by_key.end()) {
    make_room(now);
    found = by_key.emplace(key, Window{.ends = now + length}).first;
  }
  Window& window = found->second;
  if (now >= window.ends) window = Window{.ends = now + length};
  return window;
}

void RateLimiter::Windows::make_room(base::Timestamp now) {
  if (by_key.size() < sweep_at) return;
  std::erase_if(by_key, [&](const auto& entry) { return now >= entry.second.ends; });
  if (by_key.size() >= max_windows) by_key.erase(by_key.begin());
  sweep_at = std::min(max_windows, std::max<std::size_t>(1024, by_key.size() * 2));
}

}  // namespace openspc::net::detail
