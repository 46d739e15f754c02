#include "connect/brokers/ingest_store.h"

#include <string_view>

namespace openspc::connect::brokers::ingest_store {
namespace {

// More than a broker sends without an acknowledgement (MQTT 5: what the session allows; 3.1.1: brokers' own limits).
constexpr std::int64_t kRing = 1'000;

}  // namespace

std::vector<Delivery> load_deliveries(db::Session& session, base::BrokerId broker) {
  std::vector<Delivery> deliveries;
  session.each<std::int64_t, std::int64_t, std::int64_t>(
      "SELECT ordinal, packet_id, fingerprint FROM mqtt_delivery WHERE broker_id = ? ORDER BY ordinal",
      [&](std::int64_t ordinal, std::int64_t packet, std::int64_t fingerprint) {
        deliveries.push_back({ordinal, packet, fingerprint});
      },
      broker);
  return deliveries;
}

void save_delivery(db::Session& session, base::BrokerId broker, const Delivery& delivery) {
  static const std::string sql =
      "INSERT INTO mqtt_delivery (broker_id, slot, ordinal, packet_id, fingerprint) VALUES (?, ?, ?, ?, ?)" +
      session.dialect().upsert({"broker_id", "slot"}, {"ordinal", "packet_id", "fingerprint"});
  session.execute(sql, broker, delivery.ordinal % kRing, delivery.ordinal, delivery.packet_id, delivery.fingerprint);
}

void forget_deliveries(db::Session& session, base::BrokerId broker) {
  session.execute("DELETE FROM mqtt_delivery WHERE broker_id = ?", broker);
}

std::set<std::string> load_subscriptions(db::Session& session, base::BrokerId broker) {
  std::set<std::string> filters;
  session.each<std::string_view>(
      "SELECT filter FROM mqtt_subscription WHERE broker_id = ?",
      [&](std::string_view filter) { filters.emplace(filter); }, broker);
  return filters;
}

void save_subscriptions(db::Session& session, base::BrokerId broker, const std::set<std::string>& filters) {
  session.execute("DELETE FROM mqtt_subscription WHERE broker_id = ?", broker);
  for (const std::string& filter : filters)
    session.execute("INSERT INTO mqtt_subscription (broker_id, filter) VALUES (?, ?)", broker, filter);
}

}  // namespace openspc::connect::brokers::ingest_store
