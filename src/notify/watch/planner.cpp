#include "notify/watch/planner.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/certain.h"
#include "notify/delivery/delivery_store.h"
#include "notify/rule/rule_store.h"
#include "notify/watch/outage_watch.h"
#include "notify/watch/teller.h"

namespace openspc::notify {
namespace {

using incident_store::Incident;
using incident_store::Settled;
using incident_store::State;

constexpr std::int64_t kNewsAtOnce = 300;
constexpr std::int64_t kIncidentsAtOnce = 200;
constexpr std::int64_t kLogKept = 50'000;
constexpr std::chrono::days kLogMemory{90};
// An incident that nobody acknowledged for so long is not waited for any more.
constexpr std::chrono::days kIncidentMemory{30};

bool watches_silence(const Rule& rule) {
  return rule.no_data_minutes && std::ranges::find(rule.events, EventKind::no_data) != rule.events.end();
}

bool wants(const Rule& rule, EventKind event) {
  return std::ranges::find(rule.events, event) != rule.events.end();
}

}  // namespace

Planner::Planner(db::Database& database, const base::Clock& clock, base::Timestamp started_at)
    : database_(database), clock_(clock), started_at_(started_at) {}

// Every write depends on the lease: another server may have taken over while this one slept.
template <class Job>
void Planner::write(db::LeaseToken lease, Job job) {
  database_.write_now([&](db::Session& session) {
    db::Leases::require(session, {.kind = "notify", .source = 1, .token = lease});
    job(session, clock_.now());
  });
}

bool Planner::has_work() {
  return database_.read_now([&](db::Session& session) {
    const std::string signature = rule_store::signature(session);
    if (signature != signature_) {
      rules_ = rule_store::list_enabled(session);
      signature_ = signature;
    }
    return !rules_.empty() || delivery_store::has_waiting(session);
  });
}

const Rule* Planner::find(RuleId id) const {
  const auto rule = std::ranges::find(rules_, id, &Rule::id);
  return rule == rules_.end() ? nullptr : &*rule;
}

const Planner::Place& Planner::place_of(db::Session& session, base::CharacteristicId id) {
  const auto [place, is_new] = places_.try_emplace(id);
  if (is_new) place->second = event_reader::ancestors(session, id);
  return place->second;
}

bool Planner::take_news(db::LeaseToken lease) {
  if (rules_.empty()) return false;
  const bool has_news = database_.read_now(
      [](db::Session& session) { return event_reader::has_news(session, event_reader::cursors(session)); });
  if (!has_news) return false;
  bool has_more = false;
  write(lease, [&](db::Session& session, base::Timestamp now) {
    const event_reader::News news = event_reader::read(session, event_reader::cursors(session), kNewsAtOnce);
    places_.clear();
    std::set<ChannelId> told;
    for (const Alert& alert : news.alerts) {
      for (const Rule& rule : rules_) {
        if (!concerns(rule, alert, place_of(session, base::certain(alert.characteristic_id)))) continue;
        take(session, rule, alert, now);
        told.insert(rule.channel_ids.begin(), rule.channel_ids.end());
      }
    }
    for (const ChannelId channel : told) bound(session, channel, now);
    event_reader::advance(session, news.until);
    has_more = news.has_more;
  });
  return has_more;
}

void Planner::bound(db::Session& session, ChannelId channel, base::Timestamp now) {
  using delivery_store::Waiting;
  delivery_store::give_way(session, channel, Waiting::for_anything, most_waiting, now);
  if (!delivery_store::is_failing(session, channel, now - failing_for)) return;
  delivery_store::give_way(session, channel, Waiting::for_their_turn, most_waiting_while_failing, now);
}

void Planner::take(db::Session& session, const Rule& rule, const Alert& alert, base::Timestamp now) {
  if (alert.event == EventKind::violation) return take_violation(session, rule, alert, now);
  tell(session, rule, rule.channel_ids, alert, 0, now);
}

// The first is told and remembered; the same again is counted until the window is over.
void Planner::take_violation(db::Session& session, const Rule& rule, const Alert& alert, base::Timestamp now) {
  const auto open = incident_store::find_open(session, rule.id, alert);
  if (!open) {
    const Escalation escalation =
        alert.requires_acknowledgement ? Escalation::begin(rule.escalation, now) : Escalation{};
    incident_store::insert(
        session, {.rule_id = rule.id, .alert = alert, .escalation = escalation, .opened_at = now, .told_at = now});
    return tell(session, rule, rule.channel_ids, alert, 0, now);
  }
  if (now - open->told_at < std::chrono::minutes(rule.repeat_minutes))
    return incident_store::add_repetition(session, open->id, alert.violation_id);
  Alert again = alert;
  again.repetitions = open->repetitions;
  incident_store::mark_told(session, open->id, again, now);
  tell(session, rule, rule.channel_ids, again, 0, now);
}

void Planner::settle_acknowledged(db::LeaseToken lease) {
  const bool is_needed = database_.read_now([](db::Session& session) {
    return !incident_store::acknowledged(session, 1).empty() || !incident_store::untrue(session, 1).empty();
  });
  if (!is_needed) return;
  write(lease, [&](db::Session& session, base::Timestamp now) {
    for (const Settled& settled : incident_store::acknowledged(session, kIncidentsAtOnce))
      settle(session, settled, now);
    for (const IncidentId id : incident_store::untrue(session, kIncidentsAtOnce))
      incident_store::end(session, id, State::closed);
  });
}

// Whoever was told of the violation is told that somebody cares.
void Planner::settle(db::Session& session, const Settled& settled, base::Timestamp now) {
  incident_store::end(session, settled.incident.id, State::acknowledged);
  const Rule* const rule = find(settled.incident.rule_id);
  if (rule == nullptr || !wants(*rule, EventKind::acknowledgement)) return;
  Alert alert = settled.incident.alert;
  alert.event = EventKind::acknowledgement;
  alert.user = settled.user;
  alert.reason = settled.reason;
  alert.occurred_at = settled.at;
  alert.repetitions = 0;
  tell(session, *rule, channels_through(*rule, settled.incident.escalation.level), alert, 0, now);
}

void Planner::escalate(db::LeaseToken lease) {
  const auto next = database_.read_now([](db::Session& session) { return incident_store::next_due(session); });
  if (!next || *next > clock_.now()) return;
  write(lease, [&](db::Session& session, base::Timestamp now) {
    // An acknowledgement that came before this moment stops it.
    for (const Settled& settled : incident_store::acknowledged(session, kIncidentsAtOnce))
      settle(session, settled, now);
    for (const Incident& incident : incident_store::due(session, now, kIncidentsAtOnce)) {
      const Rule* const rule = find(incident.rule_id);
      const auto level = static_cast<std::size_t>(incident.escalation.level);
      if (rule == nullptr || level >= rule->escalation.size()) {
        incident_store::set_escalation(session, incident.id,
                                       {.level = incident.escalation.level, .next_at = std::nullopt});
        continue;
      }
      Alert alert = incident.alert;
      alert.repetitions = incident.repetitions;
      tell(session, *rule, rule->escalation[level].channel_ids, alert, incident.escalation.level + 1, now);
      incident_store::set_escalation(session, incident.id,
                                     incident.escalation.advanced(rule->escalation, incident.opened_at));
    }
  });
}

void Planner::watch_connections(db::LeaseToken lease) {
  if (std::ranges::none_of(rules_, outage_watch::is_wanted)) return;
  const bool is_needed =
      database_.read_now([&](db::Session& session) { return outage_watch::has_news(session, rules_, clock_.now()); });
  if (!is_needed) return;
  write(lease, [&](db::Session& session, base::Timestamp now) { outage_watch::watch(session, rules_, now); });
}

bool Planner::is_silent(const Rule& rule, const Alert& newest, base::Timestamp now) const {
  const base::Timestamp since = std::max({newest.last_sample_at.value_or(started_at_), started_at_, rule.updated_at});
  return now - since >= std::chrono::minutes(rule.no_data_minutes.value_or(0));
}

bool Planner::silence_changed(db::Session& session, const std::vector<Alert>& newest, base::Timestamp now) {
  for (const Rule& rule : rules_) {
    if (!watches_silence(rule)) continue;
    std::set<base::CharacteristicId> known;
    for (const Incident& incident : incident_store::list_open(session, rule.id, EventKind::no_data))
      known.insert(base::certain(incident.alert.characteristic_id));
    for (const Alert& alert : newest) {
      if (is_silent(rule, alert, now) == known.contains(base::certain(alert.characteristic_id))) continue;
      if (concerns(rule, alert, place_of(session, base::certain(alert.characteristic_id)))) return true;
    }
  }
  return false;
}

void Planner::watch_silence(db::LeaseToken lease) {
  if (std::ranges::none_of(rules_, watches_silence)) return;
  const base::Timestamp now = clock_.now();
  places_.clear();
  std::vector<Alert> newest;
  const bool changed = database_.read_now([&](db::Session& session) {
    newest = event_reader::newest_samples(session);
    return silence_changed(session, newest, now);
  });
  if (!changed) return;
  write(lease, [&](db::Session& session, base::Timestamp at) {
    for (const Rule& rule : rules_)
      if (watches_silence(rule)) watch(session, rule, newest, at);
  });
}

void Planner::watch(db::Session& session, const Rule& rule, const std::vector<Alert>& newest, base::Timestamp now) {
  std::map<base::CharacteristicId, Incident> open;
  for (Incident& incident : incident_store::list_open(session, rule.id, EventKind::no_data)) {
    const auto id = base::certain(incident.alert.characteristic_id);
    open.emplace(id, std::move(incident));
  }
  for (const Alert& alert : newest) {
    const auto id = base::certain(alert.characteristic_id);
    if (!concerns(rule, alert, place_of(session, id))) continue;
    const auto known = open.find(id);
    const bool silent = is_silent(rule, alert, now);
    if (silent && known == open.end()) begin_silence(session, rule, alert, now);
    if (!silent && known != open.end()) end_silence(session, rule, known->second, alert, now);
  }
}

void Planner::begin_silence(db::Session& session, const Rule& rule, Alert alert, base::Timestamp now) {
  alert.occurred_at = now;
  const auto since = std::max({alert.last_sample_at.value_or(started_at_), started_at_, rule.updated_at});
  alert.silent_minutes = std::chrono::floor<std::chrono::minutes>(now - alert.last_sample_at.value_or(since)).count();
  incident_store::insert(session, {.rule_id = rule.id,
                                   .alert = alert,
                                   .escalation = Escalation::begin(rule.escalation, now),
                                   .opened_at = now,
                                   .told_at = now});
  tell(session, rule, rule.channel_ids, alert, 0, now);
}

void Planner::end_silence(db::Session& session, const Rule& rule, const Incident& incident, const Alert& newest,
                          base::Timestamp now) {
  incident_store::end(session, incident.id, State::closed);
  // A new start of the server, or an edit of the rule, only begins the count again.
  if (!newest.last_sample_at || newest.last_sample_at <= incident.alert.last_sample_at) return;
  if (!wants(rule, EventKind::data_resumed)) return;
  Alert alert = newest;
  alert.event = EventKind::data_resumed;
  alert.occurred_at = now;
  tell(session, rule, channels_through(rule, incident.escalation.level), alert, 0, now);
}

void Planner::release_held(db::LeaseToken lease) {
  const bool is_due = database_.read_now(
      [&](db::Session& session) { return !delivery_store::released(session, clock_.now()).empty(); });
  if (!is_due) return;
  write(lease, [&](db::Session& session, base::Timestamp now) {
    for (const delivery_store::HeldGroup& group : delivery_store::released(session, now)) {
      if (group.ids.size() == 1) {
        delivery_store::requeue(session, group.ids.front(), now);
        continue;
      }
      Notice digest{.rule = group.notices.front().rule, .alert_count = 0};
      for (const Notice& notice : group.notices) {
        digest.alert_count += notice.alert_count;
        for (const Alert& alert : notice.alerts)
          if (digest.alerts.size() < kListedAlerts) digest.alerts.push_back(alert);
      }
      delivery_store::insert(session,
                             {.plant_id = group.plant_id,
                              .channel_id = group.channel_id,
                              .rule_id = group.rule_id,
                              .recipient = group.recipient,
                              .notice = std::move(digest),
                              .state = DeliveryState::queued,
                              .due_at = now},
                             now);
      delivery_store::merge(session, group.ids, now);
    }
  });
}

void Planner::forget_old(db::LeaseToken lease) {
  write(lease, [](db::Session& session, base::Timestamp now) {
    delivery_store::purge(session, kLogKept, now - kLogMemory);
    incident_store::forget(session, now - kIncidentMemory);
  });
}

}  // namespace openspc::notify
