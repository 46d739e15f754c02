#include "connect/outbound/link.h"

#include <utility>
#include <vector>

#include "base/log.h"
#include "connect/outbound/sparkplug.h"
#include "connect/outbound/store.h"
#include "connect/source/backoff.h"

namespace openspc::connect::outbound {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLookEvery{10'000};
constexpr milliseconds kAcknowledgementPatience{20'000};
constexpr milliseconds kTurn{200};
constexpr std::int64_t kAtOnce = 500;

}  // namespace

Link::Link(mqtt::LinkSettings settings, OutboundFormat format, db::Database& database, mqtt::LinkPool& pool)
    : settings_(std::move(settings)), format_(format), database_(database), pool_(pool), place_(pool.executor()) {
  if (!settings_.mqtt.client_id.empty()) settings_.mqtt.client_id += "-out";
  settings_.mqtt.persistent = false;
  over_ = mqtt::LinkPool::start(place_, run(stop_.get_token()));
}

Link::~Link() {
  ask_to_stop();
  over_.get();
}

void Link::ask_to_stop() {
  stop_.request_stop();
  place_.wake();
}

base::Task<void> Link::pause(milliseconds time, const std::stop_token& stop) {
  const auto end = steady_clock::now() + time;
  while (!stop.stop_requested() && steady_clock::now() < end)
    co_await place_.wait(std::chrono::ceil<milliseconds>(end - steady_clock::now()));
}

bool Link::has_waiting() {
  return database_.read_now(
      [&](db::Session& session) { return !outbound_store::oldest(session, settings_.broker, 1).empty(); });
}

base::Task<void> Link::run(std::stop_token stop) {
  source::Backoff backoff(settings_.longest_pause);
  const mqtt::Version preferred = settings_.mqtt.version;
  while (!stop.stop_requested()) {
    bool failed = true;
    try {
      // Without anything to say there is no need for a connection.
      if (has_waiting()) co_await connect_and_deliver(stop);
      failed = false;
    } catch (const mqtt::Error& error) {
      const bool older = error.kind() == mqtt::Error::Kind::protocol_version && settings_.may_fall_back &&
                         settings_.mqtt.version == mqtt::Version::v5;
      settings_.mqtt.version = older ? mqtt::Version::v311 : preferred;
      if (older) continue;
      base::log::warning("events_wait_for_the_broker", {{"broker", settings_.broker}, {"reason", error.what()}});
    } catch (const std::exception& error) {
      base::log::warning("events_not_published", {{"broker", settings_.broker}, {"reason", error.what()}});
    }
    prospect_ = failed ? mqtt::LinkPool::Prospect::doubtful : mqtt::LinkPool::Prospect::good;
    if (failed) {
      co_await pause(backoff.next(), stop);
    } else {
      backoff.reset();
      if (!stop.stop_requested()) co_await place_.wait(kLookEvery);
    }
  }
}

base::Task<void> Link::connect_and_deliver(const std::stop_token& stop) {
  mqtt::Session session(settings_.mqtt);
  co_await pool_.connect(session, prospect_, place_, stop);
  std::vector<mqtt::Message> none;
  while (!stop.stop_requested()) {
    const bool delivered = co_await deliver_some(session, stop);
    if (delivered) continue;
    co_await place_.wait(kTurn);
    // Answers pings and notices a broker that went away.
    session.flush();
    session.receive(none, 1, milliseconds(0));
  }
  session.disconnect();
}

base::Task<bool> Link::deliver_some(mqtt::Session& session, const std::stop_token& stop) {
  const auto messages =
      database_.read_now([&](db::Session& db) { return outbound_store::oldest(db, settings_.broker, kAtOnce); });
  if (messages.empty()) co_return false;
  for (const outbound_store::Message& message : messages)
    session.publish(message.topic,
                    format_ == OutboundFormat::sparkplug ? outbound_sparkplug(message.payload) : message.payload, 1,
                    false);
  const auto deadline = steady_clock::now() + kAcknowledgementPatience;
  std::vector<mqtt::Message> none;
  while (session.unacknowledged() > 0) {
    if (stop.stop_requested()) co_return false;
    if (steady_clock::now() > deadline)
      throw mqtt::Error(mqtt::Error::Kind::network, "the broker acknowledges no publication");
    session.flush();
    co_await place_.wait(session, kTurn);
    session.receive(none, 1, milliseconds(0));
  }
  database_.write_now([&](db::Session& db) {
    db::Leases::require(db, settings_.held_lease());
    outbound_store::remove(db, messages);
  });
  co_return true;
}

}  // namespace openspc::connect::outbound
