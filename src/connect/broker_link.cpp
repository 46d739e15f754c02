#include "connect/broker_link.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "connect/backoff.h"

namespace openspc::connect {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kConnectPatience{10'000};
constexpr milliseconds kLongestWait{10'000};
// Large enough for the throughput of group commit, small enough for little memory and short waits.
constexpr std::size_t kBatch = 4'096;
constexpr milliseconds kFirstStoreRetry{100};
constexpr milliseconds kLastStoreRetry{5'000};

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.connect.broker");
  return instance;
}

// The link is to end before it could make a batch durable: nothing is acknowledged.
struct Ending {};

}  // namespace

BrokerLink::BrokerLink(LinkSettings settings, std::shared_ptr<const SourceMap> sources, db::Database& database,
                       quality::SampleIntake& intake, const base::Clock& clock)
    : settings_(std::move(settings)),
      database_(database),
      clock_(clock),
      ingest_(settings_.broker, settings_.held_lease(), database, intake, clock),
      new_sources_(std::move(sources)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

BrokerLink::~BrokerLink() {
  thread_.request_stop();
  {
    const std::lock_guard lock(mutex_);
    if (session_ != nullptr) session_->wake();
  }
  changed_.notify_all();
}

void BrokerLink::use(std::shared_ptr<const SourceMap> sources) {
  {
    const std::lock_guard lock(mutex_);
    new_sources_ = std::move(sources);
    if (session_ != nullptr) session_->wake();
  }
  changed_.notify_all();
}

LinkStatus BrokerLink::status() const {
  LinkStatus status;
  {
    const std::lock_guard lock(mutex_);
    status = status_;
    status.messages_per_second = rate_.per_second(clock_.now());
  }
  status.counts = ingest_.counts();
  status.lag = ingest_.lag();
  return status;
}

void BrokerLink::run(const std::stop_token& stop) {
  Backoff backoff(settings_.longest_pause);
  const MqttVersion preferred = settings_.mqtt.version;
  while (!stop.stop_requested()) {
    const auto before = status().last_connected;
    try {
      connect_and_serve(stop);
    } catch (const Ending&) {
      return;
    } catch (const LeaseLost& lost) {
      note_failure(lost.what());
      return;
    } catch (const MqttError& error) {
      if (error.kind() == MqttError::Kind::protocol_version && settings_.may_fall_back &&
          settings_.mqtt.version == MqttVersion::v5) {
        settings_.mqtt.version = MqttVersion::v311;
        logger().info("falling_back_to_mqtt_311", {{"broker", settings_.broker}, {"reason", error.what()}});
        continue;
      }
      note_failure(error.what());
    } catch (const std::exception& error) {
      note_failure(error.what());
    }
    if (status().last_connected != before) {
      // A connection that came about ends the waiting of earlier failures.
      backoff.reset();
    } else {
      // Whoever hung up may have been a proxy, or a broker on its way down.
      settings_.mqtt.version = preferred;
    }
    pause(backoff.next(), stop);
  }
}

void BrokerLink::connect_and_serve(const std::stop_token& stop) {
  MqttSession session(settings_.mqtt);
  struct Registration {
    Registration(BrokerLink& owner, MqttSession& session) : link(owner) {
      const std::lock_guard lock(link.mutex_);
      link.session_ = &session;
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;
    ~Registration() {
      const std::lock_guard lock(link.mutex_);
      link.session_ = nullptr;
    }
    BrokerLink& link;
  };
  const auto accepted = session.connect(kConnectPatience, [&] { return stop.stop_requested(); });
  const Registration registration(*this, session);
  serve(session, accepted.session_present, stop);
  session.disconnect();
}

void BrokerLink::serve(MqttSession& session, bool session_present, const std::stop_token& stop) {
  {
    const std::lock_guard lock(mutex_);
    if (!new_sources_) new_sources_ = std::exchange(sources_, nullptr);
  }
  persist(stop, [&] { ingest_.connected(session_present); });
  std::set<std::string> subscribed;
  if (session_present)
    subscribed =
        database_.read_now([&](db::Session& db) { return ingest_store::load_subscriptions(db, settings_.broker); });
  note_connected();
  adopt_sources(session, subscribed);
  std::vector<MqttMessage> batch;
  while (!stop.stop_requested()) {
    session.flush();
    batch.clear();
    session.receive(batch, kBatch, patience());
    if (!batch.empty()) {
      persist(stop, [&] { ingest_.take(batch); });
      const std::lock_guard lock(mutex_);
      rate_.add(static_cast<std::int64_t>(batch.size()), clock_.now());
    }
    if (const auto due = ingest_.deadline(); due && *due <= clock_.now()) persist(stop, [&] { ingest_.expire(); });
    adopt_sources(session, subscribed);
    for (const std::string& filter : session.take_refused()) {
      const std::lock_guard lock(mutex_);
      status_.error = "The broker refuses the topic '" + filter + "'";
    }
  }
  // Acknowledges what became durable last.
  session.flush();
}

void BrokerLink::adopt_sources(MqttSession& session, std::set<std::string>& subscribed) {
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
    database_.write_now([&](db::Session& db) { ingest_store::save_subscriptions(db, settings_.broker, wanted); });
  subscribed = wanted;
  const std::lock_guard lock(mutex_);
  status_.topics.assign(wanted.begin(), wanted.end());
  if (!sources->problems().empty()) status_.error = sources->problems().front().reason;
}

// A database that cannot take a write now keeps the link waiting: the broker holds what is not acknowledged.
void BrokerLink::persist(const std::stop_token& stop, const std::function<void()>& write) {
  for (milliseconds wait = kFirstStoreRetry;; wait = std::min(wait * 2, kLastStoreRetry)) {
    if (stop.stop_requested()) throw Ending{};
    try {
      write();
      if (wait > kFirstStoreRetry) {
        const std::lock_guard lock(mutex_);
        status_.error.clear();
      }
      return;
    } catch (const base::Error& error) {
      if (error.kind() != base::ErrorKind::unavailable) throw;
      logger().warning("measurements_wait_for_the_database",
                       {{"broker", settings_.broker}, {"reason", error.detail()}});
      const std::lock_guard lock(mutex_);
      status_.error = "Measurements wait: " + error.detail();
    }
    pause(wait, stop);
  }
}

milliseconds BrokerLink::patience() const {
  auto wait = std::min(kLongestWait, std::chrono::duration_cast<milliseconds>(settings_.mqtt.keepalive) / 3);
  if (const auto due = ingest_.deadline()) {
    const auto left = std::chrono::ceil<milliseconds>(*due - clock_.now());
    wait = std::clamp(left, milliseconds(0), wait);
  }
  return wait;
}

void BrokerLink::pause(milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, time, [] { return false; });
}

std::shared_ptr<const SourceMap> BrokerLink::take_sources() {
  const std::lock_guard lock(mutex_);
  return std::exchange(new_sources_, nullptr);
}

void BrokerLink::note_connected() {
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  ++status_.attempts;
  if (status_.last_connected) ++status_.reconnects;
  status_.connected = true;
  status_.connected_since = status_.last_connected = now;
  status_.error.clear();
  status_.version = settings_.mqtt.version;
  logger().info("broker_connected", {{"broker", settings_.broker}, {"name", settings_.name}});
}

void BrokerLink::note_failure(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  ++status_.attempts;
  if (status_.connected || status_.error != reason)
    logger().warning("broker_not_connected",
                     {{"broker", settings_.broker}, {"name", settings_.name}, {"reason", reason}});
  status_.connected = false;
  status_.connected_since.reset();
  status_.error = reason;
}

}  // namespace openspc::connect
