#include "base/executors.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/guarded.h"
#include "base/log.h"

namespace openspc::base {

class Resume::State {
 public:
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  virtual ~State() = default;
  virtual void resume() = 0;
};

namespace {

/// Owns the completion handler, and through it the suspended coroutine; the work guard keeps its io_context running.
template <class Handler>
class HandlerState final : public Resume::State {
 public:
  explicit HandlerState(Handler handler)
      : work_(boost::asio::get_associated_executor(handler)), handler_(std::move(handler)) {}

  void resume() override { boost::asio::post(std::move(handler_)); }

 private:
  boost::asio::executor_work_guard<boost::asio::associated_executor_t<Handler>> work_;
  Handler handler_;
};

}  // namespace

Resume::Resume(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Resume::Resume(Resume&&) noexcept = default;

Resume& Resume::operator=(Resume&& other) noexcept {
  if (this != &other) {
    (*this)();
    state_ = std::move(other.state_);
  }
  return *this;
}

Resume::~Resume() {
  (*this)();
}

void Resume::operator()() noexcept {
  if (const auto state = std::exchange(state_, nullptr)) state->resume();
}

Task<void> suspend(std::function<void(Resume&&)> start) {
  std::exception_ptr error;
  auto initiate = [&start, &error](auto handler) {
    // Once the Resume has left for another thread, that thread may end this coroutine's frame at any moment: from then
    // on only this function's own variables may be touched.
    const auto own_start = std::move(start);
    Resume resume(std::make_unique<HandlerState<decltype(handler)>>(std::move(handler)));
    try {
      own_start(std::move(resume));
    } catch (...) {
      error = std::current_exception();
    }
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void()>(initiate,
                                                                                      boost::asio::use_awaitable);
  if (error) std::rethrow_exception(error);
}

class WorkerPool::Impl {
 public:
  explicit Impl(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  ~Impl() {
    waiting_.lock()->is_ending = true;
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

  void post(std::function<void()> job) {
    {
      const auto waiting = waiting_.lock();
      if (waiting->is_ending) throw unavailable("The server is shutting down");
      if (waiting->jobs.size() >= max_waiting) throw unavailable("The server is overloaded");
      waiting->jobs.push_back(std::move(job));
    }
    wake_.notify_one();
  }

 private:
  struct Waiting {
    std::deque<std::function<void()>> jobs;
    bool is_ending = false;
  };

  void work() {
    while (const auto job = next()) run(job);
  }

  /// Nothing: all are done, and there will be no other.
  std::function<void()> next() {
    auto waiting = waiting_.lock();
    waiting.wait(wake_, [](const Waiting& now) { return now.is_ending || !now.jobs.empty(); });
    if (waiting->jobs.empty()) return nullptr;
    auto job = std::move(waiting->jobs.front());
    waiting->jobs.pop_front();
    return job;
  }

  static void run(const std::function<void()>& job) {
    try {
      job();
    } catch (const std::exception& error) {
      log::error("background_job_failed", {{"error", error.what()}});
    } catch (...) {
      log::error("background_job_failed");
    }
  }

  Guarded<Waiting> waiting_;
  std::condition_variable wake_;
  std::vector<std::thread> threads_;
};

WorkerPool::WorkerPool(std::size_t threads) : impl_(std::make_unique<Impl>(threads)) {}
WorkerPool::~WorkerPool() = default;

void WorkerPool::post(std::function<void()> job) {
  impl_->post(std::move(job));
}

}  // namespace openspc::base
