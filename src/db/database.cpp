#include "db/database.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/config.h"
#include "base/log.h"
#include "db/leases.h"
#include "db/notice/bell.h"
#include "db/session_impl.h"
#include "db/strategy/job_queue.h"
#include "db/strategy/lanes.h"
#include "db/strategy/reopen.h"
#include "db/strategy/writer.h"

namespace openspc::db {
namespace {

using detail::JobQueue;

/// A thread with a connection of its own; each job sees one snapshot.
class Reader {
 public:
  Reader(const DatabaseUrl& url, const DatabaseOptions& options, JobQueue& queue,
         std::shared_ptr<detail::StorageState> state)
      : queue_(queue),
        session_(std::make_unique<detail::SessionImpl>(url, driver::Role::reader, options, std::move(state))),
        thread_([this] { work(); }) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  /// The queue must be closed; finishes what is in it.
  ~Reader() { thread_.join(); }

 private:
  void work() {
    for (auto taken = queue_.take(1); !taken.empty(); taken = queue_.take(1)) {
      run(*taken.front().job);
      taken.front().finish();
    }
  }

  void run(detail::Job& job) {
    const bool was_open = session_.impl().is_open();
    attempt(job);
    // A read harms nothing when it runs again on a new connection; one that cannot be had is not asked for twice.
    if (was_open && !session_.impl().is_open()) attempt(job);
  }

  void attempt(detail::Job& job) {
    try {
      detail::reopen_if_lost(session_);
      session_.execute(session_.dialect().begin_read());
      job.run(session_);
      session_.execute("COMMIT");
    } catch (...) {
      // Only BEGIN and COMMIT throw here; the snapshot must end or the log could never be checkpointed.
      job.fail(std::current_exception());
      end_transaction();
    }
  }

  void end_transaction() noexcept {
    try {
      if (session_.impl().in_transaction()) session_.execute("ROLLBACK");
    } catch (const std::exception& error) {
      base::log::error("rollback_failed", {{"error", error.what()}});
    }
  }

  JobQueue& queue_;
  Session session_;
  std::thread thread_;
};

unsigned reader_count(const DatabaseOptions& options) {
  return options.readers > 0 ? options.readers : std::clamp(std::thread::hardware_concurrency(), 2u, 4u);
}

/// A health check that may outlive the caller who asked for it. Whoever is first, the reader or the deadline, resumes
/// the caller. It knows nothing of the caller's timer, because its last owner may be the reader's thread, and by then
/// the io_context of that timer may be gone.
class Probe final : public detail::Job {
 public:
  explicit Probe(base::Resume&& caller) : caller_(std::move(caller)) {}

  void run(Session& session) noexcept override {
    try {
      // Something that must be read from the file: a constant is known without it.
      session.each<std::string>(session.dialect().tables_query(), [](const std::string&) {});
      good_ = true;
    } catch (...) {
      good_ = false;
    }
  }
  bool failed() const noexcept override { return !good_; }
  void fail(std::exception_ptr) noexcept override { good_ = false; }

  /// Writes the verdict into the caller's frame, which lives until it has been resumed.
  void resume_caller(bool& verdict) {
    const std::lock_guard lock(mutex_);
    if (std::exchange(resumed_, true)) return;
    verdict = good_;
    caller_();
  }

