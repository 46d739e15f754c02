// Jobs that wait for a database thread, and whom to wake when they have ended. Private to db/; any thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/executors.h"
#include "base/guarded.h"
#include "db/database.h"

namespace openspc::db::detail {

/// A job and whom to tell that it has ended: a suspended coroutine, or anything else.
struct Pending {
  Job* job;
  std::variant<base::Resume, std::function<void()>> waiter;
  std::optional<std::int64_t> key = {};  // of jobs that run one after another

  /// The job may be gone as soon as this returns.
  void finish() noexcept {
    std::visit([](auto& wake) { wake(); }, waiter);
  }
};

class JobQueue {
 public:
  explicit JobQueue(std::size_t max_waiting) : max_waiting_(max_waiting) {}

  /// Throws Error(unavailable), leaving `waiter` as it was, when the queue is closed or full.
  template <class Waiter>
  void push(Job& job, Waiter&& waiter, std::optional<std::int64_t> key = {}) {
    {
      const auto waiting = waiting_.lock();
      if (waiting->closed) throw base::unavailable("The database is closed");
      if (waiting->jobs.size() >= max_waiting_) throw base::unavailable("The database is overloaded; try again");
      waiting->jobs.push_back(Pending{&job, std::forward<Waiter>(waiter), key});
    }
    wake_.notify_one();
  }

  /// Waits for at least one job and takes up to `max` of those that wait; empty once closed and drained.
  std::vector<Pending> take(std::size_t max) {
    auto waiting = waiting_.lock();
    waiting.wait(wake_, [](const Waiting& now) { return now.closed || !now.jobs.empty(); });
    std::vector<Pending> taken;
    while (!waiting->jobs.empty() && taken.size() < max) {
      taken.push_back(std::move(waiting->jobs.front()));
      waiting->jobs.pop_front();
    }
    return taken;
  }

  void close() {
    waiting_.lock()->closed = true;
    wake_.notify_all();
  }

 private:
  struct Waiting {
    std::deque<Pending> jobs;
    bool closed = false;
  };

  const std::size_t max_waiting_;
  base::Guarded<Waiting> waiting_;
  std::condition_variable wake_;
};

}  // namespace openspc::db::detail
