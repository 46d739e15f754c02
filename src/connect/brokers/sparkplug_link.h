// The live connection of a Sparkplug B host application to one broker, in a session of its own as the standard asks: a
// clean one, with a will. Feeds sparkplug::Host, stores the values of mapped metrics, and publishes what the host has
// to say: its STATE, requests for births, commands. Made and replaced by Links for brokers with Sparkplug mappings or a
// host id; the public functions may be called from any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/brokers/source_map.h"
#include "connect/brokers/source_reading.h"
#include "connect/mqtt/link_task.h"
#include "connect/source/intake.h"
#include "connect/sparkplug/host.h"

namespace openspc::connect::brokers {

class SparkplugLink {
 public:
  /// `host_id` must be an id by is_sparkplug_id(). `sources` come from SourceMap::of_sparkplug().
  SparkplugLink(mqtt::LinkSettings settings, std::string host_id, std::shared_ptr<const SourceMap> sources,
                db::Database& database, quality::sample::Intake& intake, mqtt::LinkPool& pool,
                const base::Clock& clock);

  /// The mappings to serve from now on.
  void use(std::shared_ptr<const SourceMap> sources);
  /// As mqtt::LinkTask::hurry().
  void hurry() { task_.hurry(); }
  /// As mqtt::LinkTask::ask_to_stop().
  void ask_to_stop() { task_.ask_to_stop(); }

  mqtt::LinkStatus status() const;
  std::map<base::DataSourceId, source::IntakeCounts> counts_by_source() const { return intake_.counts_by_source(); }
  /// Of the sources that are mapped without wildcards: how their peer is, and what is odd about their metric.
  struct Standing {
    sparkplug::SparkplugState state = sparkplug::SparkplugState::unborn;
    std::optional<std::string> metric_problem{};
  };
  std::map<base::DataSourceId, Standing> standing_by_source() const;
  const std::string& host_id() const { return host_id_; }
  sparkplug::Snapshot snapshot() const;
  std::vector<sparkplug::MetricStatus> metrics(const sparkplug::Peer& peer) const;

  /// Sends a command; or says why it cannot be sent.
  std::optional<std::string> send(const sparkplug::Peer& peer, const std::string& metric,
                                  const sparkplug::Value& value);
  /// Asks an edge node for its births, whether it is known or not; or says why that cannot be sent.
  std::optional<std::string> ask_for_births(const sparkplug::Peer& node);

 private:
  struct Complete {
    source::IsMeant is_meant;
  };
  /// What a message says to one source.
  struct Word {
    std::size_t source = 0;
    std::variant<payload::Reading, payload::Unreadable, LeftOut, Complete> what;
    std::string origin{};
  };

  void prepare(mqtt::Settings& settings);
  base::Task<void> serve(mqtt::Session& session, const std::stop_token& stop);
  void ended();
  void adopt_sources(mqtt::Session& session, std::set<std::string>& subscribed);
  void tell_service(const mqtt::Session& session, const std::set<std::string>& subscribed);
  std::vector<Word> take(mqtt::Session& session, std::span<const mqtt::Message> messages, base::Timestamp now);
  void carry_out(mqtt::Session& session, const std::vector<sparkplug::Event>& events, std::vector<Word>& words) const;
  void hear(const sparkplug::MetricUpdate& update, std::vector<Word>& words) const;
  void store(std::span<const Word> words, base::Timestamp arrived);
  std::chrono::milliseconds patience() const;
  std::optional<std::string> queue(sparkplug::Publication message);

  const std::string host_id_;
  const base::Clock& clock_;
  source::Intake intake_;

  mutable std::mutex mutex_;  // guards what follows
  sparkplug::Host host_;
  sparkplug::Session session_;  // of the attempt under way
  std::vector<sparkplug::Publication> outgoing_;
  std::shared_ptr<const SourceMap> new_sources_;
  std::shared_ptr<const SourceMap> sources_;
  std::vector<std::string> topics_;

  mqtt::LinkTask task_;  // last: it uses all of the above
};

}  // namespace openspc::connect::brokers
