#include "connect/source/link_keeper.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "connect/source/backoff.h"
#include "db/leases.h"

namespace openspc::connect::source {

using std::chrono::milliseconds;

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
    std::exception_ptr failure;
    try {
      attempt();
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) {
      const After after = note_end(failure);
      if (after == After::end) return;
      lost();
      if (after == After::end_without_lease) return;
    }
    // A connection that came about ends the waiting of earlier failures.
    if (status().last_connected != before) backoff.reset();
    pause(backoff.next(), stop);
  }
}

LinkKeeper::After LinkKeeper::note_end(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const LinkEnding&) {
    return After::end;
  } catch (const db::LeaseLost& loss) {
    note_failure(loss);
    return After::end_without_lease;
  } catch (const std::exception& error) {
    note_failure(error);
  }
  return After::try_again;
}

milliseconds LinkKeeper::StoreRetry::next() {
  return std::exchange(wait_, std::min(wait_ * 2, last));
}

bool LinkKeeper::stored(const std::function<void()>& write, const StoreRetry& retry) {
  try {
    write();
    if (retry.has_waited()) note_error({});
    return true;
  } catch (const base::Error& error) {
    if (error.kind() != base::ErrorKind::unavailable) throw;
    logger_.warning("measurements_wait_for_the_database", {{"reason", error.detail()}});
    note_error("Measurements wait: " + error.detail());
    return false;
  }
}

void LinkKeeper::persist(const std::stop_token& stop, const std::function<void()>& write) {
  StoreRetry retry;
  for (;;) {
    if (stop.stop_requested()) throw LinkEnding{};
    if (stored(write, retry)) return;
    pause(retry.next(), stop);
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

}  // namespace openspc::connect::source
