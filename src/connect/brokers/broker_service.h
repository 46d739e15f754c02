// MQTT brokers: their settings, kept with encrypted credentials, and their live connections. Called by the broker
// routes. Reading takes a role at the broker's plant, changing an engineer's there; a broker without a plant
// is every plant's. Errors: not_found, conflict (a taken name), invalid (a field), forbidden.
#pragma once

#include <optional>
#include <vector>

#include "base/event_bus.h"
#include "base/secret_vault.h"
#include "base/time.h"
#include "connect/brokers/broker.h"
#include "connect/brokers/broker_store.h"
#include "connect/brokers/links.h"
#include "connect/outbound/queue.h"
#include "db/database.h"
#include "identity/caller.h"

namespace openspc::connect::brokers {

class BrokerService {
 public:
  BrokerService(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Links& links,
                outbound::Queue& outbound);

  base::Task<BrokerPage> list(const net::Principal& principal, source::ConnectionListQuery query);
  base::Task<Broker> get(const net::Principal& principal, base::BrokerId id);
  base::Task<Broker> create(identity::Caller caller, BrokerCreate request);
  base::Task<Broker> update(identity::Caller caller, base::BrokerId id, BrokerUpdate request);
  base::Task<void> remove(identity::Caller caller, base::BrokerId id);
  base::Task<Broker> set_active(identity::Caller caller, base::BrokerId id, bool active);

  base::Task<BrokerStatusList> statuses(const net::Principal& principal, std::optional<base::PlantId> plant);
  base::Task<BrokerStatus> status(const net::Principal& principal, base::BrokerId id);
  /// The first connected broker, else the first there is; nothing when there is none.
  base::Task<std::optional<BrokerStatus>> current(const net::Principal& principal);
  /// Switches the broker on and waits for one attempt to end, ten seconds at most.
  base::Task<BrokerStatus> connect(identity::Caller caller, base::BrokerId id);
  base::Task<BrokerStatus> disconnect(identity::Caller caller, base::BrokerId id);
  /// All brokers that the caller may change; how many.
  base::Task<std::int64_t> disconnect_all(identity::Caller caller);

  /// For what is done through a broker with its stored credentials. Throws not_found, forbidden.
  base::Task<broker_store::Row> require_for_use(const net::Principal& principal, base::BrokerId id);
  /// Settings of a session to a broker that is connected now, for discovery and previews: a session of its own, that
  /// leaves the one of ingestion alone. Throws not_found, forbidden, bad_request when there is no open connection.
  base::Task<mqtt::Settings> visitor_settings(const net::Principal& principal, base::BrokerId id);

 private:
  Broker shown(broker_store::Row row);
  BrokerStatus status_of(const broker_store::Row& row, const char* no_link) const;
  void announce(db::Session& session);
  base::Task<broker_store::Row> require(const net::Principal& principal, base::BrokerId id);

  db::Database& db_;
  const base::Clock& clock_;
  base::SecretVault& vault_;
  Links& links_;
  outbound::Queue& outbound_;
};

}  // namespace openspc::connect::brokers
