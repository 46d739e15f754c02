// The database as coroutines see it: `co_await db.read(fn)` and `co_await db.write(fn)` run fn(Session&) on the
// database's own threads and resume on the awaiting coroutine's executor. One per process, made by the composition
// root.
//
// SQLite: a pool of reader threads, each call in one read transaction (a consistent snapshot), and one writer thread
// that commits all writes that wait as one transaction, a savepoint for each. A write resumes after the commit is
// durable. A function that throws is rolled back and its exception reaches its own caller only. fn may run after the
// awaiting code could have been cancelled: it always runs to its end, and the coroutine is resumed exactly once.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/executors.h"
#include "base/task.h"
#include "db/session.h"

namespace openspc::db {

struct DatabaseOptions {
  unsigned readers = 0;                           // reader threads; 0 = one for each core, at least 2, at most 4
  std::chrono::milliseconds busy_timeout{5'000};  // waiting for another process's lock
  std::size_t max_group = 512;                    // writes that may share one transaction
  std::size_t max_waiting = 100'000;              // queued jobs of each kind before Error(unavailable)
  bool create = true;                             // make a missing database file
};

class Database {
 public:
  template <class F>
  using Result = std::invoke_result_t<F&, Session&>;

  /// Opens by URL or path (see parse_database_url) and starts the threads. Throws Error(unavailable) when it cannot.
  static std::unique_ptr<Database> open(std::string_view url, const DatabaseOptions& options = {});

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  template <std::invocable<Session&> F>
  base::Task<Result<F>> read(F fn) {
    base::Outcome<Result<F>> outcome;
    Job job = job_of(fn, outcome);
    co_await await_read(job);
    co_return outcome.take();
  }

  template <std::invocable<Session&> F>
  base::Task<Result<F>> write(F fn) {
    base::Outcome<Result<F>> outcome;
    Job job = job_of(fn, outcome);
    co_await await_write(job);
    co_return outcome.take();
  }

  /// As write(); in addition jobs of one key run one after another in the order of submission, on every dialect.
  template <std::invocable<Session&> F>
  base::Task<Result<F>> write_in_order(std::int64_t key, F fn) {
    base::Outcome<Result<F>> outcome;
    Job job = job_of(fn, outcome);
    co_await await_write_in_order(key, job);
    co_return outcome.take();
  }

  /// Blocking forms for start-up, command line and tests. Never call them on a network or database thread.
  template <std::invocable<Session&> F>
  Result<F> read_now(F fn) {
    base::Outcome<Result<F>> outcome;
    const Job job = job_of(fn, outcome);
    block_on_read(job);
    return outcome.take();
  }
  template <std::invocable<Session&> F>
  Result<F> write_now(F fn) {
    base::Outcome<Result<F>> outcome;
    const Job job = job_of(fn, outcome);
    block_on_write(job);
    return outcome.take();
  }

  /// True when a trivial query is answered by a reader within the deadline. Never throws, never blocks a thread.
  base::Task<bool> healthy(std::chrono::milliseconds deadline = std::chrono::milliseconds(1'000));

  /// Refuses new jobs with Error(unavailable), finishes the queued ones and closes all connections. Blocks; idempotent.
  void drain_and_close();

  const Dialect& dialect() const noexcept;

  /// A job that lives in its caller's frame: what to run, and whom to tell that it, or the commit, failed.
  struct Job {
    std::function<void(Session&)> run;             // stores its result or exception in the caller's Outcome
    std::function<std::exception_ptr()> error;     // the exception that run stored, null when it succeeded
    std::function<void(std::exception_ptr)> fail;  // replaces the result
  };

 private:
  class Impl;
  explicit Database(std::unique_ptr<Impl> impl);

  template <class F, class R>
  static Job job_of(F& fn, base::Outcome<R>& outcome) {
    return {[&fn, &outcome](Session& session) { outcome.run([&]() -> R { return fn(session); }); },
            [&outcome] { return outcome.error(); }, [&outcome](std::exception_ptr e) { outcome.fail(std::move(e)); }};
  }

  base::Task<void> await_read(const Job& job);
  base::Task<void> await_write(const Job& job);
  base::Task<void> await_write_in_order(std::int64_t key, const Job& job);
  void block_on_read(const Job& job);
  void block_on_write(const Job& job);

  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::db
