#include "notify/watch/incident_store.h"

#include <tuple>
#include <utility>

#include "db/rows.h"
#include "db/stored_enum.h"
#include "net/schema.h"

namespace openspc::notify::incident_store {
namespace {

constexpr std::string_view kSelect =
    "SELECT i.id, i.rule_id, i.alert, i.event, i.plant_id, i.characteristic_id, i.run_rule, i.chart, "
    "i.last_violation_id, i.repetitions, i.level, i.next_level_at, i.opened_at, i.told_at ";

// Of rows in front that cannot be read so many are passed over.
constexpr std::int64_t kScanned = 20;

// The violations of an incident are those of its run rule, chart and characteristic in a span of ids.
constexpr std::string_view kViolations =
    "FROM violation v WHERE v.char_id = i.characteristic_id AND v.rule_id = i.run_rule AND v.chart = i.chart AND v.id "
    ">= i.first_violation_id AND v.id <= i.last_violation_id ";

using Time = std::optional<base::Timestamp>;
using Text = std::optional<std::string>;
using Columns =
    std::tuple<IncidentId, RuleId, std::string, std::string, std::optional<base::PlantId>,
               std::optional<base::CharacteristicId>, std::int64_t, std::string, std::optional<base::ViolationId>,
               std::int64_t, std::int64_t, Time, base::Timestamp, base::Timestamp>;
using SettledColumns = decltype(std::tuple_cat(std::declval<Columns>(), std::declval<std::tuple<Text, Text, Time>>()));

// An alert that cannot be read is known by its columns still: nobody who was told waits for the end in vain.
Alert alert_of(IncidentId id, const std::string& text, Alert otherwise) {
  const auto stored = db::readable_json("notification_incident", id.value, text);
  if (!stored) return otherwise;
  try {
    Alert alert = net::from_json<Alert>(*stored);
    return alert.characteristic_id ? alert : otherwise;
  } catch (const base::Error& damage) {
    db::report_unreadable("notification_incident", id.value, damage.detail());
    return otherwise;
  }
}

Incident incident_of(IncidentId id, RuleId rule, const std::string& alert, const std::string& event,
                     std::optional<base::PlantId> plant, std::optional<base::CharacteristicId> characteristic,
                     std::int64_t run_rule, const std::string& chart, std::optional<base::ViolationId> violation,
                     std::int64_t repetitions, std::int64_t level, Time next_at, base::Timestamp opened_at,
                     base::Timestamp told_at) {
  Alert known{.event = db::enum_of<EventKind>(event),
              .occurred_at = opened_at,
              .plant_id = plant,
              .characteristic_id = characteristic,
              .violation_id = violation};
  if (run_rule != 0) known.rule_id = run_rule;
  if (!chart.empty()) known.chart = chart;
  return {.id = id,
          .rule_id = rule,
          .alert = alert_of(id, alert, std::move(known)),
          .repetitions = repetitions,
          .escalation = {.level = level, .next_at = next_at},
          .opened_at = opened_at,
          .told_at = told_at};
}

// Of the first columns of a row.
template <class Row, std::size_t... I>
Incident incident_from(const Row& row, std::index_sequence<I...>) {
  return incident_of(std::get<I>(row)...);
}

constexpr auto kIncidentColumns = std::make_index_sequence<std::tuple_size_v<Columns>>();

Settled settled_of(SettledColumns&& row) {
  constexpr std::size_t user = std::tuple_size_v<Columns>;
  Incident incident = incident_from(row, kIncidentColumns);
  const base::Timestamp told_at = incident.told_at;
  return {.incident = std::move(incident),
          .user = std::get<user>(row).value_or(""),
          .reason = std::get<user + 1>(row).value_or(""),
          .at = std::get<user + 2>(row).value_or(told_at)};
}

template <class... Args>
std::vector<Incident> all(db::Session& session, const std::string& rest, const Args&... args) {
  const auto make = [](Columns&& row) { return incident_from(row, kIncidentColumns); };
  return db::rows<Columns>(session, std::string(kSelect) + "FROM notification_incident i WHERE " + rest, make, args...);
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
  const std::vector<Incident> next =
      all(session, "i.state = 'open' AND i.next_level_at IS NOT NULL ORDER BY i.next_level_at, i.id LIMIT ?", kScanned);
  if (next.empty()) return std::nullopt;
  return next.front().escalation.next_at;
}

std::vector<Settled> acknowledged(db::Session& session, std::int64_t limit) {
  const std::string sql =
      std::string(kSelect) +
      ", v.ack_user, v.ack_reason, v.ack_timestamp FROM notification_incident i JOIN violation v ON v.id = (SELECT "
      "MIN(v.id) " +
      std::string(kViolations) + "AND v.acknowledged = ?) WHERE i.state = 'open' AND i.event = 'violation' LIMIT ?";
  return db::rows<SettledColumns>(session, sql, settled_of, true, limit);
}

std::vector<IncidentId> untrue(db::Session& session, std::int64_t limit) {
  std::vector<IncidentId> found;
  session.each<IncidentId>(
      "SELECT i.id FROM notification_incident i WHERE i.state = 'open' AND i.event = 'violation' "
      "AND NOT EXISTS (SELECT 1 " +
          std::string(kViolations) + "AND v.superseded_at IS NULL) LIMIT ?",
      [&](IncidentId id) { found.push_back(id); }, limit);
  return found;
}

void forget(db::Session& session, base::Timestamp before) {
  session.execute("DELETE FROM notification_incident WHERE told_at < ?", before);
}

}  // namespace openspc::notify::incident_store
