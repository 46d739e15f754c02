// The live connection to one broker for plain messages: subscribes to what is mapped, takes what comes in and
// acknowledges it once it is durable. A broker that hangs or lies harms nobody but its own link. Made and replaced by
// Links; the functions may be called from any thread.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/ingest.h"
#include "connect/link_task.h"
#include "connect/mqtt_session.h"
#include "connect/source_map.h"

namespace openspc::connect {

class BrokerLink {
 public:
  /// `sources` are served from the first message on: what is taken in without them would be lost.
  BrokerLink(LinkSettings settings, std::shared_ptr<const SourceMap> sources, db::Database& database,
             quality::SampleIntake& intake, LinkPool& pool, const base::Clock& clock);

  /// The mappings to serve from now on.
  void use(std::shared_ptr<const SourceMap> sources);

  /// As LinkTask::hurry().
  void hurry() { task_.hurry(); }
  /// As LinkTask::ask_to_stop().
  void ask_to_stop() { task_.ask_to_stop(); }

  LinkStatus status() const;
  std::map<base::DataSourceId, IntakeCounts> counts_by_source() const { return ingest_.counts_by_source(); }

 private:
  base::Task<void> serve(MqttSession& session, bool session_present, const std::stop_token& stop);
  base::Task<void> take_in(MqttSession& session, std::vector<MqttMessage>& batch, const std::stop_token& stop);
  void adopt_sources(MqttSession& session, std::set<std::string>& subscribed);
  void tell_service(const MqttSession& session, const std::set<std::string>& subscribed);
  std::chrono::milliseconds patience() const;
  std::shared_ptr<const SourceMap> take_sources();

  std::shared_ptr<const SourceMap> sources_;  // served now, or when the connection was lost
  db::Database& database_;
  const base::Clock& clock_;
  const base::BrokerId broker_;
  Ingest ingest_;

  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<const SourceMap> new_sources_;
  std::vector<std::string> topics_;

  LinkTask task_;  // last: it uses all of the above. Says goodbye to the broker, which keeps the session
};

}  // namespace openspc::connect
