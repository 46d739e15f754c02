#include "connect/outbound_link.h"

#include <utility>
#include <vector>

#include "base/log.h"
#include "connect/backoff.h"
#include "connect/outbound_sparkplug.h"
#include "connect/outbound_store.h"

namespace openspc::connect {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kConnectPatience{10'000};
constexpr milliseconds kAcknowledgementPatience{20'000};
constexpr milliseconds kTurn{200};
constexpr std::int64_t kAtOnce = 500;

}  // namespace

OutboundLink::OutboundLink(LinkSettings settings, OutboundFormat format, db::Database& database)
    : settings_(std::move(settings)), format_(format), database_(database) {
  if (!settings_.mqtt.client_id.empty()) settings_.mqtt.client_id += "-out";
  settings_.mqtt.persistent = false;
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

OutboundLink::~OutboundLink() {
  thread_.request_stop();
  changed_.notify_all();
}

void OutboundLink::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void OutboundLink::wait(milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, time, [&] { return woken_; });
  woken_ = false;
}

bool OutboundLink::has_waiting() {
  return database_.read_now(
      [&](db::Session& session) { return !outbound_store::oldest(session, settings_.broker, 1).empty(); });
}

void OutboundLink::run(const std::stop_token& stop) {
  Backoff backoff(settings_.longest_pause);
  const MqttVersion preferred = settings_.mqtt.version;
  while (!stop.stop_requested()) {
    try {
      // Without anything to say there is no need for a connection.
      if (has_waiting()) connect_and_deliver(stop);
      backoff.reset();
      wait(kConnectPatience, stop);
    } catch (const MqttError& error) {
      const bool older = error.kind() == MqttError::Kind::protocol_version && settings_.may_fall_back &&
                         settings_.mqtt.version == MqttVersion::v5;
      settings_.mqtt.version = older ? MqttVersion::v311 : preferred;
      if (older) continue;
      base::log::warning("events_wait_for_the_broker", {{"broker", settings_.broker}, {"reason", error.what()}});
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, stop, backoff.next(), [] { return false; });
    } catch (const std::exception& error) {
      base::log::warning("events_not_published", {{"broker", settings_.broker}, {"reason", error.what()}});
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, stop, backoff.next(), [] { return false; });
    }
  }
}

void OutboundLink::connect_and_deliver(const std::stop_token& stop) {
  MqttSession session(settings_.mqtt);
  session.connect(kConnectPatience, [&] { return stop.stop_requested(); });
  std::vector<MqttMessage> none;
  while (!stop.stop_requested()) {
    if (deliver_some(session, stop)) continue;
    wait(kTurn, stop);
    // Answers pings and notices a broker that went away.
    session.flush();
    session.receive(none, 1, milliseconds(0));
  }
  session.disconnect();
}

bool OutboundLink::deliver_some(MqttSession& session, const std::stop_token& stop) {
  const auto messages =
      database_.read_now([&](db::Session& db) { return outbound_store::oldest(db, settings_.broker, kAtOnce); });
  if (messages.empty()) return false;
  for (const outbound_store::Message& message : messages)
    session.publish(message.topic,
                    format_ == OutboundFormat::sparkplug ? outbound_sparkplug(message.payload) : message.payload, 1,
                    false);
  const auto deadline = steady_clock::now() + kAcknowledgementPatience;
  std::vector<MqttMessage> none;
  while (session.unacknowledged() > 0) {
    if (stop.stop_requested()) return false;
    if (steady_clock::now() > deadline)
      throw MqttError(MqttError::Kind::network, "the broker acknowledges no publication");
    session.flush();
    session.receive(none, 1, kTurn);
  }
  database_.write_now([&](db::Session& db) {
    db::Leases::require(db, settings_.held_lease());
    outbound_store::remove_through(db, settings_.broker, messages.back().id);
  });
  return true;
}

}  // namespace openspc::connect
