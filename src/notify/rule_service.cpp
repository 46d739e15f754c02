#include "notify/rule_service.h"

#include <algorithm>
#include <utility>

#include "identity/audit.h"
#include "notify/channel_store.h"
#include "notify/event_reader.h"
#include "notify/rights.h"
#include "notify/rule_store.h"
#include "plants/visibility.h"

namespace openspc::notify {
namespace {

Rule find_visible(db::Session& session, const net::Principal& principal, RuleId id) {
  auto rule = rule_store::find(session, id);
  if (!rule || !can_see(principal, rule->plant_id))
    throw base::not_found("Notification rule " + std::to_string(id.value) + " not found");
  return std::move(*rule);
}

void require_free_name(db::Session& session, const std::string& name, std::optional<RuleId> own) {
  const auto holder = rule_store::find_by_name(session, name);
  if (holder && holder != own) throw base::conflict("A notification rule with name '" + name + "' already exists");
}

bool wants(const RuleBody& body, EventKind event) {
  return std::ranges::find(body.events, event) != body.events.end();
}

void check_channels(db::Session& session, const RuleBody& body, const std::vector<ChannelId>& ids,
                    const boost::json::array& where, Problems& problems) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto row = channel_store::find(session, ids[i]);
    boost::json::array at = where;
    at.emplace_back(i);
    if (!row || (row->channel.plant_id && body.plant_id && row->channel.plant_id != body.plant_id)) {
      problems.add(at, "there is no such channel for this plant", ids[i].value);
    } else if (row->channel.plant_id && !body.plant_id) {
      problems.add(at, "a rule of every plant needs channels of every plant", ids[i].value);
    }
  }
}

void check_scope(db::Session& session, const RuleBody& body, Problems& problems) {
  const auto belongs = [&](std::optional<base::PlantId> plant) {
    return plant && (!body.plant_id || plant == body.plant_id);
  };
  for (std::size_t i = 0; i < body.node_ids.size(); ++i)
    if (!belongs(session.scalar<std::optional<base::PlantId>>("SELECT plant_id FROM hierarchy WHERE id = ?",
                                                              body.node_ids[i])))
      problems.add({"node_ids", i}, "there is no such place in this plant", body.node_ids[i].value);
  for (std::size_t i = 0; i < body.characteristic_ids.size(); ++i)
    if (!belongs(session.scalar<std::optional<base::PlantId>>(
            "SELECT h.plant_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id WHERE c.id = ?",
            body.characteristic_ids[i])))
      problems.add({"characteristic_ids", i}, "there is no such characteristic in this plant",
                   body.characteristic_ids[i].value);
}

// Those of the plant, and those of every plant.
void check_connections(db::Session& session, const RuleBody& body, Problems& problems) {
  const auto check = [&](const char* field, std::string_view table, const auto& ids, const char* reason) {
    const std::string sql = "SELECT plant_id FROM " + std::string(table) + " WHERE id = ?";
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto found = session.query<std::optional<base::PlantId>>(sql, ids[i]);
      const bool is_known = !found.empty();
      const auto plant = is_known ? std::get<0>(found.front()) : std::nullopt;
      if (!is_known || (plant && body.plant_id && plant != body.plant_id))
        problems.add({field, i}, reason, ids[i].value);
    }
  };
  check("broker_ids", "mqtt_broker", body.broker_ids, "there is no such broker for this plant");
  check("opcua_server_ids", "opcua_server", body.opcua_server_ids, "there is no such OPC UA server for this plant");
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

void check(db::Session& session, const RuleBody& body) {
  Problems problems;
  check_plant(session, body.plant_id, problems);
  check_channels(session, body, body.channel_ids, {"channel_ids"}, problems);
  for (std::size_t i = 0; i < body.escalation.size(); ++i)
    check_channels(session, body, body.escalation[i].channel_ids, {"escalation", i, "channel_ids"}, problems);
  check_scope(session, body, problems);
  check_connections(session, body, problems);
  check_times(body, problems);
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
    return RuleList{rule_store::list(session, plants::visible_filter(principal, "r.plant_id"))};
  };
  co_return co_await db_.read(read);
}

base::Task<Rule> RuleService::get(const net::Principal& principal, RuleId id) {
  auto read = [&](db::Session& session) { return find_visible(session, principal, id); };
  co_return co_await db_.read(read);
}

base::Task<Rule> RuleService::create(identity::Caller caller, RuleBody body) {
  auto job = [&](db::Session& session) {
    require_right(caller.principal, body.plant_id);
    check(session, body);
    require_free_name(session, body.name, std::nullopt);
    Rule rule;
    static_cast<RuleBody&>(rule) = body;
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
    Rule rule = find_visible(session, caller.principal, id);
    require_right(caller.principal, rule.plant_id);
    require_right(caller.principal, body.plant_id);
    check(session, body);
    require_free_name(session, body.name, id);
    static_cast<RuleBody&>(rule) = body;
    rule.problem.reset();
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
    const Rule rule = find_visible(session, caller.principal, id);
    require_right(caller.principal, rule.plant_id);
    rule_store::remove(session, id);
    announce(session, caller, "notification_rule.deleted", rule);
  };
  co_await db_.write(job);
}

}  // namespace openspc::notify
