#include "notify/rule_store.h"

#include <tuple>

#include "base/certain.h"
#include "db/rows.h"

namespace openspc::notify::rule_store {
namespace {

constexpr std::string_view select =
    "SELECT r.id, r.plant_id, r.name, r.is_enabled, r.definition, r.created_at, r.updated_at FROM notification_rule r ";

using Columns =
    std::tuple<RuleId, std::optional<base::PlantId>, std::string, bool, std::string, base::Timestamp, base::Timestamp>;

// A rule whose definition cannot be read is shown with that problem, so that a person can replace or delete it.
void read_definition(const std::string& text, Rule& rule) {
  rule.problem = "The stored definition cannot be read: save the rule anew, or delete it";
  const auto stored = db::readable_json("notification_rule", rule.id.value, text);
  if (!stored) return;
  try {
    static_cast<RuleDefinition&>(rule) = net::from_json<RuleDefinition>(*stored);
    rule.problem.reset();
  } catch (const base::Error& damage) {
    db::report_unreadable("notification_rule", rule.id.value, damage.detail());
  }
}

Rule rule_of(Columns&& columns) {
  Rule rule;
  std::string definition;
  std::tie(rule.id, rule.plant_id, rule.name, rule.is_enabled, definition, rule.created_at, rule.updated_at) =
      std::move(columns);
  read_definition(definition, rule);
  return rule;
}

template <class... Args>
std::vector<Rule> all(db::Session& session, const std::string& rest, const Args&... args) {
  return db::rows<Columns>(session, std::string(select) + rest, rule_of, args...);
}

boost::json::value definition_of(const Rule& rule) {
  return net::to_json(static_cast<const RuleDefinition&>(rule));
}

}  // namespace

std::vector<Rule> list(db::Session& session, const plants::VisibleFilter& visible) {
  return all(session, "WHERE (r.plant_id IS NULL OR " + visible.sql + ") ORDER BY r.name, r.id",
             db::Session::Values(visible.values));
}

std::vector<Rule> list_enabled(db::Session& session) {
  std::vector<Rule> rules = all(session, "WHERE r.is_enabled = ? ORDER BY r.id", true);
  std::erase_if(rules, [](const Rule& rule) { return rule.problem.has_value(); });
  return rules;
}

std::string signature(db::Session& session) {
  const auto [count, newest] = base::certain(session.first<std::int64_t, std::optional<std::string>>(
      "SELECT COUNT(*), MAX(updated_at) FROM notification_rule WHERE is_enabled = ?", true));
  return std::to_string(count) + "@" + newest.value_or("");
}

std::optional<Rule> find(db::Session& session, RuleId id) {
  std::vector<Rule> found = all(session, "WHERE r.id = ?", id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<RuleId> find_by_name(db::Session& session, std::string_view name) {
  return session.scalar<std::optional<RuleId>>("SELECT id FROM notification_rule WHERE name = ?", name);
}

RuleId insert(db::Session& session, const Rule& rule) {
  return {session.insert(
      "INSERT INTO notification_rule (plant_id, name, is_enabled, definition, created_at, updated_at) VALUES "
      "(?, ?, ?, ?, ?, ?)",
      rule.plant_id, rule.name, rule.is_enabled, definition_of(rule), rule.created_at, rule.updated_at)};
}

void update(db::Session& session, const Rule& rule) {
  session.execute(
      "UPDATE notification_rule SET plant_id = ?, name = ?, is_enabled = ?, definition = ?, updated_at = ? WHERE id = "
      "?",
      rule.plant_id, rule.name, rule.is_enabled, definition_of(rule), rule.updated_at, rule.id);
}

void remove(db::Session& session, RuleId id) {
  session.execute("DELETE FROM notification_rule WHERE id = ?", id);
}

}  // namespace openspc::notify::rule_store
