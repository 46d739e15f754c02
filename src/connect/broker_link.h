// The live connection to one broker: a thread that connects, subscribes, takes what comes in and acknowledges it once
// it is durable, again and again until it is destroyed. A broker that hangs or lies harms nobody but its own link. Made
// and replaced by Links; the functions may be called from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/ingest.h"
#include "connect/mqtt_session.h"
#include "connect/rate_meter.h"
#include "connect/source_map.h"

namespace openspc::connect {

struct LinkSettings {
  base::BrokerId broker{};
  LeaseToken lease = 0;
  std::string name{};
  MqttSettings mqtt;
  bool may_fall_back = true;  // to MQTT 3.1.1, when the broker does not know 5
  std::chrono::milliseconds longest_pause{300'000};

  HeldLease held_lease() const { return {.kind = "mqtt", .source = broker.value, .token = lease}; }
};

struct LinkStatus {
  bool connected = false;
  std::uint64_t attempts = 0;  // that have ended, well or badly
  std::optional<base::Timestamp> last_connected{}, connected_since{};
  std::string error{};
  std::vector<std::string> topics{};
  std::optional<MqttVersion> version{};
  std::int64_t reconnects = 0;
  double messages_per_second = 0;
  IntakeCounts counts;
  std::optional<std::chrono::microseconds> lag{};
};

class BrokerLink {
 public:
  /// `sources` are served from the first message on: what is taken in without them would be lost.
  BrokerLink(LinkSettings settings, std::shared_ptr<const SourceMap> sources, db::Database& database,
             quality::SampleIntake& intake, const base::Clock& clock);
  BrokerLink(const BrokerLink&) = delete;
  BrokerLink& operator=(const BrokerLink&) = delete;
  /// Says goodbye to the broker, which keeps the session.
  ~BrokerLink();

  /// The mappings to serve from now on.
  void use(std::shared_ptr<const SourceMap> sources);

  LinkStatus status() const;
  std::map<base::DataSourceId, IntakeCounts> counts_by_source() const { return ingest_.counts_by_source(); }

 private:
  void run(const std::stop_token& stop);
  void connect_and_serve(const std::stop_token& stop);
  void serve(MqttSession& session, bool session_present, const std::stop_token& stop);
  void adopt_sources(MqttSession& session, std::set<std::string>& subscribed);
  void persist(const std::stop_token& stop, const std::function<void()>& write);
  std::chrono::milliseconds patience() const;
  void pause(std::chrono::milliseconds time, const std::stop_token& stop);
  std::shared_ptr<const SourceMap> take_sources();
  void note_connected();
  void note_failure(const std::string& reason);

  LinkSettings settings_;
  std::shared_ptr<const SourceMap> sources_;  // served now, or when the connection was lost
  db::Database& database_;
  const base::Clock& clock_;
  Ingest ingest_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any changed_;
  std::shared_ptr<const SourceMap> new_sources_;
  MqttSession* session_ = nullptr;  // while it lives, for wake()
  LinkStatus status_;
  RateMeter rate_;

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace openspc::connect
