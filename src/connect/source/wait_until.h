// Waits in a coroutine for what another thread does: a link that connects or goes away.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>

#include "base/task.h"

namespace openspc::connect::source {

/// A little more than an attempt to connect may take.
inline constexpr std::chrono::seconds kPatience{11};

/// Until `done()`, asked fifty times a second, or until the end of `patience`.
template <class Done>
base::Task<void> wait_until(Done done, std::chrono::milliseconds patience) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!done() && std::chrono::steady_clock::now() < deadline) {
    timer.expires_after(std::chrono::milliseconds(20));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

/// Until the supervisor of `links` has looked at what changed.
template <class Links>
base::Task<void> wait_for_look(const Links& links) {
  const auto is_up_to_date = [&] { return links.is_up_to_date(); };
  co_await wait_until(is_up_to_date, kPatience);
}

/// Until a link has made another attempt to connect than the first `before`, or there is none to make.
template <class Links, class Id>
base::Task<void> wait_for_attempt(const Links& links, Id id, std::uint64_t before) {
  const auto is_over = [&] {
    if (!links.is_up_to_date()) return false;
    const auto link = links.state(id).link;
    return !link || link->connected || link->attempts > before;
  };
  co_await wait_until(is_over, kPatience);
}

}  // namespace openspc::connect::source
