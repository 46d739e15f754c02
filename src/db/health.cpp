#include "db/health.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/time.h"
#include "db/session_impl.h"

namespace openspc::db {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::seconds kKept{1};
constexpr std::chrono::seconds kLongestWait{10};
constexpr std::chrono::milliseconds kLook{5};
// As much as a large request writes: after a shortage, room for less is no recovery.
constexpr std::size_t kLoad = 256U << 10U;

/// Writes a row, or what a large request writes when room was short.
void write_something(Session& session) {
  detail::StorageState& storage = session.impl().storage();
  const bool was_short = storage.is_short();
  const std::string load(was_short ? kLoad : 1, '.');
  const base::Timestamp now = base::SystemClock().now();
  const auto changed =
      session.execute("UPDATE storage_probe SET checked_at = ?, content = ? WHERE id = ?", now, load, std::int64_t{1});
  if (changed == 0)
    session.execute("INSERT INTO storage_probe (id, checked_at, content) VALUES (?, ?, ?)", std::int64_t{1}, now, load);
  if (was_short) session.after_commit([&storage] { storage.end_shortage(); });
}

}  // namespace

/// The write that is under way, if one is, and how the last one ended. It may outlive the request that began it.
class HealthCheck::Probe {
 public:
  explicit Probe(Database& database) : database_(database) {}

  static base::Task<void> run(std::shared_ptr<Probe> probe);

  Database& database() { return database_; }

  /// The last verdict when it is good and young.
  std::optional<Health> kept() {
    const std::lock_guard lock(mutex_);
    if (last_ && last_->good && Steady::now() < ended_ + kKept) return last_;
    return std::nullopt;
  }
  /// True for the one who must run it.
  bool begin() {
    const std::lock_guard lock(mutex_);
    if (std::exchange(running_, true)) return false;
    began_ = Steady::now();
    return true;
  }
  void end(Health health) {
    const std::lock_guard lock(mutex_);
    last_ = std::move(health);
    running_ = false;
    ended_ = Steady::now();
  }
  /// How the write ended, or nullopt while it runs.
  std::optional<Health> ended() {
    const std::lock_guard lock(mutex_);
    return running_ ? std::nullopt : last_;
  }
  bool waits_too_long() {
    const std::lock_guard lock(mutex_);
    return running_ && Steady::now() > began_ + kLongestWait;
  }

 private:
  Database& database_;
  std::mutex mutex_;
  bool running_ = false;
  std::optional<Health> last_;
  Steady::time_point began_;
  Steady::time_point ended_;
};

HealthCheck::HealthCheck(Database& database) : probe_(std::make_shared<Probe>(database)) {}

base::Task<void> HealthCheck::Probe::run(std::shared_ptr<Probe> probe) {
  Health health{true, {}};
  try {
    const auto job = [](Session& session) { write_something(session); };
    co_await probe->database_.write(job);
  } catch (const base::Error& error) {
    health = {false, error.detail()};
  } catch (const std::exception&) {
    health = {false, "The database takes no write"};
  }
  probe->end(std::move(health));
}

base::Task<Health> HealthCheck::check(std::chrono::milliseconds patience) {
  const std::shared_ptr<Probe> probe = probe_;
  if (auto kept = probe->kept()) co_return *std::move(kept);
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  if (probe->begin()) boost::asio::co_spawn(executor, Probe::run(probe), boost::asio::detached);
  boost::asio::steady_timer timer(executor);
  std::optional<Health> written = probe->ended();
  for (const auto deadline = Steady::now() + patience; !written && Steady::now() < deadline; written = probe->ended()) {
    timer.expires_after(kLook);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  if (written && !written->good) co_return *std::move(written);
  if (probe->waits_too_long()) co_return Health{false, "The database has taken no write for ten seconds"};
  const bool answers = co_await probe->database().healthy(patience);
  co_return answers ? Health{true, {}} : Health{false, "The database does not answer"};
}

}  // namespace openspc::db
