#include "server/upkeep.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>

#include "base/log.h"
#include "db/schema/sample_tables.h"
#include "db/session.h"
#include "peers/announce.h"

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

constexpr std::chrono::seconds kBetweenSummaries{30};

base::Task<void> summarize(quality::chart::Summarizer& summarizer) {
  try {
    const auto begin = std::chrono::steady_clock::now();
    const std::int64_t samples = co_await summarizer.run();
    if (samples == 0) co_return;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    base::log::info("summarized", {{"samples", samples}, {"seconds", taken.count()}});
  } catch (const std::exception& error) {
    // Until then the samples themselves are read.
    base::log::warning("not_summarized", {{"error", error.what()}});
  }
}

constexpr std::chrono::seconds kBetweenCounts{1};

base::Task<void> tell_counts(db::Database& database, const net::RateCounts& counts) {
  try {
    const auto job = [&](db::Session& session) {
      session.tell({.text = [counts] { return peers::notice_of(counts); }, .deliver = [] {}});
    };
    co_await database.write(job);
  } catch (const std::exception& error) {
    // Until the database is back each server counts for itself.
    base::log::debug("rate_counts_not_told", {{"error", error.what()}});
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

base::Task<void> keep_summarized(quality::chart::Summarizer& summarizer) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  while (true) {
    co_await summarize(summarizer);
    timer.expires_after(kBetweenSummaries);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

base::Task<void> keep_counts_shared(db::Database& database, net::Server& server) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  while (true) {
    const net::RateCounts counts = server.take_rate_counts();
    if (!counts.counts.empty()) co_await tell_counts(database, counts);
    timer.expires_after(kBetweenCounts);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

}  // namespace openspc::server
