#include "connect/outbound/store.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "db/sql/where.h"
#include "db/stored_enum.h"

namespace openspc::connect::outbound::outbound_store {

void append(db::Session& session, base::BrokerId broker, const Message& message, base::Timestamp now) {
  session.execute("INSERT INTO mqtt_outbound_message (broker_id, topic, payload, created_at) VALUES (?, ?, ?, ?)",
                  broker, message.topic, message.payload, now);
}

std::vector<Message> oldest(db::Session& session, base::BrokerId broker, std::int64_t limit) {
  std::vector<Message> messages;
  session.each<std::int64_t, std::string, std::string>(
      "SELECT id, topic, payload FROM mqtt_outbound_message WHERE broker_id = ? ORDER BY id LIMIT ?",
      [&](std::int64_t id, const std::string& topic, const std::string& payload) {
        messages.push_back({id, topic, payload});
      },
      broker, limit);
  return messages;
}

void remove(db::Session& session, std::span<const Message> messages) {
  std::vector<std::int64_t> ids;
  std::ranges::transform(messages, std::back_inserter(ids), &Message::id);
  const db::Where these = db::Where().in("id", ids);
  session.execute("DELETE FROM mqtt_outbound_message" + these.sql(), these.values());
}

std::int64_t count(db::Session& session, base::BrokerId broker) {
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM mqtt_outbound_message WHERE broker_id = ?", broker);
}

std::int64_t trim(db::Session& session, base::BrokerId broker, std::int64_t kept) {
  const auto last = session.scalar<std::optional<std::int64_t>>(
      "SELECT id FROM mqtt_outbound_message WHERE broker_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?", broker, kept);
  if (!last) return 0;
  return session.execute("DELETE FROM mqtt_outbound_message WHERE broker_id = ? AND id <= ?", broker, *last);
}

std::vector<Receiver> receivers(db::Session& session) {
  std::vector<Receiver> receivers;
  session.each<base::BrokerId, std::string, double, std::optional<std::string>, std::optional<std::string>>(
      "SELECT b.id, b.outbound_topic_prefix, b.outbound_rate_limit, o.outbound_events, o.outbound_severity "
      "FROM mqtt_broker b LEFT JOIN mqtt_broker_option o ON o.broker_id = b.id "
      "WHERE b.is_active = ? AND b.outbound_enabled = ? ORDER BY b.id",
      [&](base::BrokerId broker, const std::string& prefix, double rate_limit, const std::optional<std::string>& events,
          const std::optional<std::string>& severity) {
        receivers.push_back({.broker = broker,
                             .topic_prefix = prefix,
                             .rate_limit = std::min(rate_limit, kLongestInterval),
                             .events = outbound_events_of(events),
                             .severity = db::enum_of(severity.value_or(""), source::OutboundSeverity::WARNING)});
      },
      true, true);
  return receivers;
}

std::optional<PlaceNames> place_of(db::Session& session, base::CharacteristicId characteristic) {
  const auto names = session.first<std::string, std::string>(
      "SELECT c.name, p.name FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id "
      "JOIN plant p ON p.id = h.plant_id WHERE c.id = ?",
      characteristic);
  if (!names) return std::nullopt;
  PlaceNames place{.plant = std::get<1>(*names), .nodes = {}, .characteristic = std::get<0>(*names)};
  session.each<std::string_view>(
      "WITH RECURSIVE up (id, parent_id, name, height) AS ("
      "SELECT h.id, h.parent_id, h.name, 0 FROM hierarchy h JOIN characteristic c ON c.hierarchy_id = h.id "
      "WHERE c.id = ? UNION ALL SELECT h.id, h.parent_id, h.name, up.height + 1 FROM hierarchy h "
      "JOIN up ON h.id = up.parent_id WHERE up.height < 100) SELECT name FROM up ORDER BY height DESC",
      [&](std::string_view name) { place.nodes.emplace_back(name); }, characteristic);
  return place;
}

}  // namespace openspc::connect::outbound::outbound_store
