#include "notify/watch/outage_store.h"

#include <tuple>
#include <utility>

#include "base/certain.h"
#include "db/rows.h"
#include "db/stored_enum.h"
#include "net/schema.h"

namespace openspc::notify::outage_store {
namespace {

using Columns = std::tuple<OutageId, RuleId, std::string, std::int64_t, std::string, std::int64_t,
                           std::optional<base::Timestamp>, base::Timestamp>;

// An alert that cannot be read is known by its columns still: nobody who was told waits for the end in vain.
Alert alert_of(OutageId id, const std::string& text, Alert otherwise) {
  const auto stored = db::readable_json("notification_outage", id.value, text);
  if (!stored) return otherwise;
  try {
    Alert alert = net::from_json<Alert>(*stored);
    alert.connection_kind = otherwise.connection_kind;
    alert.connection_id = otherwise.connection_id;
    return alert;
  } catch (const base::Error& damage) {
    db::report_unreadable("notification_outage", id.value, damage.detail());
    return otherwise;
  }
}

Outage outage_of(Columns&& columns) {
  Outage outage;
  std::string kind;
  std::int64_t source = 0;
  std::string alert;
  std::tie(outage.id, outage.rule_id, kind, source, alert, outage.escalation.level, outage.escalation.next_at,
           outage.opened_at) = std::move(columns);
  Alert known{.event = EventKind::connection_lost,
              .occurred_at = outage.opened_at,
              .connection_kind = db::enum_of<ConnectionKind>(kind),
              .connection_id = source};
  outage.alert = alert_of(outage.id, alert, std::move(known));
  return outage;
}

}  // namespace

std::vector<Outage> list(db::Session& session, RuleId rule) {
  return db::rows<Columns>(session,
                           "SELECT id, rule_id, kind, source_id, alert, level, next_level_at, opened_at FROM "
                           "notification_outage WHERE rule_id = ? ORDER BY id",
                           outage_of, rule);
}

void insert(db::Session& session, const Outage& outage) {
  const Alert& alert = outage.alert;
  session.execute(
      "INSERT INTO notification_outage (rule_id, kind, source_id, alert, level, next_level_at, opened_at) VALUES "
      "(?, ?, ?, ?, ?, ?, ?)",
      outage.rule_id, db::word_of(base::certain(alert.connection_kind)), alert.connection_id, net::to_json(alert),
      outage.escalation.level, outage.escalation.next_at, outage.opened_at);
}

void set_escalation(db::Session& session, OutageId id, const Escalation& escalation) {
  session.execute("UPDATE notification_outage SET level = ?, next_level_at = ? WHERE id = ?", escalation.level,
                  escalation.next_at, id);
}

void remove(db::Session& session, OutageId id) {
  session.execute("DELETE FROM notification_outage WHERE id = ?", id);
}

}  // namespace openspc::notify::outage_store
