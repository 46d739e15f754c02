#include "connect/brokers/broker_link.h"

#include <algorithm>
#include <future>
#include <utility>

namespace openspc::connect::brokers {
namespace {

using std::chrono::milliseconds;

// Large enough for the throughput of group commit, small enough for little memory and short waits.
constexpr std::size_t kBatch = 16'384;
// From so many messages on, reading beside the disk is worth a thread.
constexpr std::size_t kFlood = 512;

// A message that is to be acknowledged forbids it: reading may write what acknowledgements wait.
bool is_flood(const std::vector<mqtt::Message>& batch) {
  return batch.size() >= kFlood && std::ranges::all_of(batch, [](const mqtt::Message& m) { return m.qos == 0; });
}

}  // namespace

BrokerLink::BrokerLink(mqtt::LinkSettings settings, std::shared_ptr<const SourceMap> sources, db::Database& database,
                       quality::sample::Intake& intake, mqtt::LinkPool& pool, const base::Clock& clock)
    : database_(database),
      clock_(clock),
      broker_(settings.broker),
      ingest_(settings.broker, settings.held_lease(), database, intake, clock),
      new_sources_(std::move(sources)),
      task_(std::move(settings), pool, clock,
            {.serve = [this](mqtt::Session& session, bool session_present, const std::stop_token& stop) {
              return serve(session, session_present, stop);
            }}) {
  task_.start();
}

void BrokerLink::use(std::shared_ptr<const SourceMap> sources) {
  {
    const std::lock_guard lock(mutex_);
    new_sources_ = std::move(sources);
  }
  task_.wake();
}

mqtt::LinkStatus BrokerLink::status() const {
  mqtt::LinkStatus status = task_.status();
  status.counts = ingest_.counts();
  status.lag = ingest_.lag();
  const std::lock_guard lock(mutex_);
  status.topics = topics_;
  return status;
}

base::Task<void> BrokerLink::serve(mqtt::Session& session, bool session_present, const std::stop_token& stop) {
  {
    const std::lock_guard lock(mutex_);
    if (!new_sources_) new_sources_ = std::exchange(sources_, nullptr);
  }
  const std::function<void()> begin = [&] { ingest_.connected(session_present); };
  co_await task_.persist(stop, begin);
  std::set<std::string> subscribed;
  if (session_present)
    subscribed = database_.read_now([&](db::Session& db) { return ingest_store::load_subscriptions(db, broker_); });
  adopt_sources(session, subscribed);
  tell_service(session, subscribed);
  const std::function<void()> expire = [&] { ingest_.expire(); };
  std::vector<mqtt::Message> batch;
  while (!stop.stop_requested()) {
    // Flushing would acknowledge what was read ahead and is not durable.
    if (batch.empty()) {
      session.flush();
      co_await task_.receive(session, batch, kBatch, patience());
    }
    if (!batch.empty()) co_await take_in(session, batch, stop);
    if (const auto due = ingest_.deadline(); due && *due <= clock_.now()) co_await task_.persist(stop, expire);
    adopt_sources(session, subscribed);
    tell_service(session, subscribed);
    for (const std::string& filter : session.take_refused())
      task_.note_error("The broker refuses the topic '" + filter + "'");
  }
  if (!batch.empty()) ingest_.take(batch);
  // Acknowledges what became durable last.
  session.flush();
}

// Leaves in the batch what came while it was stored.
base::Task<void> BrokerLink::take_in(mqtt::Session& session, std::vector<mqtt::Message>& batch,
                                     const std::stop_token& stop) {
  const std::function<void()> store = [&] { ingest_.take(batch); };
  std::vector<mqtt::Message> ahead;
  if (is_flood(batch)) {
    // Its destructor waits, so that a connection lost meanwhile does not take the batch from under it.
    std::future<bool> stored = std::async(std::launch::async, [&] { return task_.stored(store); });
    session.receive(ahead, kBatch, milliseconds(0));
    if (!stored.get()) co_await task_.persist(stop, store);
  } else {
    co_await task_.persist(stop, store);
  }
  task_.note_messages(batch.size());
  batch = std::move(ahead);
}

void BrokerLink::adopt_sources(mqtt::Session& session, std::set<std::string>& subscribed) {
  const auto sources = take_sources();
  if (!sources) return;
  sources_ = sources;
  ingest_.use(sources);
  std::set<std::string> wanted;
  for (const TopicSubscription& subscription : sources->subscriptions()) {
    wanted.insert(subscription.filter);
    session.subscribe(subscription.filter, 1, subscription.id);
  }
  for (const std::string& filter : subscribed)
    if (!wanted.contains(filter)) session.unsubscribe(filter);
  if (subscribed != wanted)
    database_.write_now([&](db::Session& db) { ingest_store::save_subscriptions(db, broker_, wanted); });
  subscribed = wanted;
  task_.expect_confirmation();
}

void BrokerLink::tell_service(const mqtt::Session& session, const std::set<std::string>& subscribed) {
  if (!task_.notes_service(session)) return;
  if (!sources_->problems().empty()) task_.note_error(sources_->problems().front().reason);
  const std::lock_guard lock(mutex_);
  topics_.assign(subscribed.begin(), subscribed.end());
}

milliseconds BrokerLink::patience() const {
  const auto longest = task_.longest_wait();
  const auto due = ingest_.deadline();
  if (!due) return longest;
  return std::clamp(std::chrono::ceil<milliseconds>(*due - clock_.now()), milliseconds(0), longest);
}

std::shared_ptr<const SourceMap> BrokerLink::take_sources() {
  const std::lock_guard lock(mutex_);
  return std::exchange(new_sources_, nullptr);
}

}  // namespace openspc::connect::brokers
