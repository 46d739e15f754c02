// The links to the brokers that this server is connected to, as its supervisor says: a broker that is edited gets a new
// link, one that is switched off loses it; changed mappings go to the links that live. All functions from any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "base/ids.h"
#include "base/secret_vault.h"
#include "base/time.h"
#include "connect/brokers/broker_link.h"
#include "connect/brokers/broker_store.h"
#include "connect/brokers/sparkplug_link.h"
#include "connect/brokers/tag_store.h"
#include "connect/outbound/link.h"
#include "connect/source/supervisor.h"
#include "db/database.h"
#include "db/leases.h"
#include "quality/sample/intake.h"

namespace openspc::connect::brokers {

/// Settings of a session from a stored broker. Throws Error(unavailable) when its credentials cannot be decrypted.
mqtt::Settings mqtt_settings(const broker_store::Row& row, base::SecretVault& vault);

class Links {
 public:
  Links(db::Database& database, quality::sample::Intake& intake, const base::Clock& clock, base::SecretVault& vault);

  void start() { supervisor_.start(); }
  /// Ends all links. What they have not made durable is not acknowledged. Idempotent.
  void stop() { supervisor_.stop(); }

  /// Brokers or mappings changed: look now.
  void refresh() { supervisor_.refresh(); }
  /// Events wait for brokers: deliver them.
  void wake_outbound();
  /// Disconnects until release() or the next start of the server.
  void hold(base::BrokerId broker) { supervisor_.hold(broker.value); }
  void release(base::BrokerId broker) { supervisor_.release(broker.value); }
  /// The next attempt to connect is made now.
  void hurry(base::BrokerId broker);

  struct State {
    std::optional<mqtt::LinkStatus> link{};       // nothing when the broker is not to be connected
    std::optional<mqtt::LinkStatus> sparkplug{};  // of the session as a Sparkplug host, when there is one
    source::Supervisor::Standing standing{};
  };
  State state(base::BrokerId broker) const;
  std::map<base::BrokerId, mqtt::LinkStatus> statuses() const;
  std::map<base::DataSourceId, source::IntakeCounts> counts_by_source() const;
  std::map<base::DataSourceId, SparkplugLink::Standing> sparkplug_standing() const;
  /// Calls `visit` with the link of the Sparkplug host on a broker; false when this server has none.
  bool with_sparkplug(base::BrokerId broker, const std::function<void(SparkplugLink&)>& visit) const;
  /// True once a look that began after the last refresh() is over.
  bool is_up_to_date() const { return supervisor_.is_up_to_date(); }

 private:
  struct Entry {
    std::unique_ptr<BrokerLink> link;
    std::unique_ptr<SparkplugLink> sparkplug;  // nothing when the broker has no Sparkplug for us
    std::unique_ptr<outbound::Link> outbound;  // nothing when nothing is told to the broker

    void ask_to_stop() const;
  };
  struct Mappings {
    std::vector<tag_store::Ingested> plain, sparkplug;
    bool operator==(const Mappings&) const = default;
  };

  // The supervisor's, on its thread.
  std::vector<source::Supervisor::Stored> load(db::Session& session);
  void open(const broker_store::Row& row, db::LeaseToken lease);
  void renew(const broker_store::Row& row, db::LeaseToken lease);
  void close(const std::set<std::int64_t>& brokers);
  const Mappings& mappings_of(base::BrokerId broker) const;
  /// A Sparkplug link where one is due.
  std::unique_ptr<SparkplugLink> sparkplug_link(const broker_store::Row& row, db::LeaseToken lease,
                                                const std::vector<tag_store::Ingested>& mappings);
  void forget_old_readings();

  db::Database& database_;
  quality::sample::Intake& intake_;
  const base::Clock& clock_;
  base::SecretVault& vault_;
  // Of the supervisor's thread alone.
  std::map<std::int64_t, broker_store::Row> rows_;
  std::map<base::BrokerId, Mappings> mappings_, served_;  // as stored, and as given to the links
  base::Timestamp next_forgetting_;

  mqtt::LinkPool pool_;       // outlives the links
  mutable std::mutex mutex_;  // guards the links
  std::map<base::BrokerId, Entry> links_;

  source::Supervisor supervisor_;  // last: it uses all of the above
};

}  // namespace openspc::connect::brokers
