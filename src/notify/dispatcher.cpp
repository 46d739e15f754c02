#include "notify/dispatcher.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "base/certain.h"
#include "base/log.h"
#include "peers/heard.h"
#include "quality/judge/events.h"
#include "quality/judge/hear_violations.h"

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
      database_(database),
      sender_(sender),
      courier_(database, clock, sender, [this] { one_has_ended(); }),
      lease_rhythm_(kLeaseEvery),
      settle_rhythm_(kSettleEvery),
      silence_rhythm_(kSilenceEvery),
      forget_rhythm_(kForgetEvery) {
  const auto listen = [&]<class Event>(std::type_identity<Event>, bool settle) {
    peers::hear_at_once<Event>(bus, subscriptions_, [this, settle](const Event&) { wake(settle); });
  };
  listen(std::type_identity<quality::judge::ViolationCreated>{}, false);
  quality::judge::hear_violations(bus, subscriptions_, [this](const auto&, peers::Origin) { wake(false); });
  listen(std::type_identity<quality::judge::LimitsUpdated>{}, false);
  listen(std::type_identity<quality::judge::ViolationAcknowledged>{}, true);
  listen(std::type_identity<quality::judge::SamplesChanged>{}, true);
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
  news_.lock()->ending = true;
  changed_.notify_all();
  thread_.join();
  try {
    if (lease_) leases_.release({kTheLease});
  } catch (const std::exception& error) {
    base::log::warning("leases_not_released", {{"reason", error.what()}});
  }
}

void Dispatcher::refresh() {
  news_.lock()->changed_by_people = true;
  wake(false);
}

void Dispatcher::one_has_ended() {
  if (!std::exchange(news_.lock()->finished, true)) changed_.notify_all();
}

void Dispatcher::wake(bool settle) {
  const auto news = news_.lock();
  news->settle = news->settle || settle;
  if (!std::exchange(news->woken, true)) changed_.notify_all();
}

void Dispatcher::guarded(const std::function<void()>& work) {
  try {
    work();
  } catch (const db::LeaseLost&) {
    lease_.reset();
  } catch (const std::exception& error) {
    base::log::warning("notifications_wait", {{"reason", error.what()}});
  }
}

void Dispatcher::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    guarded([&] { look(stop); });
    send_until_next_look(stop);
  }
}

void Dispatcher::send_until_next_look(const std::stop_token& stop) {
  const auto regular = std::chrono::steady_clock::now() + kLookEvery;
  std::optional<SteadyTime> gathered;
  while (!stop.stop_requested()) {
    {
      auto news = news_.lock();
      news.wait_until(changed_, gathered.value_or(regular),
                      [&](const News& now) { return now.ending || now.finished || (now.woken && !gathered); });
      if (news->woken && !gathered) gathered = std::min(regular, std::chrono::steady_clock::now() + kGather);
      if (std::chrono::steady_clock::now() >= gathered.value_or(regular)) break;
      if (!std::exchange(news->finished, false)) continue;
    }
    guarded([&] { send_next(); });
  }
  // Whatever came until now the look that follows will see.
  const auto news = news_.lock();
  news->woken = news->finished = false;
  if (std::exchange(news->settle, false)) settle_rhythm_.hurry();
}

void Dispatcher::send_next() {
  if (!lease_) return;
  courier_.record_finished(*lease_);
  courier_.send_due();
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
  sender_.store_renewals(database_);
  // A server without rules leaves the disk alone.
  if (!keep_lease(planner_.has_work())) return;
  if (std::exchange(news_.lock()->changed_by_people, false)) courier_.end_pauses();
  courier_.record_finished(base::certain(lease_));
  while (planner_.take_news(base::certain(lease_)) && !stop.stop_requested()) keep_lease(true);
  const db::LeaseToken lease = base::certain(lease_);
  if (settle_rhythm_.is_due()) planner_.settle_acknowledged(lease);
  planner_.watch_connections(lease);
  planner_.escalate(lease);
  if (silence_rhythm_.is_due()) planner_.watch_silence(lease);
  planner_.release_held(lease);
  if (forget_rhythm_.is_due()) planner_.forget_old(lease);
  courier_.send_due();
}

}  // namespace openspc::notify
