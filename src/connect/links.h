// Keeps a link for each broker that is to be connected and whose lease this server holds, as the database says: looks
// every few seconds, at once when told that something changed. A broker that is edited gets a new link, one that is
// switched off loses it; changed mappings go to the links that live. All functions from any thread.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>

#include "base/ids.h"
#include "base/secret_vault.h"
#include "base/time.h"
#include "connect/broker_link.h"
#include "connect/broker_store.h"
#include "connect/outbound_link.h"
#include "connect/sparkplug_link.h"
#include "db/database.h"
#include "db/leases.h"
#include "quality/sample_intake.h"

namespace openspc::connect {

/// Settings of a session from a stored broker. Throws Error(unavailable) when its credentials cannot be decrypted.
MqttSettings mqtt_settings(const broker_store::Row& row, base::SecretVault& vault);

class Links {
 public:
  Links(db::Database& database, quality::SampleIntake& intake, const base::Clock& clock, base::SecretVault& vault);
  Links(const Links&) = delete;
  Links& operator=(const Links&) = delete;
  ~Links();

  void start();
  /// Ends all links. What they have not made durable is not acknowledged. Idempotent.
  void stop();

  /// Brokers or mappings changed: look now.
  void refresh();
  /// Events wait for brokers: deliver them.
  void wake_outbound();
  /// Disconnects until release() or the next start of the server.
  void hold(base::BrokerId broker);
  void release(base::BrokerId broker);
  /// The next attempt to connect is made now.
  void hurry(base::BrokerId broker);

  struct State {
    std::optional<LinkStatus> link;         // nothing when the broker is not to be connected
    std::optional<LinkStatus> sparkplug{};  // of the session as a Sparkplug host, when there is one
    bool held = false;
    std::string failure;     // why there can be no link
    bool elsewhere = false;  // another server has it
  };
  State state(base::BrokerId broker) const;
  std::map<base::BrokerId, LinkStatus> statuses() const;
  std::map<base::DataSourceId, IntakeCounts> counts_by_source() const;
  std::map<base::DataSourceId, SparkplugState> sparkplug_states() const;
  /// Calls `visit` with the link of the Sparkplug host on a broker; false when this server has none.
  bool with_sparkplug(base::BrokerId broker, const std::function<void(SparkplugLink&)>& visit) const;
  /// True once a look that began after the last refresh() is over.
  bool is_up_to_date() const;

 private:
  struct Entry {
    std::string key;  // everything that a new link is made for
    std::unique_ptr<BrokerLink> link;
    std::unique_ptr<SparkplugLink> sparkplug;  // nothing when the broker has no Sparkplug for us
    std::unique_ptr<OutboundLink> outbound;    // nothing when nothing is told to the broker
  };

  void run(const std::stop_token& stop);
  void look();
  void reconcile(const std::vector<broker_store::Row>& brokers, const db::Leases::Round& round);
  void open_link(const broker_store::Row& row, db::LeaseToken lease);
  /// What serves Sparkplug there now, in place of `entry.sparkplug`; returns what is to end.
  std::unique_ptr<SparkplugLink> serve_sparkplug(Entry& entry, const broker_store::Row& row, db::LeaseToken lease,
                                                 const std::vector<tag_store::Ingested>& mappings);
  std::set<std::int64_t> wanted_ids(const std::vector<broker_store::Row>& brokers) const;
  void forget_old_readings();

  db::Database& database_;
  quality::SampleIntake& intake_;
  const base::Clock& clock_;
  base::SecretVault& vault_;
  db::Leases leases_;
  // The supervisor's own: what is in force.
  std::string signature_;
  std::vector<broker_store::Row> brokers_;
  std::map<std::int64_t, db::LeaseToken> leased_;
  base::Timestamp next_forgetting_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any wanted_;
  std::uint64_t asked_ = 1, done_ = 0;
  std::set<base::BrokerId> held_;
  std::map<base::BrokerId, std::string> failures_;
  std::set<base::BrokerId> elsewhere_;
  std::map<base::BrokerId, Entry> links_;

  std::jthread thread_;
};

}  // namespace openspc::connect
