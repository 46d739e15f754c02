#include "notify/incident_store.h"

#include "db/stored_enum.h"
#include "net/schema.h"

namespace openspc::notify::incident_store {
namespace {

constexpr std::string_view select =
    "SELECT i.id, i.rule_id, i.alert, i.repetitions, i.level, i.next_level_at, i.opened_at, i.told_at ";

// The violations of an incident are those of its run rule, chart and characteristic in a span of ids.
constexpr std::string_view violations =
    "FROM violation v WHERE v.char_id = i.characteristic_id AND v.rule_id = i.run_rule AND v.chart = i.chart AND v.id "
    ">= i.first_violation_id AND v.id <= i.last_violation_id ";

Incident incident_of(IncidentId id, RuleId rule, const boost::json::value& alert, std::int64_t repetitions,
                     std::int64_t level, std::optional<base::Timestamp> next_at, base::Timestamp opened_at,
                     base::Timestamp told_at) {
  return {.id = id,
          .rule_id = rule,
          .alert = net::from_json<Alert>(alert),
          .repetitions = repetitions,
          .escalation = {.level = level, .next_at = next_at},
          .opened_at = opened_at,
          .told_at = told_at};
}

template <class... Args>
std::vector<Incident> all(db::Session& session, const std::string& rest, const Args&... args) {
  std::vector<Incident> found;
  session.each<IncidentId, RuleId, boost::json::value, std::int64_t, std::int64_t, std::optional<base::Timestamp>,
               base::Timestamp, base::Timestamp>(
      std::string(select) + "FROM notification_incident i WHERE " + rest,
      [&](auto&&... columns) { found.push_back(incident_of(columns...)); }, args...);
  return found;
}

}  // namespace

std::optional<Incident> find_open(db::Session& session, RuleId rule, const Alert& alert) {
  std::vector<Incident> found =
      all(session,
          "i.rule_id = ? AND i.characteristic_id = ? AND i.state = 'open' AND i.event = ? AND i.run_rule = ? AND "
          "i.chart = ? ORDER BY i.id DESC LIMIT 1",
          rule, alert.characteristic_id, db::word_of(alert.event), alert.rule_id.value_or(0), alert.chart.value_or(""));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Incident> list_open(db::Session& session, RuleId rule, EventKind event) {
  return all(session, "i.rule_id = ? AND i.state = 'open' AND i.event = ? ORDER BY i.characteristic_id, i.id", rule,
             db::word_of(event));
}

IncidentId insert(db::Session& session, const Incident& incident) {
  const Alert& alert = incident.alert;
  return {session.insert(
      "INSERT INTO notification_incident (rule_id, plant_id, characteristic_id, event, run_rule, chart, "
      "first_violation_id, last_violation_id, repetitions, alert, state, level, next_level_at, opened_at, told_at) "
      "VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 'open', ?, ?, ?, ?)",
      incident.rule_id, alert.plant_id, alert.characteristic_id, db::word_of(alert.event), alert.rule_id.value_or(0),
      alert.chart.value_or(""), alert.violation_id, alert.violation_id, net::to_json(alert), incident.escalation.level,
      incident.escalation.next_at, incident.opened_at, incident.told_at)};
}

void add_repetition(db::Session& session, IncidentId id, std::optional<base::ViolationId> violation) {
  session.execute("UPDATE notification_incident SET repetitions = repetitions + 1, last_violation_id = ? WHERE id = ?",
                  violation, id);
}

void mark_told(db::Session& session, IncidentId id, const Alert& alert, base::Timestamp now) {
  session.execute(
      "UPDATE notification_incident SET repetitions = 0, last_violation_id = ?, alert = ?, told_at = ? WHERE id = ?",
      alert.violation_id, net::to_json(alert), now, id);
}

void set_escalation(db::Session& session, IncidentId id, const Escalation& escalation) {
  session.execute("UPDATE notification_incident SET level = ?, next_level_at = ? WHERE id = ?", escalation.level,
                  escalation.next_at, id);
}

void end(db::Session& session, IncidentId id, State state) {
  session.execute("UPDATE notification_incident SET state = ?, next_level_at = NULL WHERE id = ?", db::word_of(state),
                  id);
}

std::vector<Incident> due(db::Session& session, base::Timestamp now, std::int64_t limit) {
  return all(session, "i.state = 'open' AND i.next_level_at <= ? ORDER BY i.next_level_at, i.id LIMIT ?", now, limit);
}

std::optional<base::Timestamp> next_due(db::Session& session) {
  return session.scalar<std::optional<base::Timestamp>>(
      "SELECT MIN(next_level_at) FROM notification_incident WHERE state = 'open'");
}

std::vector<Settled> acknowledged(db::Session& session, std::int64_t limit) {
  using Text = std::optional<std::string>;
  std::vector<Settled> found;
  session.each<IncidentId, RuleId, boost::json::value, std::int64_t, std::int64_t, std::optional<base::Timestamp>,
               base::Timestamp, base::Timestamp, Text, Text, std::optional<base::Timestamp>>(
      std::string(select) +
          ", v.ack_user, v.ack_reason, v.ack_timestamp FROM notification_incident i JOIN violation v ON v.id = (SELECT "
          "MIN(v.id) " +
          std::string(violations) + "AND v.acknowledged = ?) WHERE i.state = 'open' AND i.event = 'violation' LIMIT ?",
      [&](IncidentId id, RuleId rule, const boost::json::value& alert, std::int64_t repetitions, std::int64_t level,
          std::optional<base::Timestamp> next_at, base::Timestamp opened_at, base::Timestamp told_at, const Text& user,
          const Text& reason, std::optional<base::Timestamp> at) {
        found.push_back({.incident = incident_of(id, rule, alert, repetitions, level, next_at, opened_at, told_at),
                         .user = user.value_or(""),
                         .reason = reason.value_or(""),
                         .at = at.value_or(told_at)});
      },
      true, limit);
  return found;
}

std::vector<IncidentId> untrue(db::Session& session, std::int64_t limit) {
  std::vector<IncidentId> found;
  session.each<IncidentId>(
      "SELECT i.id FROM notification_incident i WHERE i.state = 'open' AND i.event = 'violation' "
      "AND NOT EXISTS (SELECT 1 " +
          std::string(violations) + "AND v.superseded_at IS NULL) LIMIT ?",
      [&](IncidentId id) { found.push_back(id); }, limit);
  return found;
}

void forget(db::Session& session, base::Timestamp before) {
  session.execute("DELETE FROM notification_incident WHERE told_at < ?", before);
}

}  // namespace openspc::notify::incident_store
