// MQTT brokers: their settings as source::ConnectionService keeps them, and their live connections. Called by the
// broker routes. Errors: those of ConnectionService.
#pragma once

#include <optional>
#include <vector>

#include "connect/brokers/broker_settings.h"
#include "connect/brokers/broker_status.h"
#include "connect/brokers/links.h"
#include "connect/outbound/queue.h"
#include "connect/source/connection_service.h"

namespace openspc::connect::brokers {

class BrokerService : public source::ConnectionService<BrokerKind> {
 public:
  BrokerService(db::Database& database, const base::Clock& clock, base::SecretVault& vault, Links& links,
                outbound::Queue& outbound);

  base::Task<BrokerStatusList> statuses(const net::Principal& principal, std::optional<base::PlantId> plant);
  base::Task<BrokerStatus> status(const net::Principal& principal, base::BrokerId id);
  /// The first connected broker, else the first there is; nothing when there is none.
  base::Task<std::optional<BrokerStatus>> current(const net::Principal& principal);
  /// Switches the broker on and waits for one attempt to end, ten seconds at most.
  base::Task<BrokerStatus> connect(identity::Caller caller, base::BrokerId id);
  base::Task<BrokerStatus> disconnect(identity::Caller caller, base::BrokerId id);
  /// All brokers that the caller may change; how many.
  base::Task<std::int64_t> disconnect_all(identity::Caller caller);

  /// Settings of a session to a broker that is connected now, for discovery and previews: a session of its own, that
  /// leaves the one of ingestion alone. Throws not_found, forbidden, bad_request when there is no open connection.
  base::Task<mqtt::Settings> visitor_settings(const net::Principal& principal, base::BrokerId id);

 private:
  BrokerStatus status_of(const broker_store::Row& row, const char* no_link) const;

  Links& links_;
};

}  // namespace openspc::connect::brokers
