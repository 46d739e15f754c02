// Sparkplug on a broker, for people: who is there, what they have, and commands to them. Called by the Sparkplug
// routes. Everybody who sees the broker may look; an engineer of its plant may command. Errors: not_found (the broker),
// bad_request (it is not connected), invalid (a metric or a value), forbidden.
#pragma once

#include <vector>

#include "base/ids.h"
#include "connect/brokers/broker_service.h"
#include "connect/brokers/links.h"
#include "connect/brokers/sparkplug_view.h"
#include "identity/caller.h"

namespace openspc::connect::brokers {

class SparkplugService {
 public:
  SparkplugService(db::Database& database, BrokerService& brokers, Links& links)
      : db_(database), brokers_(brokers), links_(links) {}

  base::Task<SparkplugView> view(const net::Principal& principal, base::BrokerId broker);
  base::Task<std::vector<SparkplugMetricView>> metrics(const net::Principal& principal, base::BrokerId broker,
                                                       SparkplugPeerQuery query);
  /// Sent once, at QoS 0 as the standard has it: whether it was carried out, the peer's data will tell. Audited.
  base::Task<void> command(identity::Caller caller, base::BrokerId broker, SparkplugCommandRequest request);
  base::Task<void> ask_for_births(identity::Caller caller, base::BrokerId broker, SparkplugBirthRequest request);

 private:
  base::Task<Broker> require_engineer(const net::Principal& principal, base::BrokerId broker);
  base::Task<void> record(const identity::Caller& caller, std::string_view action, const Broker& broker,
                          boost::json::object detail);

  db::Database& db_;
  BrokerService& brokers_;
  Links& links_;
};

}  // namespace openspc::connect::brokers
