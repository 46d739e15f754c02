#include "db/health.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/guarded.h"
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
  const base::Timestamp now = session.now();
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
  std::optional<Health> kept() const {
    const auto write = write_.lock();
    if (const auto& last = write->last; last && last->good && Steady::now() < write->ended + kKept) return last;
    return std::nullopt;
  }
  /// True for the one who must run it.
  bool begin() {
    const auto write = write_.lock();
    if (std::exchange(write->is_running, true)) return false;
    write->began = Steady::now();
    return true;
  }
  void end(Health health) {
    const auto write = write_.lock();
    write->last = std::move(health);
    write->is_running = false;
    write->ended = Steady::now();
  }
  /// How the write ended, or nullopt while it runs.
  std::optional<Health> ended() const {
    const auto write = write_.lock();
    return write->is_running ? std::nullopt : write->last;
  }
  bool waits_too_long() const {
    const auto write = write_.lock();
    return write->is_running && Steady::now() > write->began + kLongestWait;
  }

 private:
  struct Write {
    bool is_running = false;
    std::optional<Health> last;
    Steady::time_point began;
    Steady::time_point ended;
  };

  Database& database_;
  base::Guarded<Write> write_;
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
