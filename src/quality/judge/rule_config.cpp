#include "quality/judge/rule_config.h"

#include <boost/json/value_to.hpp>
#include <cmath>
#include <string>
#include <utility>

#include "base/certain.h"
#include "base/error.h"

namespace openspc::quality::judge {
namespace {

std::optional<int> whole_number(const boost::json::value& value) {
  boost::system::error_code error;
  const auto number = value.to_number<std::int64_t>(error);
  if (error || number < 0 || number > spc::kMaxRuleWindow) return std::nullopt;
  return static_cast<int>(number);
}

// Lays the members of `given` over the parameters of one rule. False when a member has the wrong type or size.
bool overlay(const boost::json::object& given, spc::RuleParameters& parameters) {
  if (const auto* sigma = given.if_contains("sigma"); sigma != nullptr && !sigma->is_null()) {
    boost::system::error_code error;
    parameters.sigma = sigma->to_number<double>(error);
    if (error || !std::isfinite(parameters.sigma)) return false;
  }
  for (const auto& [name, member] : {std::pair{"count", &parameters.count}, std::pair{"window", &parameters.window}}) {
    const auto* value = given.if_contains(name);
    if (value == nullptr || value->is_null()) continue;
    const auto number = whole_number(*value);
    if (!number) return false;
    *member = *number;
  }
  return true;
}

// The rule's parameters in `config`, replaced by those of the switch. False, and `config` as it was, when they make no
// sense.
bool apply_parameters(const RuleSwitch& rule_switch, spc::Rule rule, spc::RuleConfig& config) {
  if (!rule_switch.parameters) return true;
  spc::RuleConfig changed = config;
  if (!overlay(*rule_switch.parameters, changed.of(rule))) return false;
  // Rule 1 goes by the lines as drawn until somebody asks for another distance.
  const auto* sigma = rule_switch.parameters->if_contains("sigma");
  if (rule == spc::Rule::outlier && sigma != nullptr && !sigma->is_null())
    changed.beyond_limit = spc::BeyondLimit::k_sigma;
  if (spc::invalid_rule(changed)) return false;
  config = changed;
  return true;
}

base::Error refusal(std::size_t index, std::string_view member, const std::string& message, boost::json::value input) {
  return base::invalid_field({"body", index, member}, "value_error", "Value error, " + message, std::move(input),
                             {{"error", boost::json::object()}});
}

bool is_among(spc::RuleSet rules, const RuleSwitch& rule_switch) {
  const auto rule = spc::rule_from_number(static_cast<int>(rule_switch.rule_id));
  return rule && rules.contains(*rule);
}

}  // namespace

RuleSwitches::RuleSwitches() {
  for (const spc::Rule rule : spc::kAllRules) rules[spc::index_of(rule)].rule_id = spc::number(rule);
}

spc::RuleConfig RuleSwitches::config() const {
  spc::RuleConfig config;
  for (const spc::Rule rule : spc::kAllRules) {
    if (!of(rule).is_enabled) config.enabled.erase(rule);
    apply_parameters(of(rule), rule, config);
  }
  return config;
}

RuleSwitches RuleSwitches::of_new_characteristic() {
  RuleSwitches switches;
  for (RuleSwitch& rule : switches.rules) rule.dispersion_enabled = true;
  return switches;
}

spc::RuleConfig RuleSwitches::dispersion_config() const {
  spc::RuleConfig dispersion = config();
  for (const spc::Rule rule : spc::kAllRules)
    if (!of(rule).dispersion_enabled.value_or(false)) dispersion.enabled.erase(rule);
  return dispersion;
}

spc::Severity RuleSwitches::severity(spc::Rule rule) const {
  const RuleSeverity severity = of(rule).severity.value_or(first_severity(spc::number(rule)));
  return severity == RuleSeverity::CRITICAL ? spc::Severity::critical : spc::Severity::warning;
}

RuleSeverity first_severity(std::int64_t rule_id) {
  const auto rule = spc::rule_from_number(static_cast<int>(rule_id));
  return rule && spc::severity(*rule) == spc::Severity::critical ? RuleSeverity::CRITICAL : RuleSeverity::WARNING;
}

RuleSwitches rule_switches_from(const std::vector<RuleSwitch>& rows) {
  RuleSwitches switches;
  for (const RuleSwitch& row : rows) {
    if (row.rule_id >= 1 && row.rule_id <= static_cast<std::int64_t>(spc::kRuleCount))
      switches.rules[static_cast<std::size_t>(row.rule_id) - 1] = row;
  }
  return switches;
}

void require_valid(const std::vector<RuleSwitch>& body) {
  spc::RuleSet seen;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const auto rule = spc::rule_from_number(static_cast<int>(body[i].rule_id));
    if (!rule) throw refusal(i, "rule_id", "rules are numbered 1 to 8", body[i].rule_id);
    if (seen.contains(*rule)) throw refusal(i, "rule_id", "each rule may be given once", body[i].rule_id);
    seen.insert(*rule);
    spc::RuleConfig config;
    if (!apply_parameters(body[i], *rule, config))
      throw refusal(i, "parameters",
                    "sigma must be a number >= 0 and count <= window <= 64 whole numbers >= 1; rules 2, 3, 4, 7 and 8 "
                    "need count = window",
                    base::certain(body[i].parameters));
  }
}

void require_applicable(const std::vector<RuleSwitch>& body, spc::RuleSet applicable) {
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (!body[i].dispersion_enabled.value_or(false) || is_among(applicable, body[i])) continue;
    throw refusal(i, "dispersion_enabled",
                  "rule " + std::to_string(body[i].rule_id) +
                      " is not judged on a dispersion chart of this characteristic: rules 1 to 4 are on range and s "
                      "charts, rule 1 on moving range charts; send false",
                  true);
  }
}

std::vector<RuleSwitch> shown(std::vector<RuleSwitch> rules, spc::RuleSet applicable) {
  for (RuleSwitch& rule : rules)
    if (!is_among(applicable, rule)) rule.dispersion_enabled = false;
  return rules;
}

}  // namespace openspc::quality::judge
