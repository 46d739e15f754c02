// Threads for blocking or heavy work, and the bridge that brings a coroutine back to its own executor afterwards.
// Used wherever a network thread must not wait (password hashing, files); the database has threads of its own in db/.
#pragma once

#include <concepts>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "base/task.h"

namespace openspc::base {

/// Resumes one suspended coroutine on that coroutine's executor. May be called from any thread, once; one that is
/// destroyed unused resumes it as well, so a coroutine that waits is always resumed exactly once.
class Resume {
 public:
  class State;

  explicit Resume(std::unique_ptr<State> state) noexcept;
  Resume(Resume&&) noexcept;
  Resume& operator=(Resume&&) noexcept;
  ~Resume();

  void operator()() noexcept;

 private:
  std::unique_ptr<State> state_;
};

/// Suspends the calling coroutine and hands its Resume to `start`, which moves it to another thread. The coroutine's
/// frame, and so every local variable of it, stays alive until it has been resumed. What `start` throws, unless it has
/// moved the Resume away before, is rethrown to the coroutine. `start` itself runs on a copy outside of the frame.
Task<void> suspend(std::function<void(Resume&&)> start);

/// The result of a function that ran elsewhere: a value or the exception it threw.
template <class R>
class Outcome {
 public:
  template <class F>
  void run(F&& f) noexcept {
    error_ = nullptr;  // of a run that did not count
    try {
      if constexpr (std::is_void_v<R>) {
        std::forward<F>(f)();
      } else {
        value_.emplace(std::forward<F>(f)());
      }
    } catch (...) {
      error_ = std::current_exception();
    }
  }

  void fail(std::exception_ptr error) noexcept { error_ = std::move(error); }
  const std::exception_ptr& error() const noexcept { return error_; }

  /// Rethrows the error, or moves the value out.
  R take() {
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
    if constexpr (!std::is_void_v<R>) {
      if (!value_) throw std::logic_error("a job without an outcome");
      return *std::move(value_);
    }
  }

 private:
  struct Nothing {};
  std::conditional_t<std::is_void_v<R>, Nothing, std::optional<std::conditional_t<std::is_void_v<R>, Nothing, R>>>
      value_;
  std::exception_ptr error_;
};

/// A fixed number of threads and a queue of jobs. The destructor finishes the queue and joins.
class WorkerPool {
 public:
  explicit WorkerPool(std::size_t threads);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();

  /// Runs f on a worker thread; the awaiting coroutine continues on its own executor with the result or exception.
  /// Throws Error(unavailable) when the pool is stopping or `max_waiting` jobs wait already.
  template <class F>
  Task<std::invoke_result_t<F&>> run(F f) {
    Outcome<std::invoke_result_t<F&>> outcome;
    std::function<void(Resume&&)> start = [this, &f, &outcome](Resume&& resume) {
      auto shared = std::make_shared<Resume>(std::move(resume));
      post([&f, &outcome, shared] {
        outcome.run(f);
        (*shared)();
      });
    };
    co_await suspend(std::move(start));
    co_return outcome.take();
  }

  /// Queues a job that nobody waits for; what it throws is logged.
  void post(std::function<void()> job);

  static constexpr std::size_t max_waiting = 10'000;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::base
