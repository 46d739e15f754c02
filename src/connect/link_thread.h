// The thread of a link to a broker: connects, lets its owner serve the connection, says goodbye, and tries again after
// every failure until it is destroyed. Part of BrokerLink and SparkplugLink; the public functions may
// be called from any thread unless they say otherwise.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/link_keeper.h"
#include "connect/mqtt_session.h"
#include "connect/source_intake.h"
#include "db/leases.h"

namespace openspc::connect {

struct LinkSettings {
  base::BrokerId broker{};
  db::LeaseToken lease = 0;
  std::string name{};
  MqttSettings mqtt;
  bool may_fall_back = true;  // to MQTT 3.1.1, when the broker does not know 5
  std::chrono::milliseconds longest_pause{300'000};

  db::HeldLease held_lease() const { return {.kind = "mqtt", .source = broker.value, .token = lease}; }
};

struct LinkStatus : ConnectionStatus {
  std::vector<std::string> topics{};
  std::optional<MqttVersion> version{};
  IntakeCounts counts{};
  std::optional<std::chrono::microseconds> lag{};
};

class LinkThread {
 public:
  struct Work {
    /// Before each attempt: what this connection is made with.
    std::function<void(MqttSettings&)> prepare = [](MqttSettings&) {};
    /// Returns when it is asked to stop; the connection is closed in good order then.
    std::function<void(MqttSession&, bool session_present, const std::stop_token&)> serve;
    /// The attempt or the connection is over, for whatever reason.
    std::function<void()> ended = [] {};
  };

  LinkThread(LinkSettings settings, const base::Clock& clock, Work work);
  LinkThread(const LinkThread&) = delete;
  LinkThread& operator=(const LinkThread&) = delete;
  ~LinkThread() { stop(); }

  /// Once the owner is complete.
  void start();
  void stop();
  /// Ends a receive() of the session or a pause.
  void wake();
  /// As LinkKeeper::hurry().
  void hurry() { keeper_.hurry(); }

  const LinkSettings& settings() const { return settings_; }
  /// Without what only the owner knows: topics, counts and lag.
  LinkStatus status() const;

  // For the owner, within serve():

  /// As LinkKeeper::persist().
  void persist(const std::stop_token& stop, const std::function<void()>& write) { keeper_.persist(stop, write); }
  /// True once for all that was subscribed last: the broker has confirmed it, or takes too long. Only then is the link
  /// connected: what is published before may not reach it. To be asked in every turn, before errors are noted.
  bool notes_service(const MqttSession& session);
  /// Something is being subscribed.
  void expect_confirmation();
  void note_error(const std::string& reason) { keeper_.note_error(reason); }
  void note_messages(std::size_t count) { keeper_.note_messages(count); }
  /// The longest that a session may wait for messages, so that it answers the broker's pings.
  std::chrono::milliseconds longest_wait() const;

 private:
  void attempt(const std::stop_token& stop);
  void connect_and_serve(const std::stop_token& stop);

  LinkSettings settings_;
  const MqttVersion preferred_;
  const Work work_;
  LinkKeeper keeper_;
  // Of the thread alone.
  bool is_told_ = false, is_expecting_ = false;
  std::chrono::steady_clock::time_point expecting_since_;

  mutable std::mutex mutex_;            // guards what follows
  MqttSession* session_ = nullptr;      // while it lives, for wake()
  std::optional<MqttVersion> version_;  // of the last connection

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace openspc::connect
