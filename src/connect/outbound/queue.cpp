#include "connect/outbound/queue.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/log.h"
#include "connect/outbound/store.h"

namespace openspc::connect::outbound {
namespace {

using std::chrono::milliseconds;

// Events of a burst share a write; nobody waits longer for it.
constexpr milliseconds kGather{20};
constexpr milliseconds kRetry{1'000};
constexpr std::size_t kRememberedSamples = 50'000;

}  // namespace

Queue::Queue(db::Database& database, base::EventBus& bus, const base::Clock& clock, std::function<void()> written)
    : database_(database), clock_(clock), written_(std::move(written)) {
  const auto listen = [&]<class Event>(std::type_identity<Event>) {
    subscriptions_.push_back(bus.subscribe<Event>([this](const Event& event) { take(event); }));
  };
  listen(std::type_identity<quality::judge::SampleProcessed>{});
  listen(std::type_identity<quality::judge::ViolationCreated>{});
  listen(std::type_identity<quality::judge::ViolationAcknowledged>{});
  listen(std::type_identity<quality::judge::LimitsUpdated>{});
}

Queue::~Queue() {
  stop();
}

void Queue::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Queue::stop() {
  subscriptions_.clear();
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void Queue::forget_brokers() {
  {
    const std::lock_guard lock(mutex_);
    receivers_known_ = false;
    anybody_ = true;
  }
  arrived_.notify_all();
}

void Queue::take(EngineEvent event) {
  const std::lock_guard lock(mutex_);
  if (!anybody_) return;
  if (waiting_.size() >= capacity) {
    const auto sample = std::find_if(waiting_.begin(), waiting_.end(), [](const Waiting& waiting) {
      return kind_of(waiting.event) == OutboundEvent::sample;
    });
    waiting_.erase(sample == waiting_.end() ? waiting_.begin() : sample);
    ++dropped_;
  }
  waiting_.push_back({std::move(event), clock_.now()});
  if (waiting_.size() == 1) arrived_.notify_all();
}

void Queue::run(const std::stop_token& stop) {
  std::vector<Waiting> events;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (events.empty()) arrived_.wait(lock, stop, [&] { return !waiting_.empty() || !receivers_known_; });
      // A little later the rest of the burst is there.
      arrived_.wait_for(lock, stop, events.empty() ? kGather : kRetry, [] { return false; });
      std::move(waiting_.begin(), waiting_.end(), std::back_inserter(events));
      waiting_.clear();
      if (const auto dropped = std::exchange(dropped_, 0))
        base::log::warning("events_not_published", {{"count", dropped}, {"reason", "too many wait"}});
    }
    const bool written = write(events);
    if (written) events.clear();
    if (stop.stop_requested()) return;
  }
}

// Notes the sample in `told` when it may be.
bool Queue::may_tell(const Receiver& receiver, const Waiting& waiting, LastTold& told) const {
  if (!is_wanted(receiver, waiting.event)) return false;
  if (kind_of(waiting.event) != OutboundEvent::sample) return true;
  const auto interval =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::duration<double>(receiver.rate_limit));
  const std::pair key{receiver.broker, characteristic_of(waiting.event)};
  if (const auto last = last_sample_.find(key); last != last_sample_.end()) told.insert(*last);
  const auto [last, is_first] = told.try_emplace(key, waiting.at);
  if (!is_first && waiting.at - last->second < interval) return false;
  last->second = waiting.at;
  return true;
}

// Decided outside of the write, which may fail or run twice.
std::vector<Queue::Telling> Queue::to_tell(const std::vector<Waiting>& events, LastTold& told) const {
  std::vector<Telling> tellings;
  for (const Waiting& waiting : events)
    for (const Receiver& receiver : receivers_)
      if (may_tell(receiver, waiting, told)) tellings.push_back({&receiver, &waiting});
  return tellings;
}

void Queue::store(db::Session& session, const std::vector<Telling>& tellings) const {
  std::map<base::CharacteristicId, std::optional<PlaceNames>> places;
  for (const auto& [receiver, what] : tellings) {
    const auto id = characteristic_of(what->event);
    auto [place, is_new] = places.try_emplace(id);
    if (is_new) place->second = outbound_store::place_of(session, id);
    const std::string topic =
        outbound_topic(receiver->topic_prefix, place->second.value_or(PlaceNames{}), kind_of(what->event));
    outbound_store::append(session, receiver->broker, {0, topic, outbound_json(what->event, what->at)}, what->at);
  }
  for (const Receiver& receiver : receivers_) outbound_store::trim(session, receiver.broker, kept_for_a_broker);
}

bool Queue::write(const std::vector<Waiting>& events) {
  bool known = false;
  {
    const std::lock_guard lock(mutex_);
    known = std::exchange(receivers_known_, true);
  }
  std::vector<Telling> tellings;
  try {
    if (!known)
      receivers_ = database_.read_now([](db::Session& session) { return outbound_store::receivers(session); });
    LastTold told;
    tellings = to_tell(events, told);
    if (!tellings.empty()) database_.write_now([&](db::Session& session) { store(session, tellings); });
    for (const auto& [key, at] : told) last_sample_[key] = at;
  } catch (const std::exception& error) {
    base::log::warning("events_wait_for_the_database", {{"count", events.size()}, {"reason", error.what()}});
    forget_brokers();
    return false;
  }
  if (last_sample_.size() > kRememberedSamples) last_sample_.clear();
  {
    const std::lock_guard lock(mutex_);
    anybody_ = !receivers_.empty() || !receivers_known_;
  }
  if (!tellings.empty()) written_();
  return true;
}

}  // namespace openspc::connect::outbound
