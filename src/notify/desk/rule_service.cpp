#include "notify/desk/rule_service.h"

#include <algorithm>
#include <map>
#include <utility>

#include "identity/audit.h"
#include "notify/desk/rights.h"
#include "notify/rule/rule_store.h"
#include "notify/watch/event_reader.h"

namespace openspc::notify {
namespace {

constexpr std::string_view kRuleNoun = "Notification rule";

void require_free_rule_name(db::Session& session, const std::string& name, std::optional<RuleId> own) {
  const auto holder = rule_store::find_by_name(session, name);
  if (holder && holder != own) throw base::conflict("A notification rule with name '" + name + "' already exists");
}

bool wants(const RuleBody& body, EventKind event) {
  return std::ranges::find(body.events, event) != body.events.end();
}

// The rows that ids stand for, with their plants. Adds a problem for each id of a row that does not fit.
template <class Id, class Fits>
void check_ids(db::Session& session, const std::string& rows, db::Column key, const std::vector<Id>& ids,
               const char* field, const char* reason, Fits fits, Problems& problems) {
  const auto owners = plants::owners(session, rows, key, ids);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = owners.find(ids[i]);
    if (found == owners.end() || !fits(found->second)) problems.add({field, i}, reason, ids[i].value);
  }
}

void check_channels(const RuleBody& body, const std::map<ChannelId, Owner>& channels, const std::vector<ChannelId>& ids,
                    const boost::json::array& where, Problems& problems) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto channel = channels.find(ids[i]);
    boost::json::array at = where;
    at.emplace_back(i);
    if (channel == channels.end() || (channel->second && body.plant_id && channel->second != body.plant_id)) {
      problems.add(at, "there is no such channel for this plant", ids[i].value);
    } else if (channel->second && !body.plant_id) {
      problems.add(at, "a rule of every plant needs channels of every plant", ids[i].value);
    }
  }
}

void check_all_channels(db::Session& session, const Rule& rule, Problems& problems) {
  const auto all = channels_through(rule, static_cast<std::int64_t>(rule.escalation.size()));
  const auto channels = plants::owners(session, "SELECT id, plant_id FROM notification_channel", "id", all);
  check_channels(rule, channels, rule.channel_ids, {"channel_ids"}, problems);
  for (std::size_t i = 0; i < rule.escalation.size(); ++i)
    check_channels(rule, channels, rule.escalation[i].channel_ids, {"escalation", i, "channel_ids"}, problems);
}

void check_scope(db::Session& session, const RuleBody& body, Problems& problems) {
  const auto belongs = [&](Owner plant) { return plant && (!body.plant_id || plant == body.plant_id); };
  check_ids(session, "SELECT id, plant_id FROM hierarchy", "id", body.node_ids, "node_ids",
            "there is no such place in this plant", belongs, problems);
  check_ids(session, "SELECT c.id, h.plant_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id", "c.id",
            body.characteristic_ids, "characteristic_ids", "there is no such characteristic in this plant", belongs,
            problems);
}

// Those of the plant, and those of every plant.
void check_connections(db::Session& session, const RuleBody& body, Problems& problems) {
  const auto serves = [&](Owner plant) { return !plant || !body.plant_id || plant == body.plant_id; };
  check_ids(session, "SELECT id, plant_id FROM mqtt_broker", "id", body.broker_ids, "broker_ids",
            "there is no such broker for this plant", serves, problems);
  check_ids(session, "SELECT id, plant_id FROM opcua_server", "id", body.opcua_server_ids, "opcua_server_ids",
            "there is no such OPC UA server for this plant", serves, problems);
}

