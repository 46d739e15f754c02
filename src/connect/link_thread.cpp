#include "connect/link_thread.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace openspc::connect {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kConnectPatience{10'000};
constexpr milliseconds kLongestWait{10'000};

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.connect.broker");
  return instance;
}

}  // namespace

LinkThread::LinkThread(LinkSettings settings, const base::Clock& clock, Work work)
    : settings_(std::move(settings)),
      preferred_(settings_.mqtt.version),
      work_(std::move(work)),
      keeper_({.what = "broker", .id = settings_.broker.value, .name = settings_.name}, clock) {}

void LinkThread::start() {
  thread_ = std::jthread(
      [this](const std::stop_token& stop) { keeper_.run(stop, settings_.longest_pause, [&] { attempt(stop); }); });
}

void LinkThread::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  wake();
  thread_.join();
}

void LinkThread::wake() {
  const std::lock_guard lock(mutex_);
  if (session_ != nullptr) session_->wake();
}

LinkStatus LinkThread::status() const {
  LinkStatus status{keeper_.status()};
  const std::lock_guard lock(mutex_);
  status.version = version_;
  return status;
}

void LinkThread::attempt(const std::stop_token& stop) {
  const auto before = keeper_.status().last_connected;
  try {
    return connect_and_serve(stop);
  } catch (const MqttError& error) {
    const bool may_be_older = error.kind() == MqttError::Kind::protocol_version && settings_.may_fall_back;
    if (!may_be_older || settings_.mqtt.version != MqttVersion::v5) {
      // Whoever hung up without a connection may have been a proxy, or a broker on its way down.
      if (keeper_.status().last_connected == before) settings_.mqtt.version = preferred_;
      throw;
    }
    settings_.mqtt.version = MqttVersion::v311;
    logger().info("falling_back_to_mqtt_311", {{"broker", settings_.broker}, {"reason", error.what()}});
  }
  attempt(stop);
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

milliseconds LinkThread::longest_wait() const {
  return std::min(kLongestWait, std::chrono::duration_cast<milliseconds>(settings_.mqtt.keepalive) / 3);
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
  if (!is_told_) {
    const std::lock_guard lock(mutex_);
    version_ = settings_.mqtt.version;
    keeper_.note_connected();
  }
  is_told_ = true;
  if (session.unconfirmed() > 0) note_error("The broker confirms no subscription");
  return true;
}

}  // namespace openspc::connect
