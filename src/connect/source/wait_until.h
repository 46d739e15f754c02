// Waits in a coroutine for what another thread does: a link that connects or goes away.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "base/task.h"

namespace openspc::connect::source {

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

}  // namespace openspc::connect::source
