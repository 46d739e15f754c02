#include "connect/link_thread.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "connect/backoff.h"

namespace openspc::connect {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kConnectPatience{10'000};
constexpr milliseconds kLongestWait{10'000};
constexpr milliseconds kFirstStoreRetry{100};
constexpr milliseconds kLastStoreRetry{5'000};

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.connect.broker");
  return instance;
}

// The link is to end before it could make a batch durable: nothing is acknowledged.
struct Ending {};

}  // namespace

LinkThread::LinkThread(LinkSettings settings, const base::Clock& clock, Work work)
    : settings_(std::move(settings)), preferred_(settings_.mqtt.version), clock_(clock), work_(std::move(work)) {}

void LinkThread::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void LinkThread::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  wake();
  thread_.join();
}

void LinkThread::wake() {
  {
    const std::lock_guard lock(mutex_);
    if (session_ != nullptr) session_->wake();
  }
  changed_.notify_all();
}

void LinkThread::hurry() {
  {
    const std::lock_guard lock(mutex_);
    hurried_ = !status_.connected;
  }
  changed_.notify_all();
}

LinkStatus LinkThread::status() const {
  const std::lock_guard lock(mutex_);
  LinkStatus status = status_;
  status.messages_per_second = rate_.per_second(clock_.now());
  return status;
}

void LinkThread::run(const std::stop_token& stop) {
  Backoff backoff(settings_.longest_pause);
  while (!stop.stop_requested()) {
    const auto before = status().last_connected;
    try {
      connect_and_serve(stop);
    } catch (const Ending&) {
      return;
    } catch (const db::LeaseLost& lost) {
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
      settings_.mqtt.version = preferred_;
    }
    pause(backoff.next(), stop);
  }
}

void LinkThread::connect_and_serve(const std::stop_token& stop) {
  struct Ended {
    const Work& work;
    explicit Ended(const Work& owners) : work(owners) {}
    Ended(const Ended&) = delete;
    Ended& operator=(const Ended&) = delete;
    ~Ended() { work.ended(); }
  };
  struct Registration {
    LinkThread& link;
    Registration(LinkThread& owner, MqttSession& session) : link(owner) {
      const std::lock_guard lock(link.mutex_);
      link.session_ = &session;
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;
    ~Registration() {
      const std::lock_guard lock(link.mutex_);
      link.session_ = nullptr;
    }
  };
  const Ended ended(work_);
  is_told_ = false;
  expect_confirmation();
  work_.prepare(settings_.mqtt);
  MqttSession session(settings_.mqtt);
  const auto accepted = session.connect(kConnectPatience, [&] { return stop.stop_requested(); });
  const Registration registration(*this, session);
  work_.serve(session, accepted.session_present, stop);
  session.disconnect();
}

void LinkThread::persist(const std::stop_token& stop, const std::function<void()>& write) {
  for (milliseconds wait = kFirstStoreRetry;; wait = std::min(wait * 2, kLastStoreRetry)) {
    if (stop.stop_requested()) throw Ending{};
    try {
      write();
      if (wait > kFirstStoreRetry) note_error({});
      return;
    } catch (const base::Error& error) {
      if (error.kind() != base::ErrorKind::unavailable) throw;
      logger().warning("measurements_wait_for_the_database",
                       {{"broker", settings_.broker}, {"reason", error.detail()}});
      note_error("Measurements wait: " + error.detail());
    }
    pause(wait, stop);
  }
}

milliseconds LinkThread::longest_wait() const {
  return std::min(kLongestWait, std::chrono::duration_cast<milliseconds>(settings_.mqtt.keepalive) / 3);
}

void LinkThread::pause(milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, time, [this] { return hurried_; });
  hurried_ = false;
}

void LinkThread::note_messages(std::size_t count) {
  const std::lock_guard lock(mutex_);
  rate_.add(static_cast<std::int64_t>(count), clock_.now());
}

void LinkThread::note_error(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  status_.error = reason;
}

void LinkThread::expect_confirmation() {
  is_expecting_ = true;
  expecting_since_ = std::chrono::steady_clock::now();
}

bool LinkThread::notes_service(const MqttSession& session) {
  if (!is_expecting_) return false;
  const bool is_late = std::chrono::steady_clock::now() > expecting_since_ + kConnectPatience;
  if (session.unconfirmed() > 0 && !is_late) return false;
  is_expecting_ = false;
  if (!is_told_) note_connected();
  is_told_ = true;
  if (session.unconfirmed() > 0) note_error("The broker confirms no subscription");
  return true;
}

void LinkThread::note_connected() {
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

void LinkThread::note_failure(const std::string& reason) {
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
