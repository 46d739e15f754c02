#include "notify/rule_store.h"

namespace openspc::notify::rule_store {
namespace {

constexpr std::string_view select =
    "SELECT r.id, r.plant_id, r.name, r.is_enabled, r.definition, r.created_at, r.updated_at FROM notification_rule r ";

Rule rule_of(RuleId id, std::optional<base::PlantId> plant, const std::string& name, bool is_enabled,
             const boost::json::value& definition, base::Timestamp created_at, base::Timestamp updated_at) {
  Rule rule;
  static_cast<RuleDefinition&>(rule) = net::from_json<RuleDefinition>(definition);
  rule.id = id;
  rule.plant_id = plant;
  rule.name = name;
  rule.is_enabled = is_enabled;
  rule.created_at = created_at;
  rule.updated_at = updated_at;
  return rule;
}

template <class... Args>
std::vector<Rule> all(db::Session& session, const std::string& rest, const Args&... args) {
  std::vector<Rule> rules;
  session.each<RuleId, std::optional<base::PlantId>, std::string, bool, boost::json::value, base::Timestamp,
               base::Timestamp>(
      std::string(select) + rest, [&](auto&&... columns) { rules.push_back(rule_of(columns...)); }, args...);
  return rules;
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
  return all(session, "WHERE r.is_enabled = ? ORDER BY r.id", true);
}

std::string signature(db::Session& session) {
  const auto [count, newest] =
      session
          .first<std::int64_t, std::optional<std::string>>(
              "SELECT COUNT(*), MAX(updated_at) FROM notification_rule WHERE is_enabled = ?", true)
          .value();
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
