#include "quality/characteristic/service.h"

#include <boost/json/object.hpp>
#include <string>
#include <utility>

#include "base/error.h"
#include "identity/audit.h"
#include "peers/announce.h"
#include "plants/events.h"
#include "plants/hierarchy_service.h"
#include "quality/characteristic/access.h"
#include "quality/characteristic/checks.h"
#include "quality/characteristic/limits_change.h"
#include "quality/characteristic/mode_service.h"
#include "quality/characteristic/store.h"
#include "quality/characteristic/touch.h"
#include "quality/judge/limits.h"

namespace openspc::quality::characteristic {
namespace {

void record(db::Session& session, const identity::Caller& caller, std::string_view action, base::CharacteristicId id,
            base::PlantId plant, const boost::json::object& detail) {
  identity::audit::record(session, caller, action, {"characteristic", std::to_string(id.value), plant}, detail);
}

bool limits_or_mode_differ(const judge::Characteristic& a, const judge::Characteristic& b) {
  return a.ucl != b.ucl || a.lcl != b.lcl || a.subgroup_mode != b.subgroup_mode;
}

// The node's plant. One of a plant that the caller does not see is as if it did not exist.
base::PlantId require_visible_node(db::Session& session, const net::Principal& caller, base::NodeId node) {
  const base::PlantId plant = plants::plant_of_node(session, node);
  if (!caller.can_see(plant)) throw base::not_found("Hierarchy node " + std::to_string(node.value) + " not found");
  return plant;
}

base::CharacteristicId insert(db::Session& session, const identity::Caller& caller, const judge::Characteristic& row,
                              const judge::RuleSwitches& rules) {
  const base::PlantId plant = require_visible_node(session, caller.principal, row.hierarchy_id);
  caller.principal.require_at(plant, net::Role::engineer);
  identity::require_change_at(session, caller.principal, {.node = row.hierarchy_id});
  const base::CharacteristicId id = insert_characteristic(session, row);
  replace_rules(session, id, {rules.rules.begin(), rules.rules.end()});
  record(session, caller, "characteristic.created", id, plant, {{"name", row.name}});
  return id;
}

}  // namespace

base::CharacteristicId create_like(db::Session& session, const identity::Caller& caller, base::CharacteristicId model,
                                   base::NodeId node, const std::string& name) {
  judge::Characteristic row = require_visible(session, caller.principal, model).row;
  row.hierarchy_id = node;
  row.name = name;
  row.ucl.reset();
  row.lcl.reset();
  row.stored_center_line.reset();
  row.stored_sigma.reset();
  row.limits_method.reset();
  return insert(session, caller, row, load_rules(session, model));
}

base::Task<CharacteristicPage> Service::list(const net::Principal& caller, CharacteristicQuery query) {
  auto job = [&](db::Session& session) { return list_characteristics(session, caller, query); };
  co_return co_await database_.read(std::move(job));
}

base::Task<std::vector<CharacteristicView>> Service::at_node(const net::Principal& caller, base::NodeId node,
                                                             Depth depth) {
  auto job = [&](db::Session& session) {
    require_visible_node(session, caller, node);
    return list_at_node(session, node, depth);
  };
  co_return co_await database_.read(std::move(job));
}

base::Task<CharacteristicView> Service::get(const net::Principal& caller, base::CharacteristicId id) {
  auto job = [&](db::Session& session) { return view_of(session, require_visible(session, caller, id).row); };
  co_return co_await database_.read(std::move(job));
}

base::Task<CharacteristicView> Service::create(identity::Caller caller, CharacteristicCreate request) {
  require_subgroup_size(request);
  judge::Characteristic row = row_of(request);
  require_suitable_chart(row);
  require_consistent(row);
  auto job = [&](db::Session& session) {
    row.id = insert(session, caller, row, judge::RuleSwitches::of_new_characteristic());
    return view_of(session, row);
  };
  co_return co_await database_.write(std::move(job));
}

base::Task<CharacteristicView> Service::update(identity::Caller caller, base::CharacteristicId id,
                                               CharacteristicUpdate update) {
  const base::Timestamp now = clock_.now();
  auto job = [&](db::Session& session) {
    const OwnedCharacteristic before = require_engineer(session, caller.principal, id);
    const judge::Characteristic after = updated(before.row, update);
    if (after.chart_type != before.row.chart_type) require_suitable_chart(after);
    require_consistent(after, &before.row);
    if (after.subgroup_mode != before.row.subgroup_mode) require_mode_possible(session, after);
    if (limits_or_mode_differ(before.row, after)) {
      apply_limits_change({session, events_, now, caller}, before,
                          {.after = after, .action = "characteristic.updated", .note = "Changed by PATCH"});
    } else {
      update_characteristic(session, after);
      touch(session, id);
      record(session, caller, "characteristic.updated", id, before.plant, {{"name", after.name}});
    }
    return view_of(session, after);
  };
  co_return co_await database_.write(std::move(job));
}

base::Task<void> Service::remove(identity::Caller caller, base::CharacteristicId id) {
  auto job = [&](db::Session& session) {
    const OwnedCharacteristic owned = require_engineer(session, caller.principal, id);
    if (has_samples(session, owned.row)) {
      throw base::conflict("Characteristic " + std::to_string(id.value) +
                           " has samples and cannot be deleted; excluded samples count");
    }
    delete_characteristic(session, owned.row);
    // The database may give the id to a new characteristic: caches must forget the old one.
    peers::announce(session, events_, plants::CharacteristicsDeleted{.plant = owned.plant, .characteristics = {id}});
    record(session, caller, "characteristic.deleted", id, owned.plant, {{"name", owned.row.name}});
  };
  co_await database_.write(std::move(job));
}

base::Task<std::vector<judge::RuleSwitch>> Service::rules(const net::Principal& caller, base::CharacteristicId id) {
  auto job = [&](db::Session& session) {
    const OwnedCharacteristic owned = require_visible(session, caller, id);
    const judge::RuleSwitches switches = load_rules(session, id);
    return judge::shown({switches.rules.begin(), switches.rules.end()}, rules_of_dispersion(owned.row));
  };
  co_return co_await database_.read(std::move(job));
}

base::Task<std::vector<judge::RuleSwitch>> Service::replace_rules(identity::Caller caller, base::CharacteristicId id,
                                                                  std::vector<judge::RuleSwitch> rules) {
  require_valid(rules);
  auto job = [&](db::Session& session) {
    const OwnedCharacteristic owned = require_engineer(session, caller.principal, id);
    const spc::RuleSet applicable = rules_of_dispersion(owned.row);
    require_applicable(rules, applicable);
    quality::characteristic::replace_rules(session, id, rules);
    touch(session, id);
    record(session, caller, "characteristic.rules_replaced", id, owned.plant, {{"rules", net::to_json(rules)}});
    return shown(load_rule_rows(session, id), applicable);
  };
  co_return co_await database_.write(std::move(job));
}

}  // namespace openspc::quality::characteristic
