// SQL of table notification_rule. Called by the rule service and the planner inside database jobs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/session.h"
#include "db/sql/where.h"
#include "notify/rule/rule.h"

namespace openspc::notify::rule_store {

/// By name.
std::vector<Rule> list(db::Session& session, db::Where where = {});
std::vector<Rule> list_enabled(db::Session& session);
/// Changes whenever the enabled rules do.
std::string signature(db::Session& session);
std::optional<Rule> find(db::Session& session, RuleId id);
std::optional<RuleId> find_by_name(db::Session& session, std::string_view name);
RuleId insert(db::Session& session, const Rule& rule);
void update(db::Session& session, const Rule& rule);
void remove(db::Session& session, RuleId id);

}  // namespace openspc::notify::rule_store
