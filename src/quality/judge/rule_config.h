// The eight Nelson rules of a characteristic: switched on or off, with or without acknowledgement, with parameters that
// replace Nelson's. The row, the wire form, and their translation into the configuration of spc. Values, any thread.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "net/schema.h"
#include "spc/rules.h"

namespace openspc::quality::judge {

/// How bad a violation is, under the names of the wire and the database.
enum class RuleSeverity { WARNING, CRITICAL };
BOOST_DESCRIBE_ENUM(RuleSeverity, WARNING, CRITICAL)

/// One rule as stored and as the API shows it.
struct RuleSwitch {
  std::int64_t rule_id = 1;  // 1..8
  bool is_enabled = true;
  bool require_acknowledgement = true;
  // {"sigma": k, "count": m, "window": n}: m of the last n points, k sigma from the center; absent members are
  // Nelson's.
  std::optional<boost::json::object> parameters{};
  // Unknown to clients of the reference, whose PUT leaves them as they are. Always there when read from the database.
  std::optional<RuleSeverity> severity{};
  std::optional<bool> dispersion_enabled{};
};
BOOST_DESCRIBE_STRUCT(RuleSwitch, (),
                      (rule_id, is_enabled, require_acknowledgement, parameters, severity, dispersion_enabled))

inline void describe(net::Fields<RuleSwitch>& f) {
  f["rule_id"].range(1, 8);
  f["is_enabled"].defaulted().doc("False: the rule judges neither chart");
  f["require_acknowledgement"].defaulted().doc("Whether a person must acknowledge a violation of this rule");
  f["parameters"].doc(
      "Replaces the rule's own parameters: {\"sigma\": k, \"count\": m, \"window\": n} means m of the last n points, "
      "k sigma from the center line. Members left out keep Nelson's values; null restores all of them");
  f["severity"].doc(
      "Of violations from now on; at first CRITICAL for rule 1 and WARNING for the others. Left out or null: as it is");
  f["dispersion_enabled"].doc(
      "Whether the rule judges the range, s or moving range chart as well: rules 1 to 4, of single readings rule 1. At "
      "first true, but false for characteristics of an adopted OpenSPC 0.4 database. Left out or null: as it is");
}

/// All eight rules, rule 1 first. A rule without a stored row is on and asks for acknowledgement, both for the engine
/// and for whoever lists the rules.
struct RuleSwitches {
  std::array<RuleSwitch, spc::kRuleCount> rules;

  RuleSwitches();
  const RuleSwitch& of(spc::Rule rule) const { return rules[spc::index_of(rule)]; }
  /// As they are for a new characteristic: on, for both charts.
  static RuleSwitches of_new_characteristic();
  /// For the evaluator of the location chart. Parameters that make no sense (a row edited by hand) fall back to
  /// Nelson's.
  spc::RuleConfig config() const;
  /// For that of the dispersion chart: the same rules, as far as they are on there.
  spc::RuleConfig dispersion_config() const;
  /// Of a violation of that rule.
  spc::Severity severity(spc::Rule rule) const;
};

/// Over the defaults, the rows that exist; rows with another number are ignored.
RuleSwitches rule_switches_from(const std::vector<RuleSwitch>& rows);

/// The severity that a rule has until somebody chooses another.
RuleSeverity first_severity(std::int64_t rule_id);

/// Throws a 422 that names the entry of the body: a rule number given twice, or parameters that make no sense.
void require_valid(const std::vector<RuleSwitch>& body);
/// Throws a 422 for a rule that is switched on for a dispersion chart on which only `applicable` are judged.
void require_applicable(const std::vector<RuleSwitch>& body, spc::RuleSet applicable);
/// Without what is stored for rules that are not judged there.
std::vector<RuleSwitch> shown(std::vector<RuleSwitch> rules, spc::RuleSet applicable);

}  // namespace openspc::quality::judge
