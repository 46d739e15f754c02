#include "connect/link_keeper.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "connect/backoff.h"
#include "db/leases.h"

namespace openspc::connect {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstStoreRetry{100};
constexpr milliseconds kLastStoreRetry{5'000};

}  // namespace

LinkKeeper::LinkKeeper(Subject subject, const base::Clock& clock)
    : subject_(std::move(subject)),
      logger_(base::log::Logger("openspc.connect." + subject_.what)
                  .with(subject_.what, std::to_string(subject_.id))
                  .with("name", subject_.name)),
      clock_(clock) {}

void LinkKeeper::run(const std::stop_token& stop, milliseconds longest_pause, const std::function<void()>& attempt,
                     const std::function<void()>& lost) {
  Backoff backoff(longest_pause);
  while (!stop.stop_requested()) {
    const auto before = status().last_connected;
    try {
      attempt();
    } catch (const LinkEnding&) {
      return;
    } catch (const db::LeaseLost& loss) {
      note_failure(loss);
      return lost();
    } catch (const std::exception& error) {
      note_failure(error);
      lost();
    }
    // A connection that came about ends the waiting of earlier failures.
    if (status().last_connected != before) backoff.reset();
    pause(backoff.next(), stop);
  }
}

void LinkKeeper::persist(const std::stop_token& stop, const std::function<void()>& write) {
  for (milliseconds wait = kFirstStoreRetry;; wait = std::min(wait * 2, kLastStoreRetry)) {
    if (stop.stop_requested()) throw LinkEnding{};
    try {
      write();
      if (wait > kFirstStoreRetry) note_error({});
      return;
    } catch (const base::Error& error) {
      if (error.kind() != base::ErrorKind::unavailable) throw;
      logger_.warning("measurements_wait_for_the_database", {{"reason", error.detail()}});
      note_error("Measurements wait: " + error.detail());
    }
    pause(wait, stop);
  }
}

void LinkKeeper::hurry() {
  {
    const std::lock_guard lock(mutex_);
    hurried_ = !status_.connected;
  }
  changed_.notify_all();
}

void LinkKeeper::pause(milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, time, [this] { return hurried_; });
  hurried_ = false;
}

ConnectionStatus LinkKeeper::status() const {
  const std::lock_guard lock(mutex_);
  ConnectionStatus status = status_;
  status.messages_per_second = rate_.per_second(clock_.now());
  return status;
}

void LinkKeeper::note_messages(std::size_t count) {
  const std::lock_guard lock(mutex_);
  rate_.add(static_cast<std::int64_t>(count), clock_.now());
}

void LinkKeeper::note_error(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  status_.error = reason;
}

void LinkKeeper::note_connected() {
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  ++status_.attempts;
  if (status_.last_connected) ++status_.reconnects;
  status_.connected = true;
  status_.connected_since = status_.last_connected = now;
  status_.error.clear();
  status_.is_untrusted = false;
  logger_.info(subject_.what + "_connected");
}

void LinkKeeper::note_failure(const std::exception& failure) {
  const std::string reason = failure.what();
  const std::lock_guard lock(mutex_);
  ++status_.attempts;
  if (status_.connected || status_.error != reason)
    logger_.warning(subject_.what + "_not_connected", {{"reason", reason}});
  status_.connected = false;
  status_.connected_since.reset();
  status_.error = reason;
  status_.is_untrusted = dynamic_cast<const UntrustedPeer*>(&failure) != nullptr;
}

}  // namespace openspc::connect
