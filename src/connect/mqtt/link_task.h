// The coroutine of a link to a broker: connects, lets its owner serve the connection, says goodbye, and tries again
// after every failure until it is destroyed. Part of brokers::BrokerLink and brokers::SparkplugLink; the public
// functions may be called from any thread unless they say otherwise.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "connect/mqtt/link_pool.h"
#include "connect/mqtt/session.h"
#include "connect/source/intake.h"
#include "connect/source/link_keeper.h"
#include "db/leases.h"

namespace openspc::connect::mqtt {

struct LinkSettings {
  base::BrokerId broker{};
  db::LeaseToken lease = 0;
  std::string name{};
  Settings mqtt;
  bool may_fall_back = true;  // to MQTT 3.1.1, when the broker does not know 5
  std::chrono::milliseconds longest_pause{300'000};

  db::HeldLease held_lease() const { return {.kind = "mqtt", .source = broker.value, .token = lease}; }
};

struct LinkStatus : source::ConnectionStatus {
  std::vector<std::string> topics{};
  std::optional<Version> version{};
  source::IntakeCounts counts{};
  std::optional<std::chrono::microseconds> lag{};
};

class LinkTask {
 public:
  struct Work {
    /// Before each attempt: what this connection is made with.
    std::function<void(Settings&)> prepare = [](Settings&) {};
    /// Returns when it is asked to stop; the connection is closed in good order then.
    std::function<base::Task<void>(Session&, bool session_present, const std::stop_token&)> serve;
    /// The attempt or the connection is over, for whatever reason.
    std::function<void()> ended = [] {};
  };

  LinkTask(LinkSettings settings, LinkPool& pool, const base::Clock& clock, Work work);
  LinkTask(const LinkTask&) = delete;
  LinkTask& operator=(const LinkTask&) = delete;
  ~LinkTask() { stop(); }

  /// Once the owner is complete.
  void start();
  /// Without waiting, so that many may end at a time.
  void ask_to_stop();
  void stop();
  /// Ends a receive() that waits.
  void wake() { place_.wake(); }
  /// Somebody wants to know now: the pause before the next attempt ends.
  void hurry();

  const LinkSettings& settings() const { return settings_; }
  /// Without what only the owner knows: topics, counts and lag.
  LinkStatus status() const;

  // For the owner, within serve():

  /// Runs a write until the database takes it: the link waits, and the other side holds what is not acknowledged.
  /// Throws source::LinkEnding when it is asked to stop before.
  base::Task<void> persist(const std::stop_token& stop, const std::function<void()>& write);
  /// One try of it.
  bool stored(const std::function<void()>& write) { return keeper_.stored(write, {}); }
  /// Session::receive() that holds no thread while it waits.
  base::Task<void> receive(Session& session, std::vector<Message>& batch, std::size_t limit,
                           std::chrono::milliseconds patience);
  /// True once for all that was subscribed last: the broker has confirmed it, or takes too long. Only then is the link
  /// connected: what is published before may not reach it. To be asked in every turn, before errors are noted.
  bool notes_service(const Session& session);
  /// Something is being subscribed.
  void expect_confirmation();
  void note_error(const std::string& reason) { keeper_.note_error(reason); }
  void note_messages(std::size_t count) { keeper_.note_messages(count); }
  /// The longest that a session may wait for messages, so that it answers the broker's pings.
  std::chrono::milliseconds longest_wait() const;

 private:
  base::Task<void> run(std::stop_token stop);
  base::Task<void> attempt(const std::stop_token& stop);
  base::Task<void> connect_and_serve(const std::stop_token& stop);
  base::Task<void> pause(std::chrono::milliseconds time, const std::stop_token& stop);

  LinkSettings settings_;
  const Version preferred_;
  const Work work_;
  LinkPool& pool_;
  LinkWait place_;
  source::LinkKeeper keeper_;
  std::stop_source stop_;
  std::atomic<bool> hurried_ = false;
  // Of the coroutine alone.
  LinkPool::Prospect prospect_ = LinkPool::Prospect::good;
  bool is_told_ = false, is_expecting_ = false;
  std::chrono::steady_clock::time_point expecting_since_;

  mutable std::mutex mutex_;        // guards what follows
  std::optional<Version> version_;  // of the last connection

  std::future<void> over_;  // of the coroutine, which uses all of the above
};

}  // namespace openspc::connect::mqtt
