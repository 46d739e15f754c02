#include "notify/rule/rule_store.h"

#include "base/certain.h"
#include "base/described.h"
#include "db/table.h"

namespace openspc::notify::rule_store {
namespace {

struct Row {
  RuleId id{};
  std::optional<base::PlantId> plant_id{};
  std::string name{};
  bool is_enabled = true;
  std::optional<RuleDefinition> definition{};  // nothing: what is stored cannot be read
  base::Timestamp created_at{}, updated_at{};
};
BOOST_DESCRIBE_STRUCT(Row, (), (id, plant_id, name, is_enabled, definition, created_at, updated_at))
consteval auto columns(db::Columns<Row> of) {
  return of.table("notification_rule").once<&Row::created_at>().document<&Row::definition, net::AsJson>();
}
using Rows = db::Table<Row>;

// A rule whose definition cannot be read is shown with that problem, so that a person can replace or delete it.
Rule rule_of(const Row& row) {
  Rule rule;
  base::copy_members<&Row::definition>(row, rule);
  if (row.definition) {
    static_cast<RuleDefinition&>(rule) = *row.definition;
  } else {
    rule.problem = "The stored definition cannot be read: save the rule anew, or delete it";
  }
  return rule;
}

Row row_of(const Rule& rule) {
  return {rule.id, rule.plant_id, rule.name, rule.is_enabled, rule, rule.created_at, rule.updated_at};
}

std::vector<Rule> rules_of(const std::vector<Row>& rows) {
  std::vector<Rule> rules;
  rules.reserve(rows.size());
  for (const Row& row : rows) rules.push_back(rule_of(row));
  return rules;
}

}  // namespace

std::vector<Rule> list(db::Session& session, db::Where where) {
  return rules_of(Rows::list(session, where.order_by("name").order_by("id")));
}

std::vector<Rule> list_enabled(db::Session& session) {
  std::vector<Rule> rules = rules_of(Rows::list(session, db::Where().equals("is_enabled", true).order_by("id")));
  std::erase_if(rules, [](const Rule& rule) { return rule.problem.has_value(); });
  return rules;
}

std::string signature(db::Session& session) {
  const auto [count, newest] = base::certain(session.first<std::int64_t, std::optional<std::string>>(
      "SELECT COUNT(*), MAX(updated_at) FROM notification_rule WHERE is_enabled = ?", true));
  return std::to_string(count) + "@" + newest.value_or("");
}

std::optional<Rule> find(db::Session& session, RuleId id) {
  const auto row = Rows::find(session, id);
  return row ? std::optional(rule_of(*row)) : std::nullopt;
}

std::optional<RuleId> find_by_name(db::Session& session, std::string_view name) {
  return session.scalar<std::optional<RuleId>>("SELECT id FROM notification_rule WHERE name = ?", name);
}

RuleId insert(db::Session& session, const Rule& rule) {
  return Rows::insert(session, row_of(rule));
}

void update(db::Session& session, const Rule& rule) {
  Rows::update(session, row_of(rule));
}

void remove(db::Session& session, RuleId id) {
  Rows::remove(session, id);
}

}  // namespace openspc::notify::rule_store
