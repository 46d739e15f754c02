#include "connect/ingest_store.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "connect/fingerprint.h"
#include "db/unreadable_row.h"
#include "net/json.h"

namespace openspc::connect::ingest_store {
namespace {

// More than a broker sends without an acknowledgement (MQTT 5: what the session allows; 3.1.1: brokers' own limits).
constexpr std::int64_t kRing = 1'000;

// By the reader of request bodies: it gives every number back to its last digit. What was collected in a row that
// cannot be read is lost with it; what comes now must not be.
std::optional<boost::json::object> object_in(std::string_view text, base::DataSourceId source) try {
  boost::json::value read = net::parse_json_body(text);
  if (!read.is_object()) return std::nullopt;
  return std::move(read.get_object());
} catch (const base::Error& damage) {
  db::report_unreadable("data_source_subgroup", source.value, damage.detail());
  return std::nullopt;
}

// Topics are too long for the keys of databases.
std::int64_t key_of(const std::string& origin) {
  return origin.empty() ? 0 : fingerprint(origin);
}

}  // namespace

std::map<std::string, boost::json::object> load_subgroups(db::Session& session, base::DataSourceId source) {
  std::map<std::string, boost::json::object> subgroups;
  session.each<std::string_view, std::string_view>(
      "SELECT origin, state FROM data_source_subgroup WHERE data_source_id = ?",
      [&](std::string_view origin, std::string_view state) {
        if (auto read = object_in(state, source)) subgroups.insert_or_assign(std::string(origin), *std::move(read));
      },
      source);
  return subgroups;
}

void save_subgroup(db::Session& session, base::DataSourceId source, const std::string& origin,
                   const boost::json::object& state, base::Timestamp now) {
  static const std::string sql =
      "INSERT INTO data_source_subgroup (data_source_id, origin_key, origin, state, updated_at) VALUES (?, ?, ?, ?, "
      "?)" +
      session.dialect().upsert({"data_source_id", "origin_key"}, {"origin", "state", "updated_at"});
  session.execute(sql, source, key_of(origin), origin, boost::json::serialize(state), now);
}

void forget_subgroup(db::Session& session, base::DataSourceId source, const std::string& origin) {
  session.execute("DELETE FROM data_source_subgroup WHERE data_source_id = ? AND origin_key = ?", source,
                  key_of(origin));
}

bool remember_reading(db::Session& session, base::DataSourceId source, std::int64_t fingerprint, base::Timestamp now) {
  const auto known = session.scalar<std::optional<std::int64_t>>(
      "SELECT fingerprint FROM data_source_reading WHERE data_source_id = ? AND fingerprint = ?", source, fingerprint);
  if (known) return false;
  session.execute("INSERT INTO data_source_reading (data_source_id, fingerprint, seen_at) VALUES (?, ?, ?)", source,
                  fingerprint, now);
  return true;
}

std::int64_t forget_readings(db::Session& session, base::Timestamp before, std::int64_t limit) {
  std::vector<std::pair<base::DataSourceId, std::int64_t>> old;
  session.each<base::DataSourceId, std::int64_t>(
      "SELECT data_source_id, fingerprint FROM data_source_reading WHERE seen_at < ? ORDER BY seen_at LIMIT ?",
      [&](base::DataSourceId source, std::int64_t fingerprint) { old.emplace_back(source, fingerprint); }, before,
      limit);
  for (const auto& [source, fingerprint] : old)
    session.execute("DELETE FROM data_source_reading WHERE data_source_id = ? AND fingerprint = ?", source,
                    fingerprint);
  return static_cast<std::int64_t>(old.size());
}

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

}  // namespace openspc::connect::ingest_store