 private:
  std::mutex mutex_;
  base::Resume caller_;
  bool resumed_ = false;
  std::atomic<bool> good_ = false;
};

}  // namespace

/// Members in the order of their end in reverse: threads stop before the queues that they take from.
class Database::Impl {
 public:
  Impl(const DatabaseUrl& url, const DatabaseOptions& options)
      : dialect(url.kind),
        reads(options.max_waiting),
        notices{.instance = options.instance.empty() ? instance_name() : options.instance,
                .bell = std::make_shared<detail::Bell>()},
        url_(url),
        options_(options),
        state_(std::make_shared<detail::StorageState>()),
        writes_(options.max_waiting) {
    // The writer first: it creates the file and switches the journal.
    if (url.is_file()) {
      writer_ = std::make_unique<detail::Writer>(url, options, writes_, state_, notices);
      notices.lanes = {writer_->notice_lane()};
    } else {
      lanes_ = std::make_unique<detail::Lanes>(url, options, state_, notices);
      notices.lanes = lanes_->notice_lanes();
    }
    try {
      for (unsigned i = 0; i < reader_count(options); ++i) {
        readers_.push_back(std::make_unique<Reader>(url, options, reads, state_));
      }
    } catch (...) {
      close();
      throw;
    }
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { close(); }

  /// One writer takes all jobs in the order of submission, whatever their key; lanes have a queue each.
  JobQueue& writes_of(std::optional<std::int64_t> key) { return lanes_ ? lanes_->queue_for(key) : writes_; }

  void close() {
    writes_.close();
    if (lanes_) lanes_->close();
    reads.close();
    // The writer's connection last: closing the last one folds the write-ahead log into the database.
    const std::lock_guard lock(closing_);
    readers_.clear();
    writer_.reset();
    if (lanes_) lanes_->finish();
  }

  std::unique_ptr<Session> connect() const {
    return std::make_unique<Session>(
        std::make_unique<detail::SessionImpl>(url_, driver::Role::reader, options_, state_));
  }

  const Dialect dialect;
  JobQueue reads;
  detail::NoticeEndpoint notices;

 private:
  const DatabaseUrl url_;
  const DatabaseOptions options_;
  const std::shared_ptr<detail::StorageState> state_;
  std::mutex closing_;
  JobQueue writes_;
  std::unique_ptr<detail::Writer> writer_;
  std::unique_ptr<detail::Lanes> lanes_;
  std::vector<std::unique_ptr<Reader>> readers_;
};

namespace {

base::Task<void> await_job(JobQueue& queue, detail::Job& job, std::optional<std::int64_t> key = {}) {
  std::function<void(base::Resume&&)> start = [&queue, &job, key](base::Resume&& resume) {
    queue.push(job, std::move(resume), key);
  };
  return base::suspend(std::move(start));
}

void block_on(JobQueue& queue, detail::Job& job) {
  std::promise<void> ended;
  queue.push(job, std::function<void()>([&ended] { ended.set_value(); }));
  ended.get_future().wait();
}

}  // namespace

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

DatabaseOptions DatabaseOptions::from(const base::Config& config) {
  DatabaseOptions options;
  options.server_password = config.database_password;
  options.readers = config.database_readers;
  options.server_lanes = config.database_lanes;
  options.server_connect_timeout = config.database_connect_timeout;
  options.server_statement_timeout = config.database_statement_timeout;
  options.settles_commits = true;
  return options;
}

DatabaseOptions DatabaseOptions::for_maintenance(const base::Config& config) {
  DatabaseOptions options = from(config);
  options.readers = 1;
  options.server_lanes = 1;
  options.busy_timeout = std::chrono::minutes(1);
  options.settles_commits = false;  // the schema may be another one
  options.server_statement_timeout = options.server_lock_timeout = std::chrono::milliseconds(0);
  return options;
}

std::unique_ptr<Database> Database::open(std::string_view url, const DatabaseOptions& options) {
  const auto place = parse_database_url(url, options.server_password);
  return std::unique_ptr<Database>(new Database(std::make_unique<Impl>(place, options)));
}

base::Task<void> Database::await_read(detail::Job& job) {
  return await_job(impl_->reads, job);
}
base::Task<void> Database::await_write(detail::Job& job) {
  return await_job(impl_->writes_of({}), job);
}

base::Task<void> Database::await_write_in_order(std::int64_t key, detail::Job& job) {
  return await_job(impl_->writes_of(key), job, key);
}

void Database::block_on_read(detail::Job& job) {
  block_on(impl_->reads, job);
}
void Database::block_on_write(detail::Job& job) {
  block_on(impl_->writes_of({}), job);
}

base::Task<bool> Database::healthy(std::chrono::milliseconds deadline) {
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  const auto timer = std::make_shared<boost::asio::steady_timer>(executor, deadline);
  bool good = false;
  std::function<void(base::Resume&&)> start = [timer, &good, &reads = impl_->reads](base::Resume&& resume) {
    const auto probe = std::make_shared<Probe>(std::move(resume));
    timer->async_wait([timer, probe, &good](const boost::system::error_code&) { probe->resume_caller(good); });
    try {
      reads.push(*probe, std::function<void()>([probe, &good] { probe->resume_caller(good); }));
    } catch (const base::Error&) {
      probe->resume_caller(good);
    }
  };
  co_await base::suspend(std::move(start));
  timer->cancel();
  co_return good;
}

void Database::drain_and_close() {
  impl_->close();
}

std::unique_ptr<Session> Database::connect() const {
  return impl_->connect();
}

detail::NoticeEndpoint Database::notice_endpoint() const {
  return impl_->notices;
}

const Dialect& Database::dialect() const noexcept {
  return impl_->dialect;
}

}  // namespace openspc::db