void check_times(const RuleBody& body, Problems& problems) {
  if (body.quiet_hours && !is_time_zone(body.quiet_hours->time_zone))
    problems.add({"quiet_hours", "time_zone"}, "this is no time zone: Europe/Berlin is one",
                 boost::json::string(body.quiet_hours->time_zone));
  for (std::size_t i = 1; i < body.escalation.size(); ++i)
    if (body.escalation[i].after_minutes <= body.escalation[i - 1].after_minutes)
      problems.add({"escalation", i, "after_minutes"}, "each level follows later than the one before it",
                   body.escalation[i].after_minutes);
  if (wants(body, EventKind::no_data) && !body.no_data_minutes)
    problems.add({"no_data_minutes"}, "no_data needs to know after how many minutes");
  if (wants(body, EventKind::data_resumed) && !wants(body, EventKind::no_data))
    problems.add({"events"}, "data_resumed is told after no_data alone");
  if (wants(body, EventKind::connection_back) && !wants(body, EventKind::connection_lost))
    problems.add({"events"}, "connection_back is told after connection_lost alone");
}

void check(db::Session& session, const Rule& rule) {
  Problems problems;
  check_plant(session, rule.plant_id, problems);
  check_all_channels(session, rule, problems);
  check_scope(session, rule, problems);
  check_connections(session, rule, problems);
  check_times(rule, problems);
  problems.throw_if_any();
}

// The first rule begins with what happens from now on.
void begin_if_first(db::Session& session, const Rule& rule) {
  if (rule.is_enabled && rule_store::list_enabled(session).empty()) event_reader::skip_to_end(session);
}

}  // namespace

RuleService::RuleService(db::Database& database, const base::Clock& clock, std::function<void()> changed)
    : db_(database), clock_(clock), changed_(std::move(changed)) {}

void RuleService::announce(db::Session& session, const identity::Caller& caller, std::string_view action,
                           const Rule& rule) {
  identity::audit::record(session, caller, action, {"notification_rule", std::to_string(rule.id.value), rule.plant_id},
                          {{"name", rule.name}});
  session.after_commit(changed_);
}

base::Task<RuleList> RuleService::list(const net::Principal& principal) {
  auto read = [&](db::Session& session) {
    return RuleList{rule_store::list(session, plants::seen_or_shared(principal, "plant_id"))};
  };
  co_return co_await db_.read(read);
}

base::Task<Rule> RuleService::get(const net::Principal& principal, RuleId id) {
  auto read = [&](db::Session& session) {
    return require_seen(rule_store::find(session, id), principal, kRuleNoun, id);
  };
  co_return co_await db_.read(read);
}

base::Task<Rule> RuleService::create(identity::Caller caller, RuleBody body) {
  auto job = [&](db::Session& session) {
    require_right(caller.principal, body.plant_id);
    Rule rule;
    static_cast<RuleBody&>(rule) = body;
    check(session, rule);
    require_free_rule_name(session, rule.name, std::nullopt);
    rule.created_at = rule.updated_at = clock_.now();
    begin_if_first(session, rule);
    rule.id = rule_store::insert(session, rule);
    announce(session, caller, "notification_rule.created", rule);
    return rule;
  };
  co_return co_await db_.write(job);
}

base::Task<Rule> RuleService::replace(identity::Caller caller, RuleId id, RuleBody body) {
  auto job = [&](db::Session& session) {
    Rule rule = require_own(rule_store::find(session, id), caller.principal, kRuleNoun, id);
    require_right(caller.principal, body.plant_id);
    static_cast<RuleBody&>(rule) = body;
    rule.problem.reset();
    check(session, rule);
    require_free_rule_name(session, rule.name, id);
    rule.updated_at = clock_.now();
    begin_if_first(session, rule);
    rule_store::update(session, rule);
    announce(session, caller, "notification_rule.updated", rule);
    return rule;
  };
  co_return co_await db_.write(job);
}

base::Task<void> RuleService::remove(identity::Caller caller, RuleId id) {
  auto job = [&](db::Session& session) {
    const Rule rule = require_own(rule_store::find(session, id), caller.principal, kRuleNoun, id);
    rule_store::remove(session, id);
    announce(session, caller, "notification_rule.deleted", rule);
  };
  co_await db_.write(job);
}

}  // namespace openspc::notify
