// Jobs that wait for a database thread, and whom to wake when they have ended. Private to db/; any thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/executors.h"
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
      const std::lock_guard lock(mutex_);
      if (closed_) throw base::unavailable("The database is closed");
      if (jobs_.size() >= max_waiting_) throw base::unavailable("The database is overloaded; try again");
      jobs_.push_back(Pending{&job, std::forward<Waiter>(waiter), key});
    }
    wake_.notify_one();
  }

  /// Waits for at least one job and takes up to `max` of those that wait; empty once closed and drained.
  std::vector<Pending> take(std::size_t max) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
    std::vector<Pending> taken;
    while (!jobs_.empty() && taken.size() < max) {
      taken.push_back(std::move(jobs_.front()));
      jobs_.pop_front();
    }
    return taken;
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    wake_.notify_all();
  }

 private:
  const std::size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Pending> jobs_;
  bool closed_ = false;
};

}  // namespace openspc::db::detail
