// SQL of what ingestion remembers beside samples: incomplete subgroups, readings seen, deliveries stored, and the
// filters of persistent sessions. Called by ingestion and the links inside a database job.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/ids.h"
#include "db/session.h"

namespace openspc::connect::ingest_store {

/// Incomplete subgroups of a source by their origin, which is empty for a source that has but one.
std::map<std::string, boost::json::object> load_subgroups(db::Session& session, base::DataSourceId source);
void save_subgroup(db::Session& session, base::DataSourceId source, const std::string& origin,
                   const boost::json::object& state, base::Timestamp now);
void forget_subgroup(db::Session& session, base::DataSourceId source, const std::string& origin);

/// False when the reading was there before.
bool remember_reading(db::Session& session, base::DataSourceId source, std::int64_t fingerprint, base::Timestamp now);
/// Readings seen before `before`, at most `limit` of them; how many.
std::int64_t forget_readings(db::Session& session, base::Timestamp before, std::int64_t limit);

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

}  // namespace openspc::connect::ingest_store
