#include "base/executors.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "base/error.h"

namespace openspc::base {
namespace {

namespace asio = boost::asio;

/// Runs a coroutine to its end on a fresh io_context and returns its result.
template <class T>
T run(Task<T> task) {
  asio::io_context io;
  auto future = asio::co_spawn(io, std::move(task), asio::use_future);
  io.run();
  return future.get();
}

Task<std::thread::id> thread_of(WorkerPool& pool) {
  co_return co_await pool.run([] { return std::this_thread::get_id(); });
}

TEST(WorkerPool, RunsTheFunctionOnAnotherThread) {
  WorkerPool pool(1);
  EXPECT_NE(run(thread_of(pool)), std::this_thread::get_id());
}

Task<bool> resumes_at_home(WorkerPool& pool) {
  const auto before = std::this_thread::get_id();
  co_await pool.run([] {});
  co_return std::this_thread::get_id() == before;
}

TEST(WorkerPool, ResumesOnTheExecutorOfTheCaller) {
  WorkerPool pool(2);
  EXPECT_TRUE(run(resumes_at_home(pool)));
}

Task<std::unique_ptr<int>> move_only(WorkerPool& pool) {
  co_return co_await pool.run([] { return std::make_unique<int>(7); });
}

TEST(WorkerPool, ReturnsValuesThatOnlyMove) {
  WorkerPool pool(1);
  EXPECT_EQ(*run(move_only(pool)), 7);
}

Task<std::string> message_of_failure(WorkerPool& pool) {
  std::string message;
  try {
    co_await pool.run([] { throw std::runtime_error("from the worker"); });
  } catch (const std::runtime_error& error) {
    message = error.what();
  }
  co_return message;
}

TEST(WorkerPool, BringsExceptionsBack) {
  WorkerPool pool(1);
  EXPECT_EQ(run(message_of_failure(pool)), "from the worker");
}

TEST(WorkerPool, FinishesItsQueueBeforeItEnds) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool(2);
    for (int i = 0; i < 100; ++i) pool.post([&] { ++done; });
  }
  EXPECT_EQ(done, 100);
}

TEST(WorkerPool, SurvivesAJobThatThrows) {
  std::atomic<bool> done = false;
  {
    WorkerPool pool(1);
    pool.post([] { throw std::runtime_error("ignored"); });
    pool.post([&] { done = true; });
  }
  EXPECT_TRUE(done);
}

Task<bool> is_refused(WorkerPool& pool) {
  bool refused = false;
  try {
    co_await pool.run([] {});
  } catch (const Error& error) {
    refused = error.kind() == ErrorKind::unavailable;
  }
  co_return refused;
}

TEST(WorkerPool, RefusesMoreThanItCanHold) {
  std::latch gate(1);
  std::latch busy(1);
  WorkerPool pool(1);
  pool.post([&] {
    busy.count_down();
    gate.wait();
  });
  busy.wait();
  for (std::size_t i = 0; i < WorkerPool::max_waiting; ++i) pool.post([] {});
  EXPECT_TRUE(run(is_refused(pool)));
  gate.count_down();
}

Task<void> add_many(WorkerPool& pool, int& sum) {
  for (int i = 0; i < 50; ++i) sum += co_await pool.run([] { return 1; });
}

TEST(WorkerPool, KeepsCoroutinesOnTheirStrands) {
  WorkerPool pool(3);
  asio::thread_pool network(3);
  int sum = 0;  // unguarded: only the strand keeps the coroutines apart
  auto strand = asio::make_strand(network);
  for (int i = 0; i < 20; ++i) asio::co_spawn(strand, add_many(pool, sum), asio::detached);
  network.join();
  EXPECT_EQ(sum, 1000);
}

Task<bool> resumed_after_drop() {
  std::function<void(Resume&&)> drop = [](Resume&& resume) { const Resume gone = std::move(resume); };
  co_await suspend(std::move(drop));
  co_return true;
}

TEST(Suspend, ResumesEvenWhenTheResumeIsDropped) {
  EXPECT_TRUE(run(resumed_after_drop()));
}

Task<std::string> failed_start() {
  std::function<void(Resume&&)> fail = [](Resume&&) { throw std::runtime_error("cannot start"); };
  std::string message;
  try {
    co_await suspend(std::move(fail));
  } catch (const std::runtime_error& error) {
    message = error.what();
  }
  co_return message;
}

TEST(Suspend, RethrowsWhatTheStartThrows) {
  EXPECT_EQ(run(failed_start()), "cannot start");
}

Task<int> resumed_twice() {
  int times = 0;
  std::function<void(Resume&&)> twice = [](Resume&& resume) {
    Resume own = std::move(resume);
    own();
    own();
  };
  co_await suspend(std::move(twice));
  co_return ++times;
}

TEST(Suspend, ResumesOnlyOnce) {
  EXPECT_EQ(run(resumed_twice()), 1);
}

}  // namespace
}  // namespace openspc::base
