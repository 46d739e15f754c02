#include "notify/watch/outage_watch.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/certain.h"
#include "notify/watch/event_reader.h"
#include "notify/watch/outage_store.h"
#include "notify/watch/teller.h"

namespace openspc::notify::outage_watch {
namespace {

using event_reader::Connection;
using outage_store::Outage;

enum class Step { begin, escalate, end, forget };

/// What is to be done about one connection for one rule.
struct Due {
  Step step = Step::begin;
  std::optional<Connection> connection{};  // nothing when it is to be forgotten
  std::optional<Outage> outage{};          // nothing when it begins
};

bool wants(const Rule& rule, EventKind event) {
  return std::ranges::find(rule.events, event) != rule.events.end();
}

bool is_same(const Alert& a, const Alert& b) {
  return a.connection_kind == b.connection_kind && a.connection_id == b.connection_id;
}

bool is_lost_for_long(const Rule& rule, const Connection& connection, base::Timestamp now) {
  const base::Timestamp since = std::max(connection.changed_at, rule.updated_at);
  return connection.is_lost && now - since >= std::chrono::seconds(rule.connection_lost_seconds);
}

std::vector<Due> due(const Rule& rule, const std::vector<Connection>& connections, std::vector<Outage> told,
                     base::Timestamp now) {
  std::vector<Due> all;
  for (const Connection& connection : connections) {
    if (!concerns(rule, connection.alert, {})) continue;
    const auto known =
        std::ranges::find_if(told, [&](const Outage& outage) { return is_same(outage.alert, connection.alert); });
    if (known == told.end()) {
      if (is_lost_for_long(rule, connection, now)) all.push_back({Step::begin, connection, std::nullopt});
      continue;
    }
    if (!connection.is_lost) {
      all.push_back({Step::end, connection, std::move(*known)});
    } else if (known->escalation.is_due(now)) {
      all.push_back({Step::escalate, connection, std::move(*known)});
    }
    told.erase(known);
  }
  for (Outage& outage : told) all.push_back({Step::forget, std::nullopt, std::move(outage)});
  return all;
}

void begin(db::Session& session, const Rule& rule, const Connection& connection, base::Timestamp now) {
  outage_store::insert(session, {.rule_id = rule.id,
                                 .alert = connection.alert,
                                 .escalation = Escalation::begin(rule.escalation, now),
                                 .opened_at = now});
  tell(session, rule, rule.channel_ids, connection.alert, 0, now);
}

void escalate(db::Session& session, const Rule& rule, const Outage& outage, base::Timestamp now) {
  const auto level = static_cast<std::size_t>(outage.escalation.level);
  if (level < rule.escalation.size())
    tell(session, rule, rule.escalation[level].channel_ids, outage.alert, outage.escalation.level + 1, now);
  outage_store::set_escalation(session, outage.id, outage.escalation.advanced(rule.escalation, outage.opened_at));
}

// Whoever was told that it is lost is told that it is back.
void end(db::Session& session, const Rule& rule, const Outage& outage, const Connection& connection,
         base::Timestamp now) {
  outage_store::remove(session, outage.id);
  if (!wants(rule, EventKind::connection_back)) return;
  Alert alert = connection.alert;
  alert.event = EventKind::connection_back;
  alert.lost_at = outage.alert.lost_at;
  tell(session, rule, channels_through(rule, outage.escalation.level), alert, 0, now);
}

}  // namespace

bool is_wanted(const Rule& rule) {
  return wants(rule, EventKind::connection_lost);
}

bool has_news(db::Session& session, std::span<const Rule> rules, base::Timestamp now) {
  const std::vector<Connection> connections = event_reader::connections(session);
  return std::ranges::any_of(rules, [&](const Rule& rule) {
    return is_wanted(rule) && !due(rule, connections, outage_store::list(session, rule.id), now).empty();
  });
}

void watch(db::Session& session, std::span<const Rule> rules, base::Timestamp now) {
  const std::vector<Connection> connections = event_reader::connections(session);
  for (const Rule& rule : rules) {
    if (!is_wanted(rule)) continue;
    for (const Due& one : due(rule, connections, outage_store::list(session, rule.id), now)) {
      switch (one.step) {
        case Step::begin:
          begin(session, rule, base::certain(one.connection), now);
          break;
        case Step::escalate:
          escalate(session, rule, base::certain(one.outage), now);
          break;
        case Step::end:
          end(session, rule, base::certain(one.outage), base::certain(one.connection), now);
          break;
        case Step::forget:
          outage_store::remove(session, base::certain(one.outage).id);
          break;
      }
    }
  }
}

}  // namespace openspc::notify::outage_watch
