#include "server/upkeep.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>

#include "base/log.h"
#include "db/schema/sample_tables.h"

namespace openspc::server {
namespace {

constexpr std::chrono::minutes kBetween{24 * 60};
constexpr std::chrono::minutes kAfterAFailure{5};

base::Task<bool> make_months(db::Database& database) {
  try {
    const auto job = [](db::Session& session) { db::create_months_ahead(session); };
    co_await database.write(job);
    co_return true;
  } catch (const std::exception& error) {
    // Without a part of its own a month's samples stand in the part for all others.
    base::log::warning("months_not_made", {{"error", error.what()}});
    co_return false;
  }
}

}  // namespace

base::Task<void> keep_up(db::Database& database) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  while (true) {
    const bool done = co_await make_months(database);
    timer.expires_after(done ? kBetween : kAfterAFailure);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

}  // namespace openspc::server
