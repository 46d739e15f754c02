// The database as coroutines see it: `co_await db.read(fn)` and `co_await db.write(fn)` run fn(Session&) on the
// database's own threads and resume on the awaiting coroutine's executor. One per process, made by the composition
// root.
//
// SQLite: a pool of reader threads, each call in one read transaction (a consistent snapshot), and one writer thread
// that commits all writes that wait as one transaction, a savepoint for each. A write resumes after the commit is
// durable. A function that throws is rolled back and its exception reaches its own caller only. fn may run after the
// awaiting code could have been cancelled: it always runs to its end, and the coroutine is resumed exactly once.
//
// Everywhere: a write has the effect of running alone, and may run again after a rollback (a deadlock, a lost server).
// So fn takes what it needs by value or reference, moves nothing out of it, and tells the world only by after_commit.
// So close the database before an io_context ends that may still have coroutines waiting for it.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/executors.h"
#include "base/task.h"
#include "db/driver/database_url.h"
#include "db/session.h"

namespace openspc::base {
struct Config;
}

namespace openspc::db {

/// The `server_` ones act on a server database alone.
struct DatabaseOptions {
  std::string server_password = {};                 // of the user in the URL, which must hold none then
  unsigned readers = 0;                             // reader threads; 0 = one for each core, at least 2, at most 4
  unsigned server_lanes = 2;                        // connections that store readings, beside one for all other writes
  std::chrono::milliseconds busy_timeout{5'000};    // waiting for another process's lock on a file
  std::chrono::seconds server_connect_timeout{10};  // of each host; what the URL says goes before
  std::chrono::milliseconds server_statement_timeout{0};  // 0 = none
  std::chrono::milliseconds server_lock_timeout{20'000};  // 0 = none
  std::string instance = {};                              // as other servers know this one; nothing: instance_name()
  bool settles_commits = false;  // on a server: a COMMIT that nobody answered is settled, with the table notice_lane
  std::size_t max_group = 512;   // writes that may share one transaction
  std::size_t max_waiting = 100'000;   // queued jobs of each kind before Error(unavailable)
  bool create = true;                  // make a missing database file
  const base::Clock* clock = nullptr;  // of Session::now(); nothing: the system's. Outlives the database

  static DatabaseOptions from(const base::Config& config);
  /// For work that has the database to itself and takes as long as it takes: migrations, copies.
  static DatabaseOptions for_maintenance(const base::Config& config);
};

namespace detail {

struct NoticeEndpoint;

/// What the database threads know of a job that lives in its caller's frame.
class Job {
 public:
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  virtual ~Job() = default;
  /// Runs the function and keeps its result or exception.
  virtual void run(Session& session) noexcept = 0;
  virtual bool failed() const noexcept = 0;
  /// Replaces the result: the commit failed, or the job could not run at all.
  virtual void fail(std::exception_ptr error) noexcept = 0;
};

template <class F>
class JobOf final : public Job {
 public:
  using Result = std::invoke_result_t<F&, Session&>;

  explicit JobOf(F& fn) : fn_(fn) {}
  void run(Session& session) noexcept override {
    outcome_.run([&]() -> Result { return fn_(session); });
  }
  bool failed() const noexcept override { return outcome_.error() != nullptr; }
  void fail(std::exception_ptr error) noexcept override { outcome_.fail(std::move(error)); }
  Result take() { return outcome_.take(); }

 private:
  F& fn_;
  base::Outcome<Result> outcome_;
};

}  // namespace detail

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
    detail::JobOf<F> job(fn);
    co_await await_read(job);
    co_return job.take();
  }

  template <std::invocable<Session&> F>
  base::Task<Result<F>> write(F fn) {
    detail::JobOf<F> job(fn);
    co_await await_write(job);
    co_return job.take();
  }

  /// As write(); in addition jobs of one key run one after another in the order of submission, on every dialect.
  template <std::invocable<Session&> F>
  base::Task<Result<F>> write_in_order(std::int64_t key, F fn) {
    detail::JobOf<F> job(fn);
    co_await await_write_in_order(key, job);
    co_return job.take();
  }

  /// Blocking forms for start-up, command line and tests. Never call them on a network or database thread.
  template <std::invocable<Session&> F>
  Result<F> read_now(F fn) {
    detail::JobOf<F> job(fn);
    block_on_read(job);
    return job.take();
  }
  template <std::invocable<Session&> F>
  Result<F> write_now(F fn) {
    detail::JobOf<F> job(fn);
    block_on_write(job);
    return job.take();
  }

  /// True when a trivial query is answered by a reader within the deadline. Never throws, never blocks a thread.
  base::Task<bool> healthy(std::chrono::milliseconds deadline = std::chrono::milliseconds(1'000));

  /// Refuses new jobs with Error(unavailable), finishes the queued ones and closes all connections. Blocks; idempotent.
  void drain_and_close();

  const Dialect& dialect() const noexcept;

  /// A connection for a thread that waits on it, outside of the pool: to be given back before the database is closed.
  std::unique_ptr<Session> connect() const;
  detail::NoticeEndpoint notice_endpoint() const;

 private:
  class Impl;
  explicit Database(std::unique_ptr<Impl> impl);

  base::Task<void> await_read(detail::Job& job);
  base::Task<void> await_write(detail::Job& job);
  base::Task<void> await_write_in_order(std::int64_t key, detail::Job& job);
  void block_on_read(detail::Job& job);
  void block_on_write(detail::Job& job);

  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::db
