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
#include "connect/brokers/ingest.h"
#include "connect/brokers/source_map.h"
#include "connect/mqtt/link_task.h"
#include "connect/mqtt/session.h"

namespace openspc::connect::brokers {

class BrokerLink {
 public:
  /// `sources` are served from the first message on: what is taken in without them would be lost.
  BrokerLink(mqtt::LinkSettings settings, std::shared_ptr<const SourceMap> sources, db::Database& database,
             quality::sample::Intake& intake, mqtt::LinkPool& pool, const base::Clock& clock);

  /// The mappings to serve from now on.
  void use(std::shared_ptr<const SourceMap> sources);

  /// As mqtt::LinkTask::hurry().
  void hurry() { task_.hurry(); }
  /// As mqtt::LinkTask::ask_to_stop().
  void ask_to_stop() { task_.ask_to_stop(); }

  mqtt::LinkStatus status() const;
  std::map<base::DataSourceId, source::IntakeCounts> counts_by_source() const { return ingest_.counts_by_source(); }

 private:
  base::Task<void> serve(mqtt::Session& session, bool session_present, const std::stop_token& stop);
  base::Task<void> take_in(mqtt::Session& session, std::vector<mqtt::Message>& batch, const std::stop_token& stop);
  void adopt_sources(mqtt::Session& session, std::set<std::string>& subscribed);
  void tell_service(const mqtt::Session& session, const std::set<std::string>& subscribed);
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

  mqtt::LinkTask task_;  // last: it uses all of the above. Says goodbye to the broker, which keeps the session
};

}  // namespace openspc::connect::brokers
