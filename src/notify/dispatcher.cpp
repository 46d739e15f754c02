#include "notify/dispatcher.h"

#include <type_traits>
#include <utility>

#include "base/log.h"
#include "quality/events.h"

namespace openspc::notify {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kLookEvery{1'000};
// The violations of one burst share a write, and a repetition is known as one.
constexpr milliseconds kGather{50};
constexpr seconds kLeaseEvery{2}, kSettleEvery{5}, kSilenceEvery{10};
constexpr std::chrono::minutes kForgetEvery{10};
constexpr std::int64_t kTheLease = 1;

}  // namespace

bool Dispatcher::Rhythm::is_due() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return false;
  next_ = now + every_;
  return true;
}

Dispatcher::Dispatcher(db::Database& database, base::EventBus& bus, const base::Clock& clock, Sender& sender)
    : leases_(database, "notify"),
      planner_(database, clock, clock.now()),
      courier_(database, clock, sender, [this] { wake(false); }),
      lease_rhythm_(kLeaseEvery),
      settle_rhythm_(kSettleEvery),
      silence_rhythm_(kSilenceEvery),
      forget_rhythm_(kForgetEvery) {
  const auto listen = [&]<class Event>(std::type_identity<Event>, bool settle) {
    subscriptions_.push_back(bus.subscribe<Event>([this, settle](const Event&) { wake(settle); }));
  };
  listen(std::type_identity<quality::ViolationCreated>{}, false);
  listen(std::type_identity<quality::LimitsUpdated>{}, false);
  listen(std::type_identity<quality::ViolationAcknowledged>{}, true);
  listen(std::type_identity<quality::SamplesChanged>{}, true);
}

Dispatcher::~Dispatcher() {
  stop();
}

void Dispatcher::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Dispatcher::stop() {
  subscriptions_.clear();
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  try {
    if (lease_) leases_.release({kTheLease});
  } catch (const std::exception& error) {
    base::log::warning("leases_not_released", {{"reason", error.what()}});
  }
}

void Dispatcher::refresh() {
  wake(false);
}

void Dispatcher::wake(bool settle) {
  const std::lock_guard lock(mutex_);
  settle_ = settle_ || settle;
  if (std::exchange(woken_, true)) return;
  changed_.notify_all();
}

void Dispatcher::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      look(stop);
    } catch (const db::LeaseLost&) {
      lease_.reset();
    } catch (const std::exception& error) {
      base::log::warning("notifications_wait", {{"reason", error.what()}});
    }
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, kLookEvery, [&] { return woken_; });
    if (!woken_) continue;
    changed_.wait_for(lock, stop, kGather, [] { return false; });
    woken_ = false;
    if (std::exchange(settle_, false)) settle_rhythm_.hurry();
  }
}

bool Dispatcher::keep_lease(bool is_needed) {
  if (!is_needed) {
    if (std::exchange(lease_, std::nullopt)) leases_.release({kTheLease});
    return false;
  }
  if (lease_ && !lease_rhythm_.is_due()) return true;
  const db::Leases::Round round = leases_.keep({kTheLease});
  const auto held = round.held.find(kTheLease);
  lease_ = held == round.held.end() ? std::nullopt : std::optional(held->second);
  return lease_.has_value();
}

void Dispatcher::look(const std::stop_token& stop) {
  // A server without rules leaves the disk alone.
  if (!keep_lease(planner_.has_work())) return;
  courier_.record_finished(*lease_);
  while (planner_.take_news(*lease_) && !stop.stop_requested()) keep_lease(true);
  if (settle_rhythm_.is_due()) planner_.settle_acknowledged(lease_.value());
  planner_.escalate(lease_.value());
  if (silence_rhythm_.is_due()) planner_.watch_silence(lease_.value());
  planner_.release_held(lease_.value());
  if (forget_rhythm_.is_due()) planner_.forget_old(lease_.value());
  courier_.send_due();
}

}  // namespace openspc::notify
