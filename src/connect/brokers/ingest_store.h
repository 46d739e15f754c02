// SQL of what a broker's link remembers: deliveries stored, and the filters of persistent sessions. Called by ingestion
// and the links inside a database job.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/ids.h"
#include "db/session.h"

namespace openspc::connect::brokers::ingest_store {

/// A QoS 1 message that is stored.
struct Delivery {
  std::int64_t ordinal = 0;  // counts the deliveries of a broker
  std::int64_t packet_id = 0;
  std::int64_t fingerprint = 0;
};
/// The ring of the last deliveries, oldest first.
std::vector<Delivery> load_deliveries(db::Session& session, base::BrokerId broker);
void save_delivery(db::Session& session, base::BrokerId broker, const Delivery& delivery);
void forget_deliveries(db::Session& session, base::BrokerId broker);

std::set<std::string> load_subscriptions(db::Session& session, base::BrokerId broker);
void save_subscriptions(db::Session& session, base::BrokerId broker, const std::set<std::string>& filters);

}  // namespace openspc::connect::brokers::ingest_store
