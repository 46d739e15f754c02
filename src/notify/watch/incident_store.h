// SQL of table notification_incident: what a rule is about at a characteristic until somebody acknowledges it. Called
// by the planner inside database jobs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/session.h"
#include "notify/notice/alert.h"
#include "notify/notice/ids.h"
#include "notify/rule/escalation.h"

namespace openspc::notify::incident_store {

enum class State { open, acknowledged, closed };
BOOST_DESCRIBE_ENUM(State, open, acknowledged, closed)

struct Incident {
  IncidentId id{};
  RuleId rule_id{};
  Alert alert{};
  std::int64_t repetitions = 0;
  Escalation escalation{};
  base::Timestamp opened_at{}, told_at{};
};

/// Open, and about the same event of the same run rule on the same chart of the same characteristic.
std::optional<Incident> find_open(db::Session& session, RuleId rule, const Alert& alert);
/// Those of one event of one rule, by characteristic.
std::vector<Incident> list_open(db::Session& session, RuleId rule, EventKind event);
IncidentId insert(db::Session& session, const Incident& incident);
void add_repetition(db::Session& session, IncidentId id, std::optional<base::ViolationId> violation);
/// Told again, with the repetitions since the last time; they are counted anew.
void mark_told(db::Session& session, IncidentId id, const Alert& alert, base::Timestamp now);
void set_escalation(db::Session& session, IncidentId id, const Escalation& escalation);
void end(db::Session& session, IncidentId id, State state);

/// Open ones whose next level is due, the oldest first.
std::vector<Incident> due(db::Session& session, base::Timestamp now, std::int64_t limit);
std::optional<base::Timestamp> next_due(db::Session& session);

/// Somebody acknowledged one of the violations.
struct Settled {
  Incident incident{};
  std::string user{}, reason{};
  base::Timestamp at{};
};
std::vector<Settled> acknowledged(db::Session& session, std::int64_t limit);
/// Open ones none of whose violations is true any more, after an edit or an exclusion.
std::vector<IncidentId> untrue(db::Session& session, std::int64_t limit);
/// Nobody will acknowledge these any more; and what ended is forgotten.
void forget(db::Session& session, base::Timestamp before);

}  // namespace openspc::notify::incident_store
